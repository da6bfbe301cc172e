/**
 * Every reason the vault gives. Messages are fixed sentences: nothing received is ever in one. The
 * codes equal `ErrorCode` of the schema, checked by test.
 */
const MESSAGES = {
  INVALID_INPUT: 'The request breaks a rule of this API.',
  INVALID_PLAINTEXT: 'The plaintext is not a valid value of its data class.',
  NOT_AUTHORIZED: 'The caller may not do this.',
  TENANT_REQUIRED: 'The caller needs an ID token, or a service role, that names a tenant.',
  TENANT_NOT_FOUND: 'There is no such tenant.',
  TENANT_ERASED: 'A tenant of this name was erased. The name is not given again.',
  PURPOSE_NOT_ALLOWED: 'This purpose is not open to the caller for this data class.',
  TOKEN_NOT_FOUND: 'There is no such token.',
  TOKEN_REVOKED: 'The deterministic token of this value is revoked.',
  ALREADY_USED: 'The token has no uses left.',
  IDEMPOTENCY_CONFLICT: 'This idempotency key came with another request.',
  BUDGET_EXCEEDED: 'The budget for this kind of request is used up for now.',
  APPROVAL_REQUIRED: 'This needs the approval of another person, and none was named that fits.',
  APPROVAL_NOT_FOUND: 'There is no such approval.',
  APPROVAL_CLOSED: 'The request was decided or withdrawn, or its time is over.',
  BATCH_TOO_LARGE: 'A batch holds at most 50 items.',
  TOKEN_SPACE_EXHAUSTED: 'No unused token of this format was found. Use OPAQUE.',
  TEMPORARILY_UNAVAILABLE: 'The vault cannot answer right now. Try again later.',
  INTERNAL: 'The vault failed. The attempt is in the audit trail.',
} as const;

export type ErrorCode = keyof typeof MESSAGES;

export const ERROR_CODES = Object.keys(MESSAGES) as readonly ErrorCode[];

/** What lies behind a code. For the audit trail only: callers must not be able to tell. */
export type Finding =
  | 'MALFORMED'
  | 'UNKNOWN'
  | 'REVOKED'
  | 'EXPIRED'
  | 'ERASED'
  | 'TAMPERED'
  | 'UNDECRYPTABLE'
  | 'ACTOR_DISABLED'
  | 'TENANT_DISABLED'
  | 'TENANT_ERASED'
  | 'GRANT_UNKNOWN'
  | 'GRANT_CLOSED'
  | 'GRANT_USED_UP'
  | 'GRANT_MISMATCH'
  | 'OWN_REQUEST'
  | 'HONEY_TOKEN';

/** A refusal or failure with a reason. Its message is the fixed sentence of its code. */
export class VaultError extends Error {
  readonly code: ErrorCode;
  readonly finding: Finding | null;

  constructor(code: ErrorCode, finding: Finding | null = null, options?: ErrorOptions) {
    super(MESSAGES[code], options);
    this.name = 'VaultError';
    this.code = code;
    this.finding = finding;
  }
}

/** Errors of AWS services and of the way to them after which trying later is the right advice. */
const OUTAGES: ReadonlySet<string> = new Set([
  // DynamoDB
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'ReplicatedWriteConflictException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
  // KMS
  'DependencyTimeoutException',
  'KeyUnavailableException',
  'KMSInternalException',
  // the way there
  'AbortError',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'TimeoutError',
]);

/**
 * A key, a table or the function's role was taken from us: an operator's emergency stop, a changed
 * policy, a mistake. To the caller that is an outage, since it says nothing about a token and ends
 * without us; to the operator it is an alarm of its own, since it does not end by waiting.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  // KMS; the second is a key pending deletion, for instance
  'DisabledException',
  'KMSInvalidStateException',
  'NotFoundException',
  // DynamoDB
  'ResourceNotFoundException',
]);

interface ServiceFault {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function namesOf({ name, code }: ServiceFault): string[] {
  return [name, code].filter((one) => typeof one === 'string');
}

function isUnavailable(fault: ServiceFault): boolean {
  if (namesOf(fault).some((name) => OUTAGES.has(name) || REFUSALS.has(name))) return true;
  return (fault.$metadata?.httpStatusCode ?? 0) >= 500;
}

/** Whether an AWS service refused us a key or a table, so that waiting alone does not help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && namesOf(error).some((name) => REFUSALS.has(name));
}

/** Whether an error came from an AWS service or the way to it, so it says nothing about a record. */
export function isServiceFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return '$metadata' in error || isUnavailable(error);
}

const FORGED: ReadonlySet<string> = new Set([
  'IncorrectKeyException',
  'InvalidCiphertextException',
]);

/** Whether KMS refused a ciphertext, its context or its key: a row of the key store was changed. */
export function isForged(error: unknown): boolean {
  return error instanceof Error && FORGED.has(error.name);
}

/** The one place where what is not a VaultError becomes one: TEMPORARILY_UNAVAILABLE or INTERNAL. */
export function asVaultError(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  const cause = { cause: error };
  if (isForged(error)) return new VaultError('INTERNAL', 'TAMPERED', cause);
  const unavailable = error instanceof Error && isUnavailable(error);
  return new VaultError(unavailable ? 'TEMPORARILY_UNAVAILABLE' : 'INTERNAL', null, cause);
}
