import type { DataClassRules } from './data-classes.ts';
import { BBAN_RUNS } from './iban-registry.ts';
import type { BbanRun } from './iban-registry.ts';
import { maskAllButLast } from './masks.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHABETS = { n: DIGITS, a: LETTERS, c: DIGITS + LETTERS } as const;
const SHAPE = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/;
/** 98 less a remainder of 0 to 96 gives 02 to 98: these three come from no account number. */
const IMPOSSIBLE_CHECK_DIGITS = ['00', '01', '99'];

/** ISO/IEC 7064 MOD 97-10 over BBAN, country and check digits, letters as 10 to 35. */
function remainder(iban: string): number {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

const SHAPES: ReadonlyMap<string, RegExp> = new Map(
  [...BBAN_RUNS].map(([country, runs]) => {
    const parts = runs.map(({ length, kind }) => `[${ALPHABETS[kind]}]{${length}}`);
    return [country, new RegExp(`^${parts.join('')}$`)];
  }),
);

function isValid(iban: string): boolean {
  if (!SHAPE.test(iban) || IMPOSSIBLE_CHECK_DIGITS.includes(iban.slice(2, 4))) return false;
  return SHAPES.get(iban.slice(0, 2))?.test(iban.slice(4)) === true && remainder(iban) === 1;
}

function formatPreserving(iban: string, random: RandomSource): string {
  const country = iban.slice(0, 2);
  const check = IMPOSSIBLE_CHECK_DIGITS[random.below(IMPOSSIBLE_CHECK_DIGITS.length)] ?? '';
  const drawRun = ({ length, kind }: BbanRun) => drawText(random, ALPHABETS[kind], length);
  return country + check + (BBAN_RUNS.get(country) ?? []).map(drawRun).join('');
}

/**
 * International bank account number (ISO 13616): structure and length by country as registered,
 * check digits by mod 97. Spaces are dropped, letters folded to upper case.
 *
 * Its format-preserving token keeps the country, and so length and structure, which programs check,
 * and nothing of bank or account. Its check digits are 00, 01 or 99, which no IBAN has: at least
 * 3×10^11 (Norway) per country. The mask shows at most the last four and hides at least twelve
 * characters, eight of them of the account. Equality by default: 10^11 values and more in every
 * country.
 */
export const IBAN: DataClassRules = {
  normalize: (received) => received.replace(/ /g, '').replace(/[a-z]/g, (c) => c.toUpperCase()),
  isValid,
  mask: (iban) => maskAllButLast(iban, 12),
  equality: 'DEFAULT',
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  formatPreserving,
};
