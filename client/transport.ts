import type { Auth } from './auth.ts';
import { codeOf, GatewayError, nameIn, requestIdIn } from './gateway-error.ts';
import type { Failure } from './gateway-error.ts';
import type { GatewayRequest } from './request.ts';

export interface Transport {
  readonly url: URL;
  readonly auth: Auth;
  /** Of one try, in milliseconds. */
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
}

/** An error of an answer: what of it may be known. */
export interface AnswerError {
  readonly path: readonly (string | number)[] | null;
  readonly failure: Failure;
}

export interface Answer {
  /** Null where the operation as a whole failed. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly AnswerError[];
}

type Signal = AbortSignal | undefined;

/**
 * One try, with another ID token or signature if the first is refused.
 *
 * @throws GatewayError if there is no answer of the gateway's, or none that got past its door.
 */
export async function send(
  transport: Transport,
  request: GatewayRequest,
  signal?: Signal,
): Promise<Answer> {
  try {
    return await sendOnce(transport, request, { renew: false, signal });
  } catch (error) {
    if (!(error instanceof GatewayError) || !isRefusal(error)) throw error;
    return sendOnce(transport, request, { renew: true, signal });
  }
}

/** A supplier's own failure has no status: asking it again at once is no use. */
function isRefusal({ code, status }: GatewayError): boolean {
  return code === 'UNAUTHENTICATED' && status !== null;
}

async function sendOnce(
  transport: Transport,
  request: GatewayRequest,
  { renew, signal }: { readonly renew: boolean; readonly signal: Signal },
): Promise<Answer> {
  const { operation, query, variables } = request;
  const body = JSON.stringify({ query, variables });
  const headers = await authenticate(transport, operation, body, renew);
  const response = await exchange(transport, operation, { body, headers, signal });
  return readAnswer(operation, response);
}

async function authenticate(
  { auth, url }: Transport,
  operation: string,
  body: string,
  renew: boolean,
): Promise<Readonly<Record<string, string>>> {
  try {
    return await auth.headers({ url, body }, { renew });
  } catch (cause) {
    throw new GatewayError(operation, { code: 'UNAUTHENTICATED' }, { cause });
  }
}

interface Exchange {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: Signal;
}

interface Received {
  readonly status: number;
  readonly requestId: string | null;
  readonly text: string;
}

async function exchange(
  transport: Transport,
  operation: string,
  { body, headers, signal }: Exchange,
): Promise<Received> {
  const inTime = AbortSignal.timeout(transport.timeoutMs);
  try {
    const response = await transport.fetch(transport.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: signal === undefined ? inTime : AbortSignal.any([inTime, signal]),
      // What goes to another place or along with cookies has no business there.
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    const requestId = requestIdIn(response.headers.get('x-amzn-requestid'));
    return { status: response.status, requestId, text: await response.text() };
  } catch {
    // The reason is not kept: what runs below may quote what it was given.
    if (signal?.aborted === true) throw new GatewayError(operation, { code: 'ABORTED' });
    throw new GatewayError(operation, { code: inTime.aborted ? 'TIMED_OUT' : 'UNREACHABLE' });
  }
}

interface Wire {
  readonly data?: unknown;
  readonly errors?: unknown;
}

interface WireError {
  readonly path?: unknown;
  readonly errorType?: unknown;
}

function readAnswer(operation: string, { status, requestId, text }: Received): Answer {
  const wire = parse(text);
  const errors: unknown[] = Array.isArray(wire?.errors) ? wire.errors : [];
  const told = errors.map((error) => describe(isRecord(error) ? error : {}, status, requestId));
  if (status !== 200) {
    const failure = told[0]?.failure ?? { code: codeOf(null, status), status, requestId };
    throw new GatewayError(operation, failure);
  }
  if (wire === null) throw new GatewayError(operation, { code: 'BAD_ANSWER', status, requestId });
  return { data: isRecord(wire.data) ? wire.data : null, errors: told };
}

/** What is not typed and has no path is about the document, whatever its words. */
function describe(
  { path, errorType }: WireError,
  status: number,
  requestId: string | null,
): AnswerError {
  const type = typeof errorType === 'string' ? errorType : null;
  const place = Array.isArray(path) ? (path as (string | number)[]) : null;
  const code =
    type === null && place === null && status === 200 ? 'BAD_REQUEST' : codeOf(type, status);
  return { path: place, failure: { code, errorType: nameIn(type), status, requestId } };
}

function parse(text: string): Wire | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    // The parser's message quotes the text.
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
