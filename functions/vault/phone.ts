import { isPossiblePhoneNumber, parsePhoneNumberWithError } from 'libphonenumber-js/min';

import type { DataClassRules } from './data-classes.ts';
import { maskAllButLast } from './masks.ts';
import { drawText } from './random.ts';
import type { RandomSource } from './random.ts';

/** Hides the country code and what is left of a short number. */
const HIDDEN = 7;
const DIGITS = '0123456789';
const E164 = /^\+[1-9][0-9]{6,14}$/;
/** RFC 3966's visual separators, with spaces and the brackets that people write. */
const WRITTEN = /^\+[0-9 ().-]*$/;
/** Country codes that ITU-T has assigned to nobody ("spare codes"). */
const SPARE_CODES = ['28', '83', '89'];

function normalize(received: string): string {
  return WRITTEN.test(received) ? received.replace(/[ ().-]/g, '') : received;
}

function isValid(number: string): boolean {
  if (!E164.test(number)) return false;
  try {
    return isPossiblePhoneNumber(number) && parsePhoneNumberWithError(number).isValid();
  } catch {
    return false;
  }
}

function formatPreserving(number: string, random: RandomSource): string {
  const code = SPARE_CODES[random.below(SPARE_CODES.length)] ?? '';
  return `+${code}${drawText(random, DIGITS, number.length - 1 - code.length)}`;
}

/**
 * Telephone number in E.164 form: `+`, country code, number. Spaces, dots, hyphens and brackets are
 * dropped. Valid is what the numbering plan of its country allows, by libphonenumber; the plans are
 * part of the build.
 *
 * Its format-preserving token has the same length under a country code of the zones 28, 83 and 89,
 * which ITU-T keeps spare (List of ITU-T Recommendation E.164 assigned country codes), so it is not
 * even a possible number: 3×10^(digits − 2). It keeps nothing.
 *
 * The mask shows at most the last four and hides at least seven digits. Equality needs the tenant's
 * consent: many countries have fewer than 10^9 numbers in use.
 */
export const PHONE: DataClassRules = {
  normalize,
  isValid,
  mask: (number) => maskAllButLast(number, HIDDEN + 1),
  equality: 'OPT_IN',
  formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  formatPreserving,
};
