import { ERROR_CODES } from './generated/operations.ts';
import type { ErrorCode } from './generated/operations.ts';

/** What this client tells apart besides the codes of the schema. */
export type ClientErrorCode =
  /** No valid ID token or signature, even after asking for a new one. */
  | 'UNAUTHENTICATED'
  /** HTTP 429: too many requests for now. */
  | 'THROTTLED'
  /** HTTP 500, 502, 503 or 504. */
  | 'UNAVAILABLE'
  /** No answer came: no connection, or it broke. */
  | 'UNREACHABLE'
  /** No answer came in time. */
  | 'TIMED_OUT'
  /** The document does not fit the schema, or the request is too large. */
  | 'BAD_REQUEST'
  /** The firewall in front refused it: too large, too often, or with a value in the document. */
  | 'BLOCKED'
  /** What answered is no gateway. */
  | 'BAD_ANSWER'
  /** The caller's own `signal` ended it. What was under way may have been done. */
  | 'ABORTED'
  /** The document holds a value; it was not sent. */
  | 'LITERAL_IN_DOCUMENT'
  /** None of these; `errorType` tells what came. */
  | 'UNKNOWN';

export type GatewayErrorCode = ErrorCode | ClientErrorCode;

export interface Failure {
  readonly code: GatewayErrorCode;
  /** The error's type, such as `Lambda:Unhandled`; null where none came, or what came is no name. */
  readonly errorType?: string | null;
  /** HTTP status; null where nothing came. */
  readonly status?: number | null;
  /** AppSync's id of the request, for those who look it up; null where nothing came. */
  readonly requestId?: string | null;
}

/**
 * Why a call failed. It is made of codes and names alone: neither what was sent nor what was received
 * is in it, so it may be logged.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;
  /** The operation's name, such as `Tokenize`. */
  readonly operation: string;
  readonly errorType: string | null;
  readonly status: number | null;
  readonly requestId: string | null;

  constructor(operation: string, failure: Failure, options?: ErrorOptions) {
    super(`${operation} failed: ${failure.code}`, options);
    this.operation = operation;
    this.code = failure.code;
    this.errorType = failure.errorType ?? null;
    this.status = failure.status ?? null;
    this.requestId = failure.requestId ?? null;
  }
}

const NAME = /^[A-Za-z][A-Za-z_.:]{0,79}$/;
const REQUEST_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Without what could be anything: an error is logged, and what answers may repeat what it was sent. */
export function nameIn(received: unknown): string | null {
  return typeof received === 'string' && NAME.test(received) ? received : null;
}

export function requestIdIn(received: string | null): string | null {
  return received !== null && REQUEST_ID.test(received) ? received : null;
}

/** AppSync's own types of errors, by what they mean. */
const APPSYNC_TYPES: Readonly<Record<string, GatewayErrorCode>> = {
  Unauthorized: 'NOT_AUTHORIZED',
  UnauthorizedException: 'UNAUTHENTICATED',
  WAFForbiddenException: 'BLOCKED',
  ValidationError: 'BAD_REQUEST',
  MalformedHttpRequestException: 'BAD_REQUEST',
  BadRequestException: 'BAD_REQUEST',
};

const STATUS_CODES: Readonly<Record<number, GatewayErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'UNAUTHENTICATED',
  413: 'BAD_REQUEST',
  429: 'THROTTLED',
  500: 'UNAVAILABLE',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

/** The code of an error by its type, or by the HTTP status where the type says nothing. */
export function codeOf(errorType: string | null, status: number): GatewayErrorCode {
  const own = ERROR_CODES.find((code) => code === errorType);
  return own ?? APPSYNC_TYPES[errorType ?? ''] ?? STATUS_CODES[status] ?? 'UNKNOWN';
}
