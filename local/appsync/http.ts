import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { flatHeaders, readBody } from '../protocol/http-body.ts';
import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { authenticate } from './authentication.ts';
import type { CallerVerifiers } from './authentication.ts';
import { parseBody, parseSearch } from './graphql-request.ts';

/** One line of the access log: nothing in it comes from what was received but the method. */
export interface AccessLogEntry {
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
}

export interface ApiListenerOptions {
  readonly api: Api;
  readonly verifiers: CallerVerifiers;
  readonly log?: (entry: AccessLogEntry) => void;
  /** 1 MiB if absent. */
  readonly maxBodyBytes?: number;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The HTTP door of one API: POST with a JSON body, GET with query parameters, on any path. It
 * always answers and never throws. Pages of any origin may call, as at AppSync: who calls is told by
 * the Authorization header, which no browser adds by itself.
 */
export function createApiListener(options: ApiListenerOptions): RequestListener {
  return (request, response) => {
    for (const [name, value] of ANY_ORIGIN) response.setHeader(name, value);
    if (request.method === 'OPTIONS') respondToPreflight(response);
    else void serve(options, request, response);
  };
}

const ANY_ORIGIN = [
  ['access-control-allow-origin', '*'],
  ['access-control-expose-headers', 'x-amzn-RequestId,x-amzn-ErrorType'],
] as const;

function respondToPreflight(response: ServerResponse): void {
  response.writeHead(200, {
    'access-control-allow-methods': 'POST,GET,OPTIONS',
    'access-control-allow-headers':
      'authorization,content-type,x-amz-date,x-amz-security-token,x-amz-content-sha256,x-amz-user-agent,x-api-key',
  });
  response.end();
}

async function serve(
  options: ApiListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now();
  const requestId = randomUUID();
  const answer = await answerTo(options, request).catch(() => INTERNAL_FAILURE);
  send(response, answer, requestId);
  options.log?.({
    method: request.method ?? '',
    status: answer.status,
    durationMs: Math.round((performance.now() - started) * 1000) / 1000,
    requestId,
  });
}

const INTERNAL_FAILURE = refuse(500, 'InternalFailure', 'An internal failure occurred.');
const TOO_LARGE = refuse(413, 'RequestEntityTooLargeException', 'Request body is too large.');

async function answerTo(
  { api, verifiers, maxBodyBytes = MAX_BODY_BYTES }: ApiListenerOptions,
  request: IncomingMessage,
): Promise<Answer> {
  const { method = '', url = '/' } = request;
  if (method !== 'POST' && method !== 'GET') {
    return refuse(405, 'MethodNotAllowedException', 'Use POST or GET.');
  }
  const body = await readBody(request, maxBodyBytes);
  if (body === null) return TOO_LARGE;
  const signed = { method, path: url, headers: flatHeaders(request), body };
  const sourceIp = sourceIpOf(request);
  const caller = await authenticate(signed, sourceIp, api.authorization, verifiers);
  if ('status' in caller) return caller;
  const parsed =
    method === 'POST'
      ? parseBody(body.toString('utf8'))
      : parseSearch(new URL(url, 'http://loopback').searchParams);
  if ('status' in parsed) return parsed;
  return api.execute({ ...parsed, caller, headers: contextHeaders(request) });
}

/** X-Forwarded-For and the TCP peer, in order. */
function sourceIpOf(request: IncomingMessage): string[] {
  const forwarded = request.headersDistinct['x-forwarded-for'] ?? [];
  const hops = forwarded.flatMap((value) => value.split(',')).map((hop) => hop.trim());
  return [...hops, request.socket.remoteAddress ?? ''].filter((hop) => hop !== '');
}

/** `ctx.request.headers`: lower case, a list where a header was repeated, without cookies. */
function contextHeaders(request: IncomingMessage): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct)
      .filter(([name]) => name !== 'cookie')
      .map(([name, values = []]) => {
        const [first = '', ...others] = values;
        return [name, others.length === 0 ? first : values];
      }),
  );
}

function send(response: ServerResponse, answer: Answer, requestId: string): void {
  if (response.destroyed) return;
  const failed = 'errorType' in answer;
  const text = failed ? refusalText(answer) : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': requestId,
    ...(failed
      ? { 'x-amzn-ErrorType': answer.errorType }
      : { 'x-amzn-appsync-TokensConsumed': '1' }),
  });
  response.end(text);
}

/** Laid out as AppSync's own serializer does. */
function refusalText({ errorType, message }: { errorType: string; message: string }): string {
  return `{\n  "errors" : [ {\n    "errorType" : ${JSON.stringify(errorType)},\n    "message" : ${JSON.stringify(message)}\n  } ]\n}`;
}
