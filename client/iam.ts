import { SignatureV4 } from '@smithy/signature-v4';

import type { Auth, UnsignedRequest } from './auth.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface IamAuthOptions {
  /** The API's region, such as `us-east-1`. */
  readonly region: string;
  /** Asked before every try, so that a provider can replace what expires. */
  readonly credentials: AwsCredentials | (() => Promise<AwsCredentials>);
}

/** Authenticates a backend by its role, with Signature Version 4 as AppSync's IAM mode asks for. */
export function iamAuth({ region, credentials }: IamAuthOptions): Auth {
  const provider =
    typeof credentials === 'function' ? credentials : () => Promise.resolve(credentials);
  const signer = new SignatureV4({
    service: 'appsync',
    region,
    credentials: async () => identityOf(await provider()),
    sha256: WebSha256,
  });
  return { headers: (request) => signedHeaders(signer, request) };
}

/** The signer takes no undefined session. */
function identityOf({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

async function signedHeaders(
  signer: SignatureV4,
  { url, body }: UnsignedRequest,
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  // Whoever sends sets the host; browsers let nobody else.
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'host'));
}

/** SHA-256, or HMAC with it, by Web Crypto, which Node and browsers share. */
class WebSha256 {
  readonly #key: Uint8Array<ArrayBuffer> | null;
  #data = new Uint8Array(0);

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#key = secret === undefined ? null : bytesOf(secret);
  }

  update(part: string | ArrayBuffer | ArrayBufferView): void {
    const bytes = bytesOf(part);
    const joined = new Uint8Array(this.#data.length + bytes.length);
    joined.set(this.#data);
    joined.set(bytes, this.#data.length);
    this.#data = joined;
  }

  async digest(): Promise<Uint8Array> {
    if (this.#key === null) return digestOf(await crypto.subtle.digest('SHA-256', this.#data));
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', this.#key, algorithm, false, ['sign']);
    return digestOf(await crypto.subtle.sign('HMAC', key, this.#data));
  }

  reset(): void {
    this.#data = new Uint8Array(0);
  }
}

function digestOf(buffer: ArrayBuffer): Uint8Array {
  return new Uint8Array(buffer);
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (typeof data === 'string') return new TextEncoder().encode(data);
  const view = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return new Uint8Array(view);
}
