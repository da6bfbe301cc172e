import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { flatHeaders, isLoopbackHost, readBody } from '../protocol/http-body.ts';
import { listen } from '../protocol/listen.ts';
import type { Listening } from '../protocol/listen.ts';
import { createSignatureVerifier } from '../protocol/signature.ts';
import type { AccessKey } from '../protocol/signature.ts';
import { LambdaError } from './host.ts';

export interface EndpointConfig {
  /** 0 takes a free one. */
  readonly port: number;
  readonly region: string;
  readonly accessKeys: readonly AccessKey[];
  /** Which functions each principal may invoke; one that is not listed may invoke none. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  /** As `LambdaHost.invoke`. */
  readonly invoke: (name: string, payload: unknown) => Promise<unknown>;
}

interface Refused {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

interface Answered {
  readonly payload: string;
  readonly hasFailed: boolean;
}

type Invoke = (request: IncomingMessage) => Promise<Refused | Answered>;

const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const PATH = /^\/2015-03-31\/functions\/([A-Za-z0-9_-]{1,64})\/invocations$/;

const DENIED = refuse(403, 'AccessDeniedException', 'Access denied.');
const TOO_LARGE = refuse(
  413,
  'RequestTooLargeException',
  'Request must be smaller than 6291456 bytes.',
);
const NOT_FOUND = refuse(404, 'ResourceNotFoundException', 'Function not found.');
const NOT_JSON = refuse(
  400,
  'InvalidRequestContentException',
  'Could not parse request body into json.',
);
const NOT_SUPPORTED = refuse(
  400,
  'InvalidParameterValueException',
  'Only RequestResponse, without a log.',
);
const TOO_MANY = refuse(429, 'TooManyRequestsException', 'Rate Exceeded.');

function refuse(status: number, type: string, message: string): Refused {
  return { status, type, message };
}

function parse(body: Buffer): { readonly payload: unknown } | null {
  try {
    return { payload: body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as unknown) };
  } catch {
    return null;
  }
}

/** What the function threw is its answer; that there is no function, or no room, is Lambda's own. */
async function run(invoke: EndpointConfig['invoke'], name: string, payload: unknown) {
  try {
    return { payload: JSON.stringify(await invoke(name, payload)), hasFailed: false };
  } catch (error) {
    if (!(error instanceof LambdaError)) throw error;
    const { errorType, message: errorMessage } = error;
    if (errorType === 'ResourceNotFoundException') return NOT_FOUND;
    if (errorType === 'TooManyRequestsException') return TOO_MANY;
    return { payload: JSON.stringify({ errorType, errorMessage }), hasFailed: true };
  }
}

function createInvoke({ invoke, permissions, ...config }: EndpointConfig): Invoke {
  const verify = createSignatureVerifier({ service: 'lambda', ...config });
  return async (request) => {
    const { method = '', url: path = '/' } = request;
    const headers = flatHeaders(request);
    // Any page could call 127.0.0.1, also by a name that was bound to it anew.
    if (!isLoopbackHost(headers.host) || headers.origin !== undefined) return DENIED;
    const body = await readBody(request, MAX_PAYLOAD_BYTES);
    if (body === null) return TOO_LARGE;
    const verification = await verify({ method, path, headers, body });
    if ('refusal' in verification) return DENIED;
    const name = method === 'POST' ? PATH.exec(path)?.[1] : undefined;
    const granted = permissions[verification.principal] ?? [];
    if (name === undefined || !granted.includes(name)) return DENIED;
    const { 'x-amz-invocation-type': type = 'RequestResponse', 'x-amz-log-type': log = 'None' } =
      headers;
    if (type !== 'RequestResponse' || log !== 'None') return NOT_SUPPORTED;
    const parsed = parse(body);
    return parsed === null ? NOT_JSON : run(invoke, name, parsed.payload);
  };
}

function send(response: ServerResponse, answer: Refused | Answered): void {
  if ('payload' in answer) {
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(answer.hasFailed ? { 'x-amz-function-error': 'Unhandled' } : {}),
    });
    response.end(answer.payload);
    return;
  }
  const { status, type, message } = answer;
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Type: 'User', Message: message }));
}

/**
 * Lambda's Invoke for functions that call others, on 127.0.0.1: signed, and only to what the
 * principal may invoke. Synchronous alone.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function startInvokeEndpoint(config: EndpointConfig): Promise<Listening> {
  const invoke = createInvoke(config);
  const failure = refuse(500, 'ServiceException', 'An internal error.');
  const server = createServer((request, response) => {
    void invoke(request)
      .catch(() => failure)
      .then((answer) => {
        send(response, answer);
      });
  });
  return listen(server, config.port);
}
