import type { Item } from './attempt.ts';
import { readIdempotencyKey } from './command.ts';
import { VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { settleNow } from './outcome.ts';
import { isPurpose } from './policy.ts';
import type { Purpose } from './policy.ts';
import { isPlausibleToken } from './token.ts';

/** A card to be charged. */
export interface ChargeCommand {
  readonly token: string;
  /** Of the card verification code that goes with it, once. */
  readonly cvcToken: string | null;
  /** As the caller names it: perhaps none of the tenant's. */
  readonly processor: string;
  /** In minor units, 1 to 99,999,999. */
  readonly amount: number;
  /** Three capital letters. */
  readonly currency: string;
  readonly purpose: Purpose;
  /** 1 to 128 characters. */
  readonly idempotencyKey: string;
}

const MAX_AMOUNT = 99_999_999;
const CURRENCY = /^[A-Z]{3}$/;

function refuse(): never {
  throw new VaultError('INVALID_INPUT');
}

function readTokenName(received: unknown): string {
  if (typeof received !== 'string') refuse();
  if (!isPlausibleToken(received)) throw new VaultError('TOKEN_NOT_FOUND', 'MALFORMED');
  return received;
}

function readAmount(received: unknown): number {
  const isAmount = typeof received === 'number' && Number.isInteger(received);
  return isAmount && received >= 1 && received <= MAX_AMOUNT ? received : refuse();
}

function readCommand(fields: Fields): ChargeCommand {
  const { token, cvcToken, processor, amount, currency, purpose } = fields;
  const isNamed = typeof processor === 'string' && typeof currency === 'string';
  if (!isNamed || !CURRENCY.test(currency) || !isPurpose(purpose)) refuse();
  return {
    ...{ processor, currency, purpose },
    amount: readAmount(amount),
    idempotencyKey: readIdempotencyKey(fields.idempotencyKey) ?? refuse(),
    token: readTokenName(token),
    cvcToken: cvcToken === null || cvcToken === undefined ? null : readTokenName(cvcToken),
  };
}

/** `{ token, cvcToken, processor, amount, currency, purpose, idempotencyKey }`; all but the second are needed. */
export function readCharge(received: unknown): Item<ChargeCommand> {
  const fields = fieldsOf(received);
  const { token, purpose } = fields;
  const subject = {
    ...(typeof token === 'string' ? { asked: token } : {}),
    ...(isPurpose(purpose) ? { purpose } : {}),
  };
  return { subject, outcome: settleNow(() => readCommand(fields)) };
}
