import type { Item } from './attempt.ts';
import { isDataClass, isTokenFormat } from './data-classes.ts';
import type { DataClass, TokenFormat } from './data-classes.ts';
import { VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { settleNow } from './outcome.ts';
import { Plaintext } from './plaintext.ts';
import { isPurpose } from './policy.ts';
import type { Purpose } from './policy.ts';
import { isPlausibleToken } from './token.ts';

/** Arguments become commands here, each member read once; what is not named here is not read. */
export interface TokenizeCommand {
  readonly dataClass: DataClass;
  readonly format: TokenFormat;
  readonly plaintext: Plaintext;
}

/** `purpose` is null where none is asked for: the masked view. */
export interface ResolveCommand {
  readonly token: string;
  readonly purpose: Purpose | null;
}

/** A token whose state is to change. */
export interface StateCommand {
  readonly token: string;
}

const MAX_BATCH = 50;

export function readTokenize(received: unknown): Item<TokenizeCommand> {
  const { dataClass, format: givenFormat, plaintext } = fieldsOf(received);
  const format = givenFormat ?? 'OPAQUE';
  const subject = {
    ...(isDataClass(dataClass) ? { dataClass } : {}),
    ...(isTokenFormat(format) ? { format } : {}),
  };
  const outcome = settleNow(() => {
    if (!isDataClass(dataClass) || !isTokenFormat(format) || typeof plaintext !== 'string') {
      throw new VaultError('INVALID_INPUT');
    }
    return { dataClass, format, plaintext: new Plaintext(plaintext) };
  });
  return { subject, outcome };
}

function readResolve(token: unknown, purpose: Purpose | null): Item<ResolveCommand> {
  const outcome = settleNow(() => {
    if (typeof token !== 'string') throw new VaultError('INVALID_INPUT');
    if (!isPlausibleToken(token)) throw new VaultError('TOKEN_NOT_FOUND', 'MALFORMED');
    return { token, purpose };
  });
  const subject = {
    ...(typeof token === 'string' ? { asked: token } : {}),
    ...(purpose === null ? {} : { purpose }),
  };
  return { subject, outcome };
}

/** `{ token, purpose }`; the purpose is one of the enum. */
export function readDetokenize(received: unknown): Item<ResolveCommand> {
  const { token, purpose } = fieldsOf(received);
  if (isPurpose(purpose)) return readResolve(token, purpose);
  const { subject } = readResolve(token, null);
  return { subject, outcome: { failure: new VaultError('INVALID_INPUT') } };
}

export function readMaskedView({ token }: Fields): Item<ResolveCommand> {
  return readResolve(token, null);
}

export function readStateChange(received: unknown): Item<StateCommand> {
  return readResolve(fieldsOf(received).token, null);
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
