import { numberOf } from './approval.ts';
import type { Item } from './attempt.ts';
import { isDataClass, isTokenFormat } from './data-classes.ts';
import type { ClassName, ReceivedValue } from './data-classes.ts';
import { VaultError } from './errors.ts';
import type { MetadataPair } from './event.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { readInstant } from './instant.ts';
import { readMetadata } from './metadata.ts';
import { settleNow } from './outcome.ts';
import { Plaintext } from './plaintext.ts';
import { isPurpose } from './policy.ts';
import type { Purpose } from './policy.ts';
import { isPlausibleToken } from './token.ts';

/** Arguments become commands here, each member read once; what is not named here is not read. */
export interface TokenizeCommand extends ReceivedValue {
  /** Null if the caller leaves it to the class. */
  readonly deterministic: boolean | null;
  /** Seconds since 1970. */
  readonly expiresAt: number | null;
  /** 1 to 1,000,000. */
  readonly maxUses: number | null;
  readonly metadata: readonly MetadataPair[];
  /** 1 to 128 characters. */
  readonly idempotencyKey: string | null;
}

/** A value of which is asked whether it has a token. */
export interface KnownTokenCommand extends ClassName {
  readonly plaintext: Plaintext;
  readonly purpose: Purpose;
}

/** `purpose` is null where none is asked for: the masked view. */
export interface ResolveCommand {
  readonly token: string;
  readonly purpose: Purpose | null;
  /** The number of the approval under which plaintext is asked for. */
  readonly grant: number | null;
  readonly idempotencyKey: string | null;
}

/** A token whose state is to change. */
export type StateCommand = Omit<ResolveCommand, 'purpose' | 'grant'>;

const MAX_BATCH = 50;
const MAX_USES = 1_000_000;
const MAX_KEY_LENGTH = 128;

/** GraphQL sends null for what is absent. */
function isAbsent(received: unknown): received is null | undefined {
  return received === null || received === undefined;
}

function readExpiry(received: unknown): number | null {
  if (isAbsent(received)) return null;
  const seconds = typeof received === 'string' ? readInstant(received) : null;
  if (seconds === null) throw new VaultError('INVALID_INPUT');
  return seconds;
}

function readMaxUses(received: unknown): number | null {
  if (isAbsent(received)) return null;
  const isCount = typeof received === 'number' && Number.isInteger(received);
  if (!isCount || received < 1 || received > MAX_USES) throw new VaultError('INVALID_INPUT');
  return received;
}

/** @throws VaultError INVALID_INPUT unless it is absent, or 1 to 128 characters of Unicode */
export function readIdempotencyKey(received: unknown): string | null {
  if (isAbsent(received)) return null;
  const isKey =
    typeof received === 'string' &&
    received !== '' &&
    received.length <= MAX_KEY_LENGTH &&
    !/\p{Surrogate}/u.test(received);
  if (!isKey) throw new VaultError('INVALID_INPUT');
  return received;
}

function readValue({ dataClass, customClass, plaintext }: Fields) {
  const isNamed = isAbsent(customClass) || typeof customClass === 'string';
  if (!isDataClass(dataClass) || !isNamed || typeof plaintext !== 'string') {
    throw new VaultError('INVALID_INPUT');
  }
  return { dataClass, customClass: customClass ?? null, plaintext: new Plaintext(plaintext) };
}

export function readTokenize(received: unknown): Item<TokenizeCommand> {
  const fields = fieldsOf(received);
  const { dataClass, format: givenFormat, deterministic } = fields;
  const format = givenFormat ?? 'OPAQUE';
  const subject = {
    ...(isDataClass(dataClass) ? { dataClass } : {}),
    ...(isTokenFormat(format) ? { format } : {}),
  };
  const outcome = settleNow(() => {
    const isChoice = isAbsent(deterministic) || typeof deterministic === 'boolean';
    if (!isTokenFormat(format) || !isChoice) throw new VaultError('INVALID_INPUT');
    return {
      ...readValue(fields),
      format,
      deterministic: deterministic ?? null,
      expiresAt: readExpiry(fields.expiresAt),
      maxUses: readMaxUses(fields.maxUses),
      metadata: readMetadata(fields.metadata),
      idempotencyKey: readIdempotencyKey(fields.idempotencyKey),
    };
  });
  return { subject, outcome };
}

/** `{ dataClass, customClass, plaintext, purpose }`. Of the value nothing is recorded, in no form. */
export function readKnownToken(fields: Fields): Item<KnownTokenCommand> {
  const { dataClass, purpose } = fields;
  const subject = {
    ...(isDataClass(dataClass) ? { dataClass } : {}),
    ...(isPurpose(purpose) ? { purpose } : {}),
  };
  const outcome = settleNow(() => {
    if (!isPurpose(purpose)) throw new VaultError('INVALID_INPUT');
    return { ...readValue(fields), purpose };
  });
  return { subject, outcome };
}

/** @throws VaultError INVALID_INPUT unless it is absent, or the id of an approval */
function readGrant(received: unknown): number | null {
  if (isAbsent(received)) return null;
  const number = typeof received === 'string' ? numberOf(received) : null;
  if (number === null) throw new VaultError('INVALID_INPUT');
  return number;
}

function readResolve(
  { token, grant: approval, idempotencyKey: key }: Fields,
  purpose: Purpose | null,
): Item<ResolveCommand> {
  const outcome = settleNow(() => {
    if (typeof token !== 'string') throw new VaultError('INVALID_INPUT');
    const idempotencyKey = readIdempotencyKey(key);
    const grant = readGrant(approval);
    if (!isPlausibleToken(token)) throw new VaultError('TOKEN_NOT_FOUND', 'MALFORMED');
    return { token, purpose, grant, idempotencyKey };
  });
  const subject = {
    ...(typeof token === 'string' ? { asked: token } : {}),
    ...(purpose === null ? {} : { purpose }),
  };
  return { subject, outcome };
}

/** `{ token, purpose, grant, idempotencyKey }`; the purpose is one of the enum. */
export function readDetokenize(received: unknown): Item<ResolveCommand> {
  const fields = fieldsOf(received);
  if (isPurpose(fields.purpose)) return readResolve(fields, fields.purpose);
  const { subject } = readResolve(fields, null);
  return { subject, outcome: { failure: new VaultError('INVALID_INPUT') } };
}

export function readMaskedView({ token }: Fields): Item<ResolveCommand> {
  return readResolve({ token }, null);
}

export function readStateChange(received: unknown): Item<StateCommand> {
  const { token, idempotencyKey } = fieldsOf(received);
  return readResolve({ token, idempotencyKey }, null);
}

/**
 * The items of a batch, in order.
 * @throws VaultError INVALID_INPUT if there are none, BATCH_TOO_LARGE if there are more than 50
 */
export function readBatch<Command>(
  received: unknown,
  read: (item: unknown) => Item<Command>,
): Item<Command>[] {
  if (!Array.isArray(received) || received.length === 0) throw new VaultError('INVALID_INPUT');
  if (received.length > MAX_BATCH) throw new VaultError('BATCH_TOO_LARGE');
  return received.map((item: unknown) => read(item));
}
