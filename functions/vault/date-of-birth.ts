import type { DataClassRules } from './data-classes.ts';

const SHAPE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const FIRST_DAY = '1800-01-01';
/** The easternmost time zone is 14 hours ahead: a child may have been born there tomorrow. */
const EARLIEST_ZONE_MS = 14 * 3600 * 1000;

function isDay(text: string): boolean {
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

function isValid(day: string, now: Date): boolean {
  const lastDay = new Date(now.getTime() + EARLIEST_ZONE_MS).toISOString().slice(0, 10);
  return SHAPE.test(day) && day >= FIRST_DAY && day <= lastDay && isDay(day);
}

/**
 * Date of birth: a day of the Gregorian calendar as YYYY-MM-DD (RFC 3339 full-date), from 1800 on
 * and not to come anywhere on earth. Every day is valid, so there is no format-preserving token.
 *
 * The mask is fixed. Equality is refused: some 40,000 days hold everybody alive.
 */
export const DATE_OF_BIRTH: DataClassRules = {
  normalize: (received) => received,
  isValid,
  mask: () => '****-**-**',
  equality: 'REFUSED',
  formats: ['OPAQUE', 'UUID'],
  formatPreserving: null,
};
