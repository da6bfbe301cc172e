import type { DataClassRules } from './data-classes.ts';
import { maskAllButLast } from './masks.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';

const DIGITS = '0123456789';
const WEIGHTS = [3, 7, 1];
/** 00–12 government and Federal Reserve, 21–32 thrift, 61–72 electronic, 80 traveler's cheques. */
const SHAPE = /^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)[0-9]{7}$/;

/** The ABA sum modulo 10, 0 for a valid number: weights 3, 7, 1 over and over. */
export function abaRemainder(digits: string): number {
  const weighed = Array.from(digits, (digit, place) => Number(digit) * (WEIGHTS[place % 3] ?? 0));
  return weighed.reduce((sum, part) => sum + part, 0) % 10;
}

/** A last digit that fails the check: 3, 7 and 1 have no factor in common with 10, so nine do. */
export function abaDigitThatFails(before: string, random: RandomSource): string {
  const failing = Array.from(DIGITS).filter((digit) => abaRemainder(before + digit) !== 0);
  return failing[random.below(failing.length)] ?? '';
}

function formatPreserving(_value: string, random: RandomSource): string {
  const before = '9' + drawText(random, DIGITS, 7);
  return before + abaDigitThatFails(before, random);
}

/**
 * US bank routing number: 9 ASCII digits in an assigned range of the first two, with the ABA check
 * digit (https://en.wikipedia.org/wiki/ABA_routing_transit_number). Spaces and hyphens are dropped.
 *
 * Its format-preserving token starts with 9, which is assigned to nobody (and is no SSN either), and
 * fails the check: 9×10^7 per tenant. The mask shows the last four. Equality is refused: the
 * numbers in use are some tens of thousands, all of them published.
 */
export const ROUTING_NUMBER: DataClassRules = {
  normalize: (received) => received.replace(/[ -]/g, ''),
  isValid: (number) => SHAPE.test(number) && abaRemainder(number) === 0,
  mask: (number) => maskAllButLast(number, 4),
  equality: 'REFUSED',
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  formatPreserving,
};
