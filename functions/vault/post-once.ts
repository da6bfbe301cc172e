import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';

/** What is sent once and never again. */
export interface Post {
  /** `https:`; `http:` to loopback only. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: from the first look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number;
}

/**
 * What came of it. `unsent`: no byte of the body left us. `unanswered`: some may have arrived, and
 * whether they had an effect nobody here knows.
 */
export type Posted =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: string;
    }
  | { readonly kind: 'unsent' | 'unanswered' };

const MAX_ANSWER_BYTES = 65_536;
const LOOPBACK = new Set(['127.0.0.1', '[::1]']);

/** Whether a value may be sent there: by TLS, or to this very machine. */
export function isSafeUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

async function readAnswer(response: IncomingMessage): Promise<Posted> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) return { kind: 'unanswered' };
    chunks.push(chunk);
  }
  const { statusCode: status = 0, headers } = response;
  return { kind: 'answered', status, headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** A connection of its own: one that was kept open may be closed under a request, which is then lost. */
function open({ url, headers, body }: Post): ClientRequest {
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
  } as const;
  if (url.protocol === 'http:') return requestPlain(url, options);
  // Said aloud, for an environment variable could switch it off.
  return requestTls(url, { ...options, rejectUnauthorized: true, minVersion: 'TLSv1.2' });
}

/**
 * Sends a request once: no retry, no redirect is followed, no connection is shared. Never rejects, and
 * says nothing of what went wrong beyond whether it can have had an effect.
 */
export async function postOnce(post: Post): Promise<Posted> {
  if (!isSafeUrl(post.url)) return { kind: 'unsent' };
  const way = { isConnected: false };
  let request: ClientRequest | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Posted>((resolve, reject) => {
      timer = setTimeout(reject, post.timeoutMs);
      request = open(post);
      request.on('error', reject);
      request.on('socket', (socket) => {
        socket.once(post.url.protocol === 'http:' ? 'connect' : 'secureConnect', () => {
          way.isConnected = true;
        });
      });
      request.on('response', (response) => {
        readAnswer(response).then(resolve, reject);
      });
      request.end(post.body);
    });
  } catch {
    return { kind: way.isConnected ? 'unanswered' : 'unsent' };
  } finally {
    clearTimeout(timer);
    request?.destroy();
  }
}
