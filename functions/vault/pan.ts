import type { DataClassRules } from './data-classes.ts';
import { luhnRemainder } from './luhn.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';

const DIGITS = '0123456789';
const SHAPE = /^[0-9]{12,19}$/;
const KEPT = 4;

/**
 * Of a draw with one digit left open, exactly one of the ten digits passes Luhn, since doubling
 * permutes the digits; choosing among the nine others is uniform over all numbers that fail.
 */
function digitThatFails(before: string, after: string, random: RandomSource): string {
  const failing = Array.from(DIGITS).filter((digit) => luhnRemainder(before + digit + after) !== 0);
  return failing[random.below(failing.length)] ?? '';
}

/** Same length and last four; first digit 0; fails Luhn. 9×10^(length − 6) tokens per last four. */
function formatPreserving(pan: string, random: RandomSource): string {
  const lastFour = pan.slice(-KEPT);
  const before = '0' + drawText(random, DIGITS, pan.length - KEPT - 2);
  return before + digitThatFails(before, lastFour, random) + lastFour;
}

/**
 * Primary account number: 12 to 19 ASCII digits that pass Luhn (ISO/IEC 7812-1); spaces and hyphens
 * are dropped. Digits of other scripts are refused, not folded: what looks like a PAN must be one.
 *
 * Its format-preserving token starts with 0, the major industry identifier that ISO/IEC 7812-1 keeps
 * for ISO/TC 68 and under which no card scheme issues, and fails Luhn, so it is never a valid PAN.
 */
export const PAN: DataClassRules = {
  normalize: (received) => received.replace(/[ -]/g, ''),
  isValid: (pan) => SHAPE.test(pan) && luhnRemainder(pan) === 0,
  mask: (pan) => '*'.repeat(pan.length - KEPT) + pan.slice(-KEPT),
  formatPreserving,
};
