import type { DataClassRules } from './data-classes.ts';
import { maskAllButLast } from './masks.ts';

/**
 * US bank account number: 4 to 17 ASCII digits, the width of the field in ACH entries (Nacha
 * Operating Rules, DFI Account Number). Spaces and hyphens are dropped. It has no check digit, so
 * any number in its shape is valid and there is no format-preserving token.
 *
 * The mask shows at most the last four and hides at least as many. Equality by default: 10^17
 * values, most of them of 8 digits or more.
 */
export const BANK_ACCOUNT: DataClassRules = {
  normalize: (received) => received.replace(/[ -]/g, ''),
  isValid: (account) => /^[0-9]{4,17}$/.test(account),
  mask: (account) => maskAllButLast(account, 4),
  equality: 'DEFAULT',
  formats: ['OPAQUE', 'UUID'],
  formatPreserving: null,
};
