import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { flatHeaders, isLoopbackHost, readBody } from './http-body.ts';
import { listen } from './listen.ts';
import type { Listening } from './listen.ts';
import type { SignedRequest } from './signature.ts';

/** One call of an AWS JSON service. `principal` is the verified signer's ARN, or null. */
export interface AwsCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly principal: string | null;
}

/** An error of an AWS JSON service: `type` is the AWS name. `message` never holds a received value. */
export class ServiceError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = 'ServiceError';
    this.type = type;
    this.status = status;
  }
}

/** An AWS service that speaks the AWS JSON protocol over loopback. */
export interface AwsJsonService {
  /** As in the header `X-Amz-Target`, dot included: `TrentService.` */
  readonly targetPrefix: string;
  readonly contentType: string;
  readonly maxBodyBytes: number;
  /** Answers the principal, or throws `ServiceError`. */
  authenticate(request: SignedRequest, operation: string): Promise<string | null>;
  readonly operations: ReadonlyMap<string, (call: AwsCall) => Promise<unknown>>;
  /** The type under which an unforeseen failure is reported. */
  readonly internalError: string;
  /** Whether pages of any origin may call. Refused unless said. */
  readonly cors?: 'refuse-origins' | 'any-origin';
  get?(path: string): Promise<{ readonly contentType: string; readonly body: string } | null>;
}

/** Serves on 127.0.0.1; port 0 takes a free one. */
export function serveAwsJson(service: AwsJsonService, port: number): Promise<Listening> {
  const server: Server = createServer((request, response) => {
    void respond(service, request, response);
  });
  return listen(server, port);
}

async function respond(
  service: AwsJsonService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('x-amzn-RequestId', randomUUID());
  if (service.cors === 'any-origin') allowOrigin(request, response);
  try {
    if (request.method === 'OPTIONS' && service.cors === 'any-origin') sendPreflight(response);
    else if (request.method === 'GET') await sendDocument(service, request, response);
    else sendResult(service, response, await call(service, request));
  } catch (error) {
    sendError(service, response, error);
  }
}

async function call(service: AwsJsonService, request: IncomingMessage): Promise<unknown> {
  refuseForeignPages(service, request);
  const body = await readBody(request, service.maxBodyBytes);
  if (body === null) throw new ServiceError('RequestEntityTooLargeException', 'Too large.', 413);
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = target.startsWith(service.targetPrefix)
    ? target.slice(service.targetPrefix.length)
    : '';
  const run = service.operations.get(operation);
  if (run === undefined) {
    throw new ServiceError('UnknownOperationException', 'This operation is not supported.');
  }
  const signed = {
    method: request.method ?? '',
    path: request.url ?? '/',
    headers: flatHeaders(request),
    body,
  };
  const principal = await service.authenticate(signed, operation);
  return run({ operation, input: parseObject(body), principal });
}

/** A browser must not reach services whose clients are programs: any page could call 127.0.0.1. */
function refuseForeignPages(service: AwsJsonService, request: IncomingMessage): void {
  const refusesOrigins = service.cors !== 'any-origin';
  if (request.method !== 'POST' || !isLoopbackHost(request.headers.host)) {
    throw new ServiceError('AccessDeniedException', 'Only POST to the loopback host.', 403);
  }
  if (refusesOrigins && request.headers.origin !== undefined) {
    throw new ServiceError('AccessDeniedException', 'Requests of web pages are refused.', 403);
  }
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ServiceError('SerializationException', 'The body is not a JSON object.');
  }
  return parsed as Readonly<Record<string, unknown>>;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
  } catch {
    // The parser's message quotes the body.
    throw new ServiceError('SerializationException', 'The body is not JSON.');
  }
}

function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-expose-headers', 'x-amzn-RequestId,x-amzn-ErrorType');
  response.setHeader('vary', 'origin');
}

function sendPreflight(response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'POST,GET');
  response.setHeader(
    'access-control-allow-headers',
    'content-type,x-amz-target,x-amz-user-agent,amz-sdk-invocation-id,amz-sdk-request,authorization,x-amz-date,x-amz-content-sha256,cache-control',
  );
  response.writeHead(204).end();
}

async function sendDocument(
  service: AwsJsonService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const document = (await service.get?.(request.url ?? '/')) ?? null;
  if (document === null) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': document.contentType }).end(document.body);
}

function sendResult(service: AwsJsonService, response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': service.contentType });
  response.end(result === undefined ? '' : JSON.stringify(result));
}

function sendError(service: AwsJsonService, response: ServerResponse, error: unknown): void {
  const known = error instanceof ServiceError;
  const type = known ? error.type : service.internalError;
  const message = known ? error.message : 'An internal error occurred.';
  response.writeHead(known ? error.status : 500, {
    'content-type': service.contentType,
    'x-amzn-ErrorType': type,
  });
  response.end(JSON.stringify({ __type: type, message }));
}
