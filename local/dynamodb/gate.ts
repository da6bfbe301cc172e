import type { IncomingMessage } from 'node:http';

import { ServiceError } from '../protocol/aws-json.ts';
import { flatHeaders, isLoopbackHost, readBody } from '../protocol/http-body.ts';
import type { Refusal, SignedRequest, Verification } from '../protocol/signature.ts';
import { TARGET_PREFIX } from './forward.ts';

/** A request whose sender is known. */
export interface AdmittedCall {
  readonly principal: string;
  /** The whole of `x-amz-target`. */
  readonly target: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The largest request that DynamoDB takes: 16 MB of a BatchWriteItem. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const REFUSALS: Readonly<Record<Refusal, readonly [type: string, message: string]>> = {
  missing: ['MissingAuthenticationTokenException', 'Request is missing Authentication Token'],
  'unknown-key': [
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
  expired: ['InvalidSignatureException', 'Signature expired.'],
  mismatch: [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
  ],
};

/**
 * Lets in what a program signed for this very host and port, and nothing that a web page can send:
 * no Origin, no Host that a rebound DNS name leaves behind.
 *
 * @throws ServiceError for everybody else.
 */
export async function admit(
  request: IncomingMessage,
  verify: (request: SignedRequest) => Promise<Verification>,
): Promise<AdmittedCall> {
  refuseForeignPages(request);
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) {
    throw new ServiceError('RequestEntityTooLargeException', 'Too large.', 413);
  }
  const headers = flatHeaders(request);
  const verification = await verify({ method: 'POST', path: '/', headers, body });
  if ('refusal' in verification) throw new ServiceError(...REFUSALS[verification.refusal]);
  const { principal } = verification;
  return { principal, target: headers['x-amz-target'] ?? '', input: parseObject(body) };
}

/**
 * The operation of a target.
 *
 * @throws ServiceError for another service, DynamoDB Streams included.
 */
export function operationOf(target: string): string {
  const operation = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
  if (/^[A-Za-z]+$/.test(operation)) return operation;
  throw new ServiceError('UnknownOperationException', 'This operation is not supported.');
}

function refuseForeignPages({ method, url, headers, socket }: IncomingMessage): void {
  const port = headers.host?.split(':')[1] ?? '80';
  const isOurs = isLoopbackHost(headers.host) && port === String(socket.localPort);
  if (method !== 'POST' || url !== '/' || !isOurs) {
    throw new ServiceError('AccessDeniedException', 'Only POST to the loopback host.', 403);
  }
  if (headers.origin !== undefined) {
    throw new ServiceError('AccessDeniedException', 'Requests of web pages are refused.', 403);
  }
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  const parsed = parseJson(body);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Readonly<Record<string, unknown>>;
  }
  throw new ServiceError('SerializationException', 'The body is not a JSON object.');
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's message quotes the body.
    throw new ServiceError('SerializationException', 'The body is not JSON.');
  }
}
