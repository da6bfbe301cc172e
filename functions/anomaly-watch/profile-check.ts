import { fieldsOf, listOf, textOf } from '../vault/fields.ts';
import type { Profile } from './profile.ts';

/** A bitmap of 8,192 bits in base64, or none. */
const BITMAP = /^(?:[A-Za-z0-9+/]{1366}==)?$/;
const NETWORK = /^[0-9a-f:.]{1,32}\/(?:24|48)$/;
const MAX_LISTED = 64;
const HOURS = 24;

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isList(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= MAX_LISTED && listOf(value).every(isOne);
}

function areDays(value: unknown): boolean {
  const { last, count } = fieldsOf(value);
  return isCount(last) && isCount(count);
}

function isSketch(value: unknown): boolean {
  const { bitmap, set } = fieldsOf(value);
  return typeof bitmap === 'string' && BITMAP.test(bitmap) && isCount(set);
}

function isBreadth(value: unknown): boolean {
  const { day, tokens, isFlagged, earlier } = fieldsOf(value);
  const hasParts = isCount(day) && isSketch(tokens) && typeof isFlagged === 'boolean';
  return hasParts && isList(earlier, isCount);
}

function isNewSource(value: unknown): boolean {
  const { days, networks } = fieldsOf(value);
  return areDays(days) && isList(networks, (one) => NETWORK.test(textOf(one)));
}

function isUnusualHour(value: unknown): boolean {
  const { days, hour, daysByHour } = fieldsOf(value);
  const hasParts = areDays(days) && isCount(hour) && isList(daysByHour, isCount);
  return hasParts && listOf(daysByHour).length === HOURS;
}

function isRefusalBurst(value: unknown): boolean {
  const { minutes, isBurst } = fieldsOf(value);
  const isMinute = (one: unknown): boolean => {
    const { minute, refused } = fieldsOf(one);
    return isCount(minute) && isCount(refused);
  };
  return typeof isBurst === 'boolean' && isList(minutes, isMinute);
}

/** Whether what was read back has the form of a profile. Not whether it is the one that was written. */
export function isProfile(value: unknown): value is Profile {
  const { latest, breadth, newSource, unusualHour, refusalBurst } = fieldsOf(value);
  return (
    isCount(latest) &&
    isBreadth(breadth) &&
    isNewSource(newSource) &&
    isUnusualHour(unusualHour) &&
    isRefusalBurst(refusalBurst)
  );
}
