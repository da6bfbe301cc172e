import type { DataClassRules } from './data-classes.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';
import { abaDigitThatFails } from './routing-number.ts';

const SHAPE = /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$/;
const NEVER_ISSUED_AREAS = ['000', '666'];

function formatPreserving(_ssn: string, random: RandomSource): string {
  const area = NEVER_ISSUED_AREAS[random.below(NEVER_ISSUED_AREAS.length)] ?? '';
  const before = area + drawText(random, '0123456789', 5);
  return before + abaDigitThatFails(before, random);
}

/**
 * US social security number: 9 digits whose area is not 000, 666 or 900–999, whose group is not 00
 * and whose serial is not 0000, the numbers that are never issued
 * (https://www.ssa.gov/employer/randomization.html). Hyphens and spaces are dropped.
 *
 * Its format-preserving token lies in the areas 000 and 666 and keeps nothing. It
 * fails the check of routing numbers, which have 9 digits too: 1.8×10^6 per tenant.
 *
 * Equality needs the tenant's consent: 8.9×10^8 values, fewer for who knows the state of birth.
 */
export const SSN: DataClassRules = {
  normalize: (received) => received.replace(/[ -]/g, ''),
  isValid: (ssn) => SHAPE.test(ssn),
  mask: (ssn) => `***-**-${ssn.slice(-4)}`,
  equality: 'OPT_IN',
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  formatPreserving,
};
