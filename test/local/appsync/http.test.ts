import { createConnection } from 'node:net';
import {
  ACCESS_KEY,
  answering,
  CLIENT,
  createSigner,
  read,
  serve,
  setUp,
  UTILITIES,
} from './support.ts';
import { signedHeaders } from '../signed-headers.ts';
import type { HttpAnswer, Served, Signer } from './support.ts';

const ECHO = `${UTILITIES}export function request(ctx) {
  return { payload: JSON.stringify({ identity: ctx.identity, headers: ctx.request.headers }) } }
export function response(ctx) { return ctx.result }`;

const API = setUp({
  schema: `type Query { echo(text: String): String @aws_cognito_user_pools @aws_iam }
    type Mutation { change: String @aws_cognito_user_pools }`,
  fields: {
    'Query.echo': { functions: [ECHO] },
    'Mutation.change': { functions: [answering('"changed"')] },
  },
});

const QUERY = JSON.stringify({ query: '{ echo }' });
const PAN = '4111111111111111';

let signer: Signer;
let served: Served;
let idToken: string;

beforeAll(async () => {
  signer = await createSigner();
  served = await serve(API, signer);
  idToken = await signer.sign({ 'cognito:groups': ['admin'] });
});

afterAll(() => served.close());

interface Seen {
  readonly identity: Record<string, unknown> & { sourceIp: string[] };
  readonly headers: Record<string, unknown>;
}

function seenBy({ text }: HttpAnswer): Seen {
  const { data } = JSON.parse(text) as { data: { echo: string } };
  return JSON.parse(data.echo) as Seen;
}

function refusalOf({ status, headers, text }: HttpAnswer): unknown[] {
  const { errors } = JSON.parse(text) as { errors: { errorType: string; message: string }[] };
  expect(headers.get('x-amzn-errortype')).toBe(errors[0]?.errorType);
  return [status, errors[0]?.errorType, errors[0]?.message];
}

describe('a Cognito user', () => {
  test.each(['', 'Bearer ', 'bearer '])('is known by the raw JWT after "%s"', async (prefix) => {
    const answer = await served.post(QUERY, { authorization: prefix + idToken });
    expect(answer.status).toBe(200);
    expect(seenBy(answer).identity).toMatchObject({
      sub: 'sub-1',
      username: 'ada',
      groups: ['admin'],
      defaultAuthStrategy: 'ALLOW',
      claims: { token_use: 'id', aud: CLIENT },
    });
  });

  test('is known by an access token too', async () => {
    const token = await signer.sign({
      ...{ token_use: 'access', client_id: CLIENT, aud: undefined, username: 'ada' },
      'cognito:username': undefined,
    });
    const answer = await served.post(QUERY, { authorization: token });
    expect(seenBy(answer).identity).toMatchObject({ username: 'ada', groups: null });
  });

  test('without groups has null for them', async () => {
    const answer = await served.post(QUERY, { authorization: await signer.sign() });
    expect(seenBy(answer).identity.groups).toBeNull();
  });

  test('has X-Forwarded-For and the peer as source addresses', async () => {
    const headers = { authorization: idToken, 'x-forwarded-for': '192.0.2.7, 198.51.100.1' };
    const { identity } = seenBy(await served.post(QUERY, headers));
    expect(identity.sourceIp).toEqual(['192.0.2.7', '198.51.100.1', '127.0.0.1']);
  });

  test('has headers in lower case, without cookies', async () => {
    const headers = { authorization: idToken, 'X-Purpose': 'test', cookie: 'a=b' };
    const seen = seenBy(await served.post(QUERY, headers));
    expect(seen.headers).toMatchObject({ 'x-purpose': 'test', authorization: idToken });
    expect(seen.headers).not.toHaveProperty('cookie');
  });

  const now = Math.floor(Date.now() / 1000);
  const denied = [401, 'UnauthorizedException', 'You are not authorized to make this call.'];
  test.each([
    ['is expired', { exp: now - 1 }, [401, 'UnauthorizedException', 'Token has expired.']],
    ['is of another issuer', { iss: 'https://issuer.example' }, denied],
    ['is for another client', { aud: 'client-2' }, denied],
    ['is for no use', { token_use: 'refresh' }, denied],
    ['never expires', { exp: undefined }, denied],
    ['is an access token of another client', { token_use: 'access', client_id: 'x' }, denied],
  ])('is refused when the JWT %s', async (_name, claims, expected) => {
    const authorization = await signer.sign(claims);
    const answer = await served.post(QUERY, { authorization });
    expect(refusalOf(answer)).toEqual(expected);
    expect(answer.text).not.toContain(authorization);
  });

  test('is refused when another key signed under the same key id', async () => {
    const foreign = await createSigner('key-1');
    const answer = await served.post(QUERY, { authorization: await foreign.sign() });
    expect(refusalOf(answer)).toEqual(denied);
  });

  test('is refused when the JWT is unsigned', async () => {
    const [, payload = ''] = idToken.split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    const answer = await served.post(QUERY, { authorization: `${header}.${payload}.` });
    expect(answer.status).toBe(401);
  });

  test('is refused when the public key signs as a secret (HS256)', async () => {
    const header = Buffer.from('{"alg":"HS256","kid":"key-1"}').toString('base64url');
    const [, payload = '', signature = ''] = idToken.split('.');
    const answer = await served.post(QUERY, { authorization: `${header}.${payload}.${signature}` });
    expect(refusalOf(answer)).toEqual(denied);
  });
});

describe('an IAM caller', () => {
  const send = async (body: string, key = ACCESS_KEY, signedBody = body) => {
    const { host, origin } = new URL(served.url);
    const signed = signedHeaders({
      ...{ service: 'appsync', target: 'graphql' },
      key,
      host,
      body: signedBody,
    });
    const headers = Object.fromEntries(Object.entries(signed).filter(([name]) => name !== 'host'));
    return read(await fetch(origin, { method: 'POST', body, headers }));
  };

  test('given as a role appears as a session of it', async () => {
    const answer = await send(QUERY);
    expect(answer.status).toBe(200);
    expect(seenBy(answer).identity).toEqual({
      accountId: '000000000000',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityAuthProvider: null,
      sourceIp: ['127.0.0.1'],
      username: expect.stringMatching(/^AROA[0-9A-F]{17}:loopback$/) as string,
      userArn: 'arn:aws:sts::000000000000:assumed-role/orders/loopback',
    });
  });

  test('is refused when the body is not the signed one', async () => {
    const answer = await send(`${QUERY} `, ACCESS_KEY, QUERY);
    expect(refusalOf(answer).slice(0, 2)).toEqual([403, 'InvalidSignatureException']);
  });

  test('is refused with a wrong secret', async () => {
    const answer = await send(QUERY, { ...ACCESS_KEY, secretAccessKey: 'wrong' });
    expect(refusalOf(answer).slice(0, 2)).toEqual([403, 'InvalidSignatureException']);
  });

  test('is refused with half a signature', async () => {
    const answer = await served.post(QUERY, { authorization: `AWS4-HMAC-SHA256 ${PAN}` });
    expect(refusalOf(answer).slice(0, 2)).toEqual([403, 'IncompleteSignatureException']);
    expect(answer.text).not.toContain(PAN);
  });
});

describe('the door', () => {
  const get = async (search: string) =>
    read(await fetch(`${served.url}?${search}`, { headers: { authorization: idToken } }));

  test('takes queries and mutations by GET', async () => {
    const query = await get(
      `query=${encodeURIComponent('query q($t: String) { echo(text: $t) }')}&variables=%7B%22t%22%3A%22x%22%7D&operationName=q`,
    );
    expect(query.status).toBe(200);
    const mutation = await get(`query=${encodeURIComponent('mutation { change }')}`);
    expect(mutation.text).toBe('{"data":{"change":"changed"}}');
  });

  test('answers other methods with a code', async () => {
    const headers = { authorization: idToken };
    const answer = await read(await fetch(served.url, { method: 'DELETE', headers }));
    expect(refusalOf(answer).slice(0, 2)).toEqual([405, 'MethodNotAllowedException']);
  });

  test('answers a body above 1 MiB with a code, one of 1 MiB as usual', async () => {
    const headers = { authorization: idToken };
    const large = await served.post(QUERY.padEnd(1024 * 1024 + 1), headers);
    expect(refusalOf(large).slice(0, 2)).toEqual([413, 'RequestEntityTooLargeException']);
    const full = await served.post(QUERY.padEnd(1024 * 1024), headers);
    expect(full.status).toBe(200);
  });

  test.each([
    ['a JSON string', `"${PAN}"`],
    ['broken JSON', `{"query": "${PAN}`],
    ['a query that is no text', `{"query": ${PAN}}`],
    ['variables that are a list', `{"query": "{echo}", "variables": ["${PAN}"]}`],
    ['an operation name that is no text', `{"query": "{echo}", "operationName": ${PAN}}`],
    [
      'JSON nested 200,000 deep',
      `{"query":"{echo}","variables":{"a":${'['.repeat(2e5)}${']'.repeat(2e5)}}}`,
    ],
    ['400,000 quotes in a text that never ends', `{"query":"${'\\"'.repeat(4e5)}`],
    ['a document nested 20,000 deep', JSON.stringify({ query: '{a'.repeat(20_000) })],
    [
      'a document nested 5,000 deep',
      JSON.stringify({ query: `${'{a'.repeat(5_000)}${'}'.repeat(5_000)}` }),
    ],
    [
      'deep lists in a document',
      JSON.stringify({ query: `{echo(text: ${'['.repeat(5_000)}${']'.repeat(5_000)})}` }),
    ],
    ['a syntax error', JSON.stringify({ query: `{ echo(text: ${PAN}` })],
    [
      'a variable named after the prototype',
      JSON.stringify({ query: 'query q($__proto__: String) { echo(text: $__proto__) }' }),
    ],
    ['an unknown operation', JSON.stringify({ query: '{ echo }', operationName: PAN })],
    ['a subscription', JSON.stringify({ query: 'subscription { echo }' })],
    ['fragments alone', JSON.stringify({ query: 'fragment f on Query { echo }' })],
  ])('answers %s with an error that holds no value', async (_name, body) => {
    const answer = await served.post(body, { authorization: idToken });
    expect([200, 400]).toContain(answer.status);
    expect(answer.text).toContain('"errors"');
    expect(answer.text).not.toContain(PAN);
  });

  test('answers at once for fragments that each spread the next one twice', async () => {
    const spread = (index: number) => `{ ...f${index} ...f${index} }`;
    const chain = Array.from(
      { length: 40 },
      (_, index) => `fragment f${index} on Node ${spread(index + 1)}`,
    );
    const node = setUp({
      schema: 'type Query { node: Node } type Node { id: ID }',
      fields: { 'Query.node': { functions: [answering('{ id: "1" }')] } },
    });
    served.use(node);
    const query = `{ node ${spread(0)} } ${chain.join(' ')} fragment f40 on Node { id }`;
    const answer = await served.post(JSON.stringify({ query }), { authorization: idToken });
    served.use(API);
    expect(answer.text).toBe('{"data":{"node":{"id":"1"}}}');
  });

  test('takes duplicate keys, prototype keys and text outside the BMP', async () => {
    const body = `{"query": "x", "query": "query q($t: String) { echo(text: $t) }", "variables": {"t": "😀\\ud83d", "__proto__": {"t": 1}, "constructor": 2}}`;
    const answer = await served.post(body, { authorization: idToken });
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('"errors"');
  });

  test('lives on when a client hangs up in the middle of its body', async () => {
    const { port } = new URL(served.url);
    await new Promise<void>((resolve) => {
      const socket = createConnection(Number(port), '127.0.0.1', () => {
        socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"que');
        socket.destroy();
        resolve();
      });
    });
    expect((await served.post(QUERY, { authorization: idToken })).status).toBe(200);
  });

  test('logs method, status, duration and request id, and nothing else', async () => {
    served.entries.length = 0;
    const query = `{ echo(text: "${PAN}") }`;
    const answer = await served.post(JSON.stringify({ query }), { authorization: idToken });
    const { entries } = served;
    expect(entries).toHaveLength(1);
    const [entry = {}] = entries;
    expect(Object.keys(entry)).toEqual(['method', 'status', 'durationMs', 'requestId']);
    expect(entries[0]).toMatchObject({
      ...{ method: 'POST', status: 200 },
      requestId: answer.headers.get('x-amzn-requestid'),
    });
  });
});
