import type { DataClassRules } from './data-classes.ts';
import { maskAllButLast } from './masks.ts';

const MIN_DIGITS_FOR_EQUALITY = 8;

/**
 * US bank account number: 4 to 17 ASCII digits, the width of the field in ACH entries (Nacha
 * Operating Rules, DFI Account Number). Spaces and hyphens are dropped. It has no check digit, so
 * any number in its shape is valid and there is no format-preserving token.
 *
 * The mask shows at most the last four and hides at least eight digits: more would leave fewer than
 * 10^8 numbers to try to who holds a token. Equality by default, but never for 4 to 7 digits: there
 * are 11,110,000 such numbers.
 */
export const BANK_ACCOUNT: DataClassRules = {
  normalize: (received) => received.replace(/[ -]/g, ''),
  isValid: (account) => /^[0-9]{4,17}$/.test(account),
  mask: (account) => maskAllButLast(account, 8),
  equality: 'DEFAULT',
  isExhaustible: (account) => account.length < MIN_DIGITS_FOR_EQUALITY,
  formats: ['OPAQUE', 'UUID'],
  formatPreserving: null,
};
