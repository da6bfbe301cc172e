import { VaultError } from './errors.ts';
import type { MetadataPair } from './event.ts';
import { fieldsOf } from './fields.ts';
import { luhnRemainder } from './luhn.ts';
import { SSN } from './ssn.ts';

const MAX_PAIRS = 10;
const KEY = /^[A-Za-z][A-Za-z0-9._-]{0,39}$/;
const MAX_VALUE_LENGTH = 200;
const REFUSED_CHARACTERS = /[\p{Cc}\p{Surrogate}]/u;

/** Characters that are not seen, such as a zero-width space. */
const INVISIBLE = /[\p{Cf}\p{M}]/gu;
/**
 * How people write the groups of one number: with spaces, dashes and the like between, or with up to
 * three of any other sign. A colon or a letter ends it, as in a time of day.
 */
const NUMBER = /[0-9](?:(?:[\s\p{Pd}\p{Pc}.,'/*\u00b7\u2019]*|[^\p{L}\p{N}:]{1,3})[0-9])*/gu;
const [MIN_PAN, COMMON_PAN, MAX_PAN] = [12, 16, 19];
const SSN_GROUPS = '3,2,4';
const SSN_LENGTH = 9;

/** Unicode keeps the ten digits of a script in order, so the first one is some steps below. */
function digitOf(character: string): string {
  let steps = 0;
  let code = character.codePointAt(0) ?? 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1;
    steps += 1;
  }
  return String(steps % 10);
}

/** The text as its reader takes it: compatible forms and digits of other scripts as plain ones. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/(?![0-9])\p{Nd}/gu, digitOf);
}

function looksLikePan(digits: string): boolean {
  return digits.length >= MIN_PAN && digits.length <= MAX_PAN && luhnRemainder(digits) === 0;
}

/** Any part of a number too long for a PAN: an expiry date may follow it at once. */
function holdsPan(digits: string): boolean {
  for (let start = 0; start + MIN_PAN <= digits.length; start += 1) {
    for (let end = start + MIN_PAN; end <= Math.min(start + MAX_PAN, digits.length); end += 1) {
      if (looksLikePan(digits.slice(start, end))) return true;
    }
  }
  return false;
}

/** A PAN of 16 digits with its verification code or another digit at one end. */
function holdsLongPan(digits: string): boolean {
  if (digits.length <= COMMON_PAN || digits.length > MAX_PAN) return false;
  return looksLikePan(digits.slice(0, COMMON_PAN)) || looksLikePan(digits.slice(-COMMON_PAN));
}

function looksLikeSsn(groups: readonly string[]): boolean {
  const shape = groups.map(({ length }) => length).join(',');
  const isShape = shape === SSN_GROUPS || shape === String(SSN_LENGTH);
  return isShape && SSN.isValid(groups.join(''), new Date(0));
}

/** All runs of neighbouring groups that could be one number. */
function runsOf(groups: readonly string[]): string[][] {
  return groups.flatMap((_, start) => {
    const rest = groups.slice(start);
    return rest
      .map((_group, length) => rest.slice(0, length + 1))
      .filter((run) => run.join('').length <= MAX_PAN);
  });
}

/**
 * Whether a text holds what looks like a PAN (12 to 19 digits that pass Luhn) or an SSN (9 digits,
 * together or as 3, 2 and 4, that are one), however it is written. One in ten other numbers of 12
 * digits or more looks like a PAN, too, and nearly every one of over 19: they are refused with it.
 */
export function looksSensitive(text: string): boolean {
  return Array.from(plain(text).matchAll(NUMBER), ([number]) => number.match(/[0-9]+/g) ?? []).some(
    (groups) =>
      groups.some((group) => group.length > MAX_PAN && holdsPan(group)) ||
      groups.some(holdsLongPan) ||
      runsOf(groups).some((run) => looksLikePan(run.join('')) || looksLikeSsn(run)),
  );
}

function readPair(received: unknown): MetadataPair {
  const { key, value } = fieldsOf(received);
  const isPair =
    typeof key === 'string' &&
    KEY.test(key) &&
    typeof value === 'string' &&
    value !== '' &&
    Array.from(value).length <= MAX_VALUE_LENGTH &&
    !REFUSED_CHARACTERS.test(value);
  if (!isPair || looksSensitive(key) || looksSensitive(value))
    throw new VaultError('INVALID_INPUT');
  return { key, value };
}

/**
 * Notes on a token, in order: at most 10, with unique keys of 1 to 40 characters and values of 1 to
 * 200 without control characters; none may look like a PAN or an SSN.
 * @throws VaultError INVALID_INPUT
 */
export function readMetadata(received: unknown): MetadataPair[] {
  if (received === null || received === undefined) return [];
  if (!Array.isArray(received) || received.length > MAX_PAIRS) {
    throw new VaultError('INVALID_INPUT');
  }
  const pairs = received.map(readPair);
  const keys = new Set(pairs.map(({ key }) => key));
  if (keys.size < pairs.length) throw new VaultError('INVALID_INPUT');
  return pairs;
}
