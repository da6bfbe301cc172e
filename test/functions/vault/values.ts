import fc from 'fast-check';
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';

import type { BuiltInClass } from '../../../functions/vault/data-classes.ts';
import { BBAN_RUNS } from '../../../functions/vault/iban-registry.ts';
import { luhnRemainder } from '../../../functions/vault/luhn.ts';
import { abaRemainder } from '../../../functions/vault/routing-number.ts';

/** Generators of valid values by data class, in their normal form. */
const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BBAN_ALPHABETS = { n: DIGITS, a: LETTERS, c: DIGITS + LETTERS };

const textOf = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...Array.from(alphabet)), { minLength: length, maxLength: length })
    .map((list) => list.join(''));

const lastDigit = (before: string, remainder: (digits: string) => number) =>
  before + String(Array.from(DIGITS).find((digit) => remainder(before + digit) === 0));

const PAN = fc
  .integer({ min: 11, max: 18 })
  .chain((length) => textOf(DIGITS, length))
  .map((body) => lastDigit(body, luhnRemainder));

const SSN = textOf(DIGITS, 9).filter((text) => /^(?!000|666|9)...(?!00)..(?!0000)....$/.test(text));

/** Check digits the slow way: the whole number at once. */
const withCheckDigits = (country: string, bban: string) => {
  const number = Array.from(`${bban}${country}00`, (character) => parseInt(character, 36)).join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${bban}`;
};

const IBAN = fc
  .constantFrom(...BBAN_RUNS)
  .chain(([country, runs]) =>
    fc
      .tuple(...runs.map(({ length, kind }) => textOf(BBAN_ALPHABETS[kind], length)))
      .map((parts) => withCheckDigits(country, parts.join(''))),
  );

const ROUTING_PREFIXES = Array.from({ length: 100 }, (_, prefix) => prefix).filter(
  (prefix) =>
    prefix <= 12 ||
    (prefix >= 21 && prefix <= 32) ||
    (prefix >= 61 && prefix <= 72) ||
    prefix === 80,
);

const ROUTING_NUMBER = fc
  .tuple(fc.constantFrom(...ROUTING_PREFIXES), textOf(DIGITS, 6))
  .map(([prefix, rest]) => lastDigit(String(prefix).padStart(2, '0') + rest, abaRemainder));

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

const EMAIL = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9_+-]{1,60}$/),
    fc.array(label, { minLength: 1, maxLength: 5 }),
  )
  .map(([local, labels]) => `${local}@${labels.join('.')}.org`);

const EXAMPLE_NUMBERS = getCountries().flatMap((country) => {
  const number = getExampleNumber(country, examples)?.number;
  return number === undefined ? [] : [number];
});

/** A country's example with its last digits changed, where that is valid. */
const PHONE = fc
  .tuple(fc.constantFrom(...EXAMPLE_NUMBERS), textOf(DIGITS, 4))
  .map(([example, end]) => {
    const changed = example.slice(0, -4) + end;
    const parsed = parsePhoneNumberFromString(changed);
    return parsed?.number === changed && parsed.isValid() ? changed : example;
  });

const NAME = fc
  .array(fc.constantFrom('Ada', "O'Neil", 'Zoë', '李', '김민준', 'Иван', 'Nguyễn', 'van', '-'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(' '))
  .filter((name) => /\p{L}/u.test(name));

const DATE_OF_BIRTH = fc
  .date({
    min: new Date('1800-01-01T00:00:00Z'),
    max: new Date('2025-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));

export const VALID_VALUES: Readonly<Record<BuiltInClass, fc.Arbitrary<string>>> = {
  PAN,
  CVC: fc.integer({ min: 3, max: 4 }).chain((length) => textOf(DIGITS, length)),
  SSN,
  IBAN,
  BANK_ACCOUNT: fc.integer({ min: 4, max: 17 }).chain((length) => textOf(DIGITS, length)),
  ROUTING_NUMBER,
  EMAIL,
  PHONE,
  NAME,
  DATE_OF_BIRTH,
  TEXT: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
};
