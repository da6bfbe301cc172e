import { answering, createSigner, serve, setUp } from './support.ts';

const API = setUp({
  schema: 'type Query { echo: String @aws_cognito_user_pools @aws_iam }',
  fields: { 'Query.echo': { functions: [answering('"there"')] } },
});

test('pages of any origin may ask first, and read the answer', async () => {
  const signer = await createSigner();
  const served = await serve(API, signer);
  const headers = { origin: 'http://127.0.0.1:8081', authorization: await signer.sign({}) };
  const preflight = await fetch(served.url, { method: 'OPTIONS', headers });
  const answer = await served.post(JSON.stringify({ query: '{ echo }' }), headers);
  await served.close();
  expect([preflight.status, answer.text]).toEqual([200, '{"data":{"echo":"there"}}']);
  for (const answered of [preflight.headers, answer.headers]) {
    expect(answered.get('access-control-allow-origin')).toBe('*');
    expect(answered.get('access-control-allow-credentials')).toBeNull();
  }
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
});
