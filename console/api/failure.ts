import type { CombinedError } from '@urql/core';

import type { ErrorCode } from '../../functions/vault/errors.ts';

/** Codes of the vault, and what else can be in the way of an answer. */
export type FailureCode = ErrorCode | 'UNREACHABLE' | 'SIGNED_OUT' | 'REFUSED';

const TEXTS: Readonly<Record<FailureCode, string>> = {
  INVALID_INPUT: 'The vault does not accept this request. Check what you entered.',
  INVALID_PLAINTEXT: 'This is not a valid value of its class.',
  NOT_AUTHORIZED: 'Your groups do not allow this.',
  TENANT_REQUIRED: 'Your account belongs to no tenant. Ask an administrator.',
  TENANT_NOT_FOUND: 'There is no such tenant.',
  TENANT_ERASED: 'This tenant was erased.',
  PURPOSE_NOT_ALLOWED: 'This purpose is not open to your groups for this class of value.',
  TOKEN_NOT_FOUND: 'There is no such token, or none that you may know of.',
  TOKEN_REVOKED: 'The token of this value is revoked. Restore it, or ask for a random one.',
  ALREADY_USED: 'The token has no uses left.',
  IDEMPOTENCY_CONFLICT: 'Another request was sent under the same key. Start anew.',
  BUDGET_EXCEEDED: 'A budget is used up for now: yours, your tenant’s, or that of the purpose.',
  APPROVAL_REQUIRED:
    'This needs an approval that fits: yours, current, for this token and purpose.',
  APPROVAL_NOT_FOUND: 'There is no such request.',
  APPROVAL_CLOSED: 'The request was decided or withdrawn already, or its time is over.',
  BATCH_TOO_LARGE: 'These are too many at once.',
  TOKEN_SPACE_EXHAUSTED: 'No unused token of this format was found. Use the opaque format.',
  TEMPORARILY_UNAVAILABLE: 'The vault cannot answer right now. Nothing was done twice: try again.',
  INTERNAL: 'The vault failed. The attempt is in the audit trail.',
  UNREACHABLE: 'The gateway cannot be reached. Check your connection, then try again.',
  SIGNED_OUT: 'Your session is over. Sign in again.',
  REFUSED: 'The gateway refused this request.',
};

/** A request that failed, with its reason. Its message is the fixed sentence of its code. */
export class RequestFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode) {
    super(TEXTS[code]);
    this.name = 'RequestFailure';
    this.code = code;
  }
}

function isKnown(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(TEXTS, code);
}

/** AppSync's field for the code stands beside the message, where GraphQL's own errors have none. */
function codeOf(error: unknown): FailureCode {
  const { errorType } = (error ?? {}) as { readonly errorType?: unknown };
  if (errorType === 'Unauthorized') return 'NOT_AUTHORIZED';
  return isKnown(errorType) ? errorType : 'REFUSED';
}

/** The reason of what the GraphQL client reports. Received values are in none of it. */
export function failureOf(error: CombinedError): RequestFailure {
  if (error.networkError instanceof RequestFailure) return error.networkError;
  const [first] = error.graphQLErrors;
  if (first !== undefined) return new RequestFailure(codeOf(first.originalError ?? first));
  return new RequestFailure('UNREACHABLE');
}

export function failureText(failure: unknown): string {
  return failure instanceof RequestFailure ? failure.message : TEXTS.INTERNAL;
}
