import { cardBrandOf } from '../../functions/vault/card-brand.ts';
import { BBAN_RUNS } from '../../functions/vault/iban-registry.ts';
import { luhnRemainder } from '../../functions/vault/luhn.ts';
import type { DataClass } from '../generated/operations.ts';
import { sentenceCase } from '../interface/words.ts';

/** What can be said of a value in the page, before the vault is asked. */
export interface Verdict {
  /** What is wrong with it; null where nothing is known to be. */
  readonly problem: string | null;
  /** What it is recognised as, such as a card scheme. */
  readonly recognised: string | null;
}

type Rule = (value: string) => Verdict;

const FINE: Verdict = { problem: null, recognised: null };
const wrong = (problem: string): Verdict => ({ problem, recognised: null });
const bare = (value: string) => value.replaceAll(/[ -]/g, '');

const judgePan: Rule = (value) => {
  const digits = bare(value);
  if (!/^[0-9]*$/.test(digits)) return wrong('A card number has digits only.');
  if (digits.length < 12) return wrong('A card number has at least 12 digits.');
  if (digits.length > 19) return wrong('A card number has at most 19 digits.');
  if (luhnRemainder(digits) !== 0)
    return wrong('The check digit does not fit: a digit is mistyped.');
  const brand = cardBrandOf(digits);
  return { problem: null, recognised: brand === null ? null : sentenceCase(brand) };
};

const judgeSsn: Rule = (value) => {
  const digits = bare(value);
  if (!/^[0-9]{9}$/.test(digits)) return wrong('A social security number has 9 digits.');
  const isIssued = /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$/.test(digits);
  return isIssued ? FINE : wrong('No such number is ever issued.');
};

function ibanRemainder(iban: string): number {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

const judgeIban: Rule = (value) => {
  const iban = value.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]*$/.test(iban)) {
    return wrong('An IBAN begins with a country and two digits, such as DE89.');
  }
  const runs = BBAN_RUNS.get(iban.slice(0, 2));
  if (runs === undefined) return wrong('No country with this code uses IBANs.');
  const length = 4 + runs.reduce((sum, run) => sum + run.length, 0);
  if (iban.length !== length) {
    return wrong(`An IBAN of this country has ${String(length)} characters.`);
  }
  return ibanRemainder(iban) === 1
    ? FINE
    : wrong('The check digits do not fit: something is mistyped.');
};

const judgeRouting: Rule = (value) => {
  const digits = bare(value);
  if (!/^[0-9]{9}$/.test(digits)) return wrong('A routing number has 9 digits.');
  const sum = Array.from(digits).reduce(
    (total, digit, place) => total + Number(digit) * ([3, 7, 1][place % 3] ?? 0),
    0,
  );
  const isAssigned = /^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(digits);
  return sum % 10 === 0 && isAssigned
    ? FINE
    : wrong('The check digit does not fit: a digit is mistyped.');
};

const judgeBirth: Rule = (value) => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return wrong('Write it as YYYY-MM-DD.');
  const midnight = new Date(`${value}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
  if (!isDay) return wrong('There is no such day.');
  if (value < '1800-01-01') return wrong('This is too long ago.');
  const lastDay = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
  return value <= lastDay ? FINE : wrong('This day is yet to come.');
};

const matching =
  (shape: RegExp, problem: string, prepare: (value: string) => string = (value) => value): Rule =>
  (value) =>
    shape.test(prepare(value)) ? FINE : wrong(problem);

/**
 * By class. What these refuse, the vault refuses, too; of e-mail addresses, telephone numbers and
 * classes of a tenant's own the vault knows more.
 */
const RULES: Readonly<Record<DataClass, Rule>> = {
  PAN: judgePan,
  CVC: matching(/^[0-9]{3,4}$/, 'A card code has 3 or 4 digits.'),
  SSN: judgeSsn,
  IBAN: judgeIban,
  BANK_ACCOUNT: matching(/^[0-9]{4,17}$/, 'A bank account number has 4 to 17 digits.', bare),
  ROUTING_NUMBER: judgeRouting,
  EMAIL: matching(/^.{1,64}@[^@\s]+\.[^@\s.]+$/s, 'This is no e-mail address.'),
  PHONE: matching(
    /^\+[1-9][0-9]{6,14}$/,
    'Write it with + and the country code, such as +1 202 555 0143.',
    (value) => value.replaceAll(/\(0\)|[ ().-]/g, ''),
  ),
  NAME: matching(/\p{L}/u, 'A name has at least one letter.'),
  DATE_OF_BIRTH: judgeBirth,
  TEXT: () => FINE,
  CUSTOM: () => FINE,
};

const MAX_BYTES = 4096;

/** Judges a value that is not empty. */
export function judge(dataClass: DataClass, value: string): Verdict {
  if (new TextEncoder().encode(value).length > MAX_BYTES) {
    return wrong('This is too long: at most 4,096 bytes.');
  }
  return RULES[dataClass](value);
}

/**
 * What was typed or pasted, without what nobody sees: zero-width characters, no-break spaces, line
 * ends around it. Free text stays as it is.
 */
export function tidy(dataClass: DataClass, received: string): string {
  if (dataClass === 'TEXT') return received;
  return received
    .replaceAll(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replaceAll(/[\u00a0\u2000-\u200a\u202f\t]/g, ' ')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
}
