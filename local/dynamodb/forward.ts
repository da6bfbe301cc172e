import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { ServiceError } from '../protocol/aws-json.ts';

/** Where the engine listens at this moment. */
export interface EngineAddress {
  readonly host: string;
  readonly port: number;
}

/** An answer of the engine, as it came. */
export interface EngineAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Forwarder {
  /**
   * Runs one operation. The body is JSON.
   *
   * @throws ServiceError 503 when the request did not reach the engine, 500 when it may have.
   */
  send(operation: string, body: string): Promise<EngineAnswer>;
  /** The same with parsed JSON; an error of the engine is thrown as `ServiceError`. */
  readonly call: (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

export const TARGET_PREFIX = 'DynamoDB_20120810.';
export const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** The engine wants a signature and does not look at it; DynamoDB Local takes its region from it. */
const PLACEHOLDER_SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=gateway/20120810/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

const PASSED_ON = ['content-type', 'x-amzn-requestid', 'x-amz-crc32'] as const;
const ANSWER_TIMEOUT_MS = 30_000;
const PAUSE_MS = 20;
const MAX_ATTEMPTS = 5;

/**
 * Sends requests to the engine over kept connections. `address` waits for an engine that is being
 * restarted; a connection that is refused is tried again, since nothing was sent yet.
 */
export function createForwarder(address: () => Promise<EngineAddress>): Forwarder {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = async (operation: string, body: string): Promise<EngineAnswer> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await exchange(agent, await address(), operation, body);
      } catch (error) {
        if (error instanceof ServiceError) throw error;
        if (!wasRefused(error)) throw outcomeUnknown();
        if (attempt === MAX_ATTEMPTS) throw unavailable();
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  };
  return {
    send,
    call: async (operation, input) => parse(await send(operation, JSON.stringify(input))),
    close: () => {
      agent.destroy();
    },
  };
}

/** Retryable: the request had no effect. */
export function unavailable(): ServiceError {
  return new ServiceError('ServiceUnavailable', 'DynamoDB is currently unavailable.', 503);
}

/** Retryable, but a write may have happened, as with the real service's 500. */
function outcomeUnknown(): ServiceError {
  return new ServiceError('InternalServerError', 'The request could not be completed.', 500);
}

function wasRefused(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
}

function exchange(
  agent: Agent,
  { host, port }: EngineAddress,
  operation: string,
  body: string,
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': CONTENT_TYPE,
      'content-length': Buffer.byteLength(body),
      'x-amz-target': TARGET_PREFIX + operation,
      authorization: PLACEHOLDER_SIGNATURE,
      'x-amz-date': '20120810T000000Z',
    };
    const outgoing = request({ agent, host, port, method: 'POST', path: '/', headers });
    outgoing.setTimeout(ANSWER_TIMEOUT_MS, () => outgoing.destroy(new Error('time-out')));
    outgoing.on('response', (response) => {
      collect(response).then(resolve, reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function collect(response: IncomingMessage): Promise<EngineAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = PASSED_ON.flatMap((name) => {
    const value = response.headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return {
    status: response.statusCode ?? 500,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

function parse({ status, body }: EngineAnswer): Readonly<Record<string, unknown>> {
  const value = JSON.parse(body.toString('utf8')) as Readonly<Record<string, unknown>>;
  if (status === 200) return value;
  const type = typeof value.__type === 'string' ? value.__type : 'InternalServerError';
  throw new ServiceError(type.slice(type.indexOf('#') + 1), 'The engine refused.', status);
}
