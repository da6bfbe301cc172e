import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';

import { createSignatureVerifier } from '../../../local/protocol/signature.ts';

const KEY = { accessKeyId: 'AKIALOOPBACK', secretAccessKey: 'loopback-secret', principal: 'ada' };
const PLACE = { service: 'appsync', region: 'us-east-1' };
const HOST = '127.0.0.1:4000';

const verify = createSignatureVerifier({ ...PLACE, accessKeys: [KEY] });

/** The signer's hash; its keys are texts first and bytes from then on. */
class Sha256 {
  readonly #state: ReturnType<typeof createHash | typeof createHmac>;

  constructor(secret?: string | Uint8Array) {
    this.#state = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data: string | Uint8Array): void {
    this.#state.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#state.digest());
  }

  reset(): void {
    throw new Error('The signer starts a new hash instead.');
  }
}

async function signedGet(query: Record<string, string>): Promise<Record<string, string>> {
  const signer = new SignatureV4({ ...PLACE, credentials: KEY, sha256: Sha256 as never });
  const url = { protocol: 'http:', hostname: '127.0.0.1', path: '/graphql', query };
  const { headers } = await signer.sign({ method: 'GET', ...url, headers: { host: HOST } });
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

describe('the signature of a GET request', () => {
  const send = async (headers: Record<string, string>, search: string) =>
    verify({ method: 'GET', path: `/graphql?${search}`, headers, body: Buffer.alloc(0) });

  test('names the principal', async () => {
    const headers = await signedGet({ query: '{ me { id } }' });
    expect(await send(headers, 'query=%7B%20me%20%7B%20id%20%7D%20%7D')).toEqual({
      principal: 'ada',
    });
  });

  test.each([
    ['another value', 'query=b'],
    ['another value before the signed one', 'query=b&query=a'],
    ['another value after the signed one', 'query=a&query=b'],
    ['the signed value twice', 'query=a&query=a'],
    ['another spelling of a second name', 'query=b&%71uery=a'],
    ['a parameter more', 'query=a&variables=%7B%7D'],
  ])('does not cover %s', async (_name, search) => {
    const headers = await signedGet({ query: 'a' });
    expect(await send(headers, 'query=a')).toEqual({ principal: 'ada' });
    expect(await send(headers, search)).toEqual({ refusal: 'mismatch' });
  });
});
