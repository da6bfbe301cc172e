import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

import type { DataClassRules } from './data-classes.ts';
import { maskAllButLast } from './masks.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';

/** The plus sign and seven digits: the country code, and more of it the shorter the number. */
const HIDDEN = 8;
const MIN_NATIONAL_DIGITS_FOR_EQUALITY = 8;
const DIGITS = '0123456789';
const E164 = /^\+[1-9][0-9]{6,14}$/;
/** RFC 3966's visual separators, with spaces and the brackets that people write. */
const WRITTEN = /^\+[0-9 ().-]{1,40}$/;
/** Country codes that ITU-T has assigned to nobody ("spare codes"). */
const SPARE_CODES = ['28', '83', '89'];

/** The library also drops what is dialled within a country only, as in `+44 (0)20 ...`. */
function normalize(received: string): string {
  if (!WRITTEN.test(received)) return received;
  const digits = received.replace(/[ ().-]/g, '');
  return parsePhoneNumberFromString(digits)?.number ?? digits;
}

function isValid(number: string): boolean {
  const parsed = E164.test(number) ? parsePhoneNumberFromString(number) : undefined;
  return parsed?.number === number && parsed.isValid();
}

function isExhaustible(number: string): boolean {
  const national = parsePhoneNumberFromString(number)?.nationalNumber ?? '';
  return national.length < MIN_NATIONAL_DIGITS_FOR_EQUALITY;
}

function formatPreserving(number: string, random: RandomSource): string {
  const code = SPARE_CODES[random.below(SPARE_CODES.length)] ?? '';
  return `+${code}${drawText(random, DIGITS, number.length - 1 - code.length)}`;
}

/**
 * Telephone number in E.164 form: `+`, country code, number. Spaces, dots, hyphens, brackets and a
 * national prefix are dropped. Valid is what the numbering plan of its country allows, by libphonenumber; the plans are
 * part of the build.
 *
 * Its format-preserving token has the same length under a country code of the zones 28, 83 and 89,
 * which ITU-T keeps spare (List of ITU-T Recommendation E.164 assigned country codes), so it is not
 * even a possible number: 3×10^(digits − 2). It keeps nothing.
 *
 * The mask shows at most the last four and hides at least seven digits. Equality needs the tenant's
 * consent: many countries have fewer than 10^9 numbers in use. It is refused for numbers of seven
 * digits and fewer after the country code, whatever the tenant says: a country has at most 10^7.
 */
export const PHONE: DataClassRules = {
  normalize,
  isValid,
  mask: (number) => maskAllButLast(number, HIDDEN),
  equality: 'OPT_IN',
  isExhaustible,
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  formatPreserving,
};
