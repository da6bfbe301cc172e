import { cardBrandOf, shareOf } from './card-brand.ts';
import type { DataClassRules } from './data-classes.ts';
import { luhnRemainder } from './luhn.ts';
import { MIN_VALUES_FOR_EQUALITY, maskAllButLast } from './masks.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';
import type { TenantSettings } from './settings.ts';

const DIGITS = '0123456789';
const SHAPE = /^[0-9]{12,19}$/;
const LAST = 4;
const BIN = 6;
/** BIN and last four leave 6 digits of a PAN of 16; of a shorter one they would leave too few. */
const MIN_LENGTH_TO_KEEP_BIN = 16;

/**
 * Of a draw with one digit left open, exactly one of the ten digits passes Luhn, since doubling
 * permutes the digits; choosing among the nine others is uniform over all numbers that fail.
 */
function digitThatFails(before: string, after: string, random: RandomSource): string {
  const failing = Array.from(DIGITS).filter((digit) => luhnRemainder(before + digit + after) !== 0);
  return failing[random.below(failing.length)] ?? '';
}

function formatPreserving(pan: string, random: RandomSource, settings: TenantSettings): string {
  const keepsBin =
    settings.panKeeps === 'BIN_SIX_LAST_FOUR' && pan.length >= MIN_LENGTH_TO_KEEP_BIN;
  const start = keepsBin ? pan.slice(0, BIN) : '0';
  const end = pan.slice(-LAST);
  const before = start + drawText(random, DIGITS, pan.length - start.length - 1 - LAST);
  return before + digitThatFails(before, end, random) + end;
}

/**
 * Whether fewer than 10^8 numbers that pass Luhn have this length, this brand and these last four,
 * which everyone may know who has a format-preserving token.
 */
function isExhaustible(pan: string): boolean {
  const alike = shareOf(cardBrandOf(pan)) * 10 ** (pan.length - LAST - 1);
  return alike < MIN_VALUES_FOR_EQUALITY;
}

/**
 * Primary account number: 12 to 19 ASCII digits that pass Luhn (ISO/IEC 7812-1); spaces and hyphens
 * are dropped. Digits of other scripts are refused, not folded: what looks like a PAN must be one.
 *
 * Its format-preserving token keeps length and last four and fails Luhn, so it is never a valid PAN.
 * It starts with 0, the major industry identifier that ISO/IEC 7812-1 keeps for ISO/TC 68 and under
 * which no card scheme issues: 9×10^(length − 6) tokens per last four. A tenant may choose to keep
 * the first six instead (BIN_SIX_LAST_FOUR), which leaves 9×10^5 per BIN and last four of a 16-digit
 * PAN; shorter PANs then still keep the last four only. Eight digits of BIN, which would leave
 * 9×10^3, are no choice (PCI Tokenization Product Security Guidelines, 2015).
 *
 * Equality by default, but for numbers of which brand, length and last four leave fewer than 10^8:
 * those of 12 digits, of Visa below 14, of most other brands below 15. Who also knows the issuer
 * has 10^5 left of a PAN of 16 digits, against which only the equality budget stands.
 */
export const PAN: DataClassRules = {
  normalize: (received) => received.replace(/[ -]/g, ''),
  isValid: (pan) => SHAPE.test(pan) && luhnRemainder(pan) === 0,
  mask: (pan) => maskAllButLast(pan, 9),
  brandOf: cardBrandOf,
  equality: 'DEFAULT',
  isExhaustible,
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  formatPreserving,
};
