import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

import { startInvokeEndpoint } from '../../../local/lambda/endpoint.ts';
import { LambdaError } from '../../../local/lambda/host.ts';
import type { Listening } from '../../../local/protocol/listen.ts';

const REGION = 'us-east-1';
const keyOf = (name: string) => ({
  accessKeyId: `AKIA${name}`,
  secretAccessKey: `secret of ${name}`,
  principal: `arn:aws:iam::000000000000:role/${name}`,
});
const [VAULT, OTHER] = [keyOf('VAULT'), keyOf('OTHER')];

describe("Lambda's Invoke", () => {
  let endpoint: Listening;
  const invoked: [string, unknown][] = [];

  beforeAll(async () => {
    endpoint = await startInvokeEndpoint({
      ...{ port: 0, region: REGION, accessKeys: [VAULT, OTHER] },
      permissions: { [VAULT.principal]: ['charge', 'none'] },
      invoke: (name, payload) => {
        invoked.push([name, payload]);
        if (name === 'none')
          throw new LambdaError('ResourceNotFoundException', 'Function not found.');
        const { fail } = payload as { fail?: string };
        if (fail !== undefined) throw new LambdaError(fail, 'It failed.');
        return Promise.resolve({ got: payload });
      },
    });
  });
  afterAll(() => endpoint.close());
  beforeEach(() => invoked.splice(0));

  const call = async (
    payload: string,
    {
      key = VAULT,
      name = 'charge',
      more = {},
      sent = payload,
    }: { key?: typeof VAULT; name?: string; more?: Record<string, string>; sent?: string } = {},
  ) => {
    const { sha256 } = new DynamoDBClient({ region: REGION }).config;
    const signer = new SignatureV4({ service: 'lambda', region: REGION, credentials: key, sha256 });
    const path = `/2015-03-31/functions/${name}/invocations`;
    const { headers } = await signer.sign({
      ...{ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path },
      headers: { host: `127.0.0.1:${endpoint.port}`, ...more },
      body: payload,
    });
    const url = `http://127.0.0.1:${endpoint.port}${path}`;
    const response = await fetch(url, { method: 'POST', headers, body: sent });
    return {
      status: response.status,
      failed: response.headers.get('x-amz-function-error'),
      type: response.headers.get('x-amzn-errortype'),
      body: await response.json(),
    };
  };

  test('runs the function and answers what it returned', async () => {
    expect(await call('{"a":1}')).toEqual({
      ...{ status: 200, failed: null, type: null },
      body: { got: { a: 1 } },
    });
    expect(invoked).toEqual([['charge', { a: 1 }]]);
  });

  test('tells what a function threw as its answer, with status 200', async () => {
    expect(await call('{"fail":"Sandbox.Timedout"}')).toMatchObject({
      ...{ status: 200, failed: 'Unhandled' },
      body: { errorType: 'Sandbox.Timedout', errorMessage: 'It failed.' },
    });
  });

  test.each([
    ['to another principal', '{}', { key: OTHER }, 403],
    ['for a function that is not the principal’s', '{}', { name: 'vault' }, 403],
    ['for a key that nobody has', '{}', { key: keyOf('NOBODY') }, 403],
    ['for a body that was not signed', '{}', { sent: '{"a":2}' }, 403],
    ['for a page', '{}', { more: { origin: 'http://127.0.0.1' } }, 403],
    ['without waiting', '{}', { more: { 'x-amz-invocation-type': 'Event' } }, 400],
    ['with a log', '{}', { more: { 'x-amz-log-type': 'Tail' } }, 400],
    ['for what is no JSON', '{', {}, 400],
  ])('is refused %s, and nothing runs', async (_what, payload, options, status) => {
    expect((await call(payload, options)).status).toBe(status);
    expect(invoked).toEqual([]);
  });

  test('says that there is no such function, or no room', async () => {
    expect(await call('{}', { name: 'none' })).toMatchObject({
      ...{ status: 404, type: 'ResourceNotFoundException' },
    });
    expect(await call('{"fail":"TooManyRequestsException"}')).toMatchObject({ status: 429 });
  });

  test('is refused unsigned', async () => {
    const url = `http://127.0.0.1:${endpoint.port}/2015-03-31/functions/charge/invocations`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(403);
  });
});
