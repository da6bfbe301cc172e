import { createHash, createHmac } from 'node:crypto';

import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { SignatureV4 } from '@smithy/signature-v4';

import { ServiceError, serveAwsJson } from '../../../local/protocol/aws-json.ts';
import type { AwsCall, AwsJsonService } from '../../../local/protocol/aws-json.ts';
import type { Listening } from '../../../local/protocol/listen.ts';
import { createSignatureVerifier } from '../../../local/protocol/signature.ts';

const PRINCIPAL = 'arn:aws:iam::000000000000:role/tester';
const ACCESS_KEY = { accessKeyId: 'AKIDTESTER', secretAccessKey: 'a-secret', principal: PRINCIPAL };
const NOW = () => new Date();

/** The signer's hash, as small as it can be. */
class Sha256 {
  readonly #state;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#state = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#state.update(bytes(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#state.digest());
  }
  reset(): void {
    throw new Error('not used');
  }
}
const bytes = (data: string | ArrayBuffer | ArrayBufferView) =>
  typeof data === 'string' ? Buffer.from(data) : new Uint8Array(data as ArrayBuffer);

let now = NOW;
let calls: AwsCall[] = [];
let listening: Listening;

const verify = createSignatureVerifier({
  service: 'kms',
  region: 'us-east-1',
  accessKeys: [ACCESS_KEY],
  clock: () => now(),
});

const service: AwsJsonService = {
  targetPrefix: 'TrentService.',
  contentType: 'application/x-amz-json-1.1',
  maxBodyBytes: 1024,
  internalError: 'KMSInternalException',
  async authenticate(request) {
    const verification = await verify(request);
    if ('principal' in verification) return verification.principal;
    throw new ServiceError('AccessDeniedException', verification.refusal, 403);
  },
  operations: new Map([
    [
      'ListKeys',
      (call: AwsCall) => {
        calls.push(call);
        if (call.input.Limit === 7) throw new Error('a secret in an unforeseen message');
        return Promise.resolve({ Keys: [], Truncated: false });
      },
    ],
  ]),
};

beforeAll(async () => {
  listening = await serveAwsJson(service, 0);
});
afterAll(() => listening.close());
beforeEach(() => {
  now = NOW;
  calls = [];
});

const endpoint = () => `http://127.0.0.1:${listening.port}`;
const clientWith = (accessKeyId: string, secretAccessKey: string) =>
  new KMSClient({
    region: 'us-east-1',
    endpoint: endpoint(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
const post = (headers: Record<string, string>, body: string) =>
  fetch(endpoint(), { method: 'POST', headers, body });
const TARGET = { 'x-amz-target': 'TrentService.ListKeys' };

describe('an AWS JSON service on loopback', () => {
  test('a call signed by the SDK arrives with its input and its principal', async () => {
    await clientWith('AKIDTESTER', 'a-secret').send(new ListKeysCommand({ Limit: 3 }));
    expect(calls).toEqual([{ operation: 'ListKeys', input: { Limit: 3 }, principal: PRINCIPAL }]);
  });

  test('a call that does not sign the header with the body hash is accepted too', async () => {
    const { host, hostname } = new URL(endpoint());
    const signer = new SignatureV4({
      ...{ service: 'kms', region: 'us-east-1', credentials: ACCESS_KEY },
      sha256: Sha256,
      applyChecksum: false,
    });
    const headers = { host, ...TARGET };
    const unsigned = {
      method: 'POST',
      protocol: 'http:',
      hostname,
      path: '/',
      headers,
      body: '{}',
    };
    const signed = await signer.sign(unsigned);
    expect(Object.keys(signed.headers)).not.toContain('x-amz-content-sha256');
    expect(await (await post(signed.headers, '{}')).json()).toEqual({ Keys: [], Truncated: false });
  });

  test.each([
    ['an unknown access key', 'AKIDNOBODY', 'a-secret', 'unknown-key'],
    ['a wrong secret', 'AKIDTESTER', 'another', 'mismatch'],
  ])('%s is refused', async (_, id, secret, message) => {
    const sent = clientWith(id, secret).send(new ListKeysCommand({}));
    await expect(sent).rejects.toMatchObject({ name: 'AccessDeniedException', message });
    expect(calls).toEqual([]);
  });

  test('a signature is accepted just within five minutes and refused just after', async () => {
    const client = clientWith('AKIDTESTER', 'a-secret');
    now = () => new Date(Date.now() + 299_000);
    await expect(client.send(new ListKeysCommand({}))).resolves.toBeDefined();
    now = () => new Date(Date.now() + 302_000);
    await expect(client.send(new ListKeysCommand({}))).rejects.toThrow('expired');
  });

  test('an unsigned call is refused', async () => {
    const response = await post(TARGET, '{}');
    expect([response.status, await response.json()]).toEqual([
      403,
      { __type: 'AccessDeniedException', message: 'missing' },
    ]);
  });

  test("a web page's request is refused before it is read", async () => {
    const response = await post({ ...TARGET, origin: 'https://example.com' }, '{}');
    expect(response.status).toBe(403);
  });

  test('an operation that is not supported says so', async () => {
    const response = await post({ 'x-amz-target': 'TrentService.Nope' }, '{}');
    expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  });

  test('a body over the limit is refused', async () => {
    const response = await post(TARGET, JSON.stringify({ x: 'y'.repeat(1024) }));
    expect(response.status).toBe(413);
  });

  test('an unforeseen failure tells nothing of its message', async () => {
    const sent = clientWith('AKIDTESTER', 'a-secret').send(new ListKeysCommand({ Limit: 7 }));
    await expect(sent).rejects.toMatchObject({
      name: 'KMSInternalException',
      message: 'An internal error occurred.',
    });
  });
});
