/**
 * An AWSDateTime: an extended ISO 8601 date and time with seconds, an optional fraction and a
 * mandatory offset, `Z` or `±hh:mm` with optional seconds.
 * https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
 */
const INSTANT =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)$/;
const [MAX_HOUR, MAX_SIXTIETH, MAX_OFFSET_HOUR] = [23, 59, 18];
/** 9999-12-31T23:59:59Z. In UTC, years after that have no AWSDateTime. */
const MAX_SECONDS = 253_402_300_799;

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Seconds since 1970 of an AWSDateTime, its fraction cut off; null if it is none in UTC. */
export function readInstant(text: string): number | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const part = (group: number): number => Number(match[group] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  const [offsetHour, offsetMinute, offsetSecond] = [part(8), part(9), part(10)];
  const isTime =
    hour <= MAX_HOUR &&
    offsetHour <= MAX_OFFSET_HOUR &&
    [minute, second, offsetMinute, offsetSecond].every((sixtieth) => sixtieth <= MAX_SIXTIETH);
  if (!isDay(year, month, day) || !isTime) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const offset = (offsetHour * 60 + offsetMinute) * 60 + offsetSecond;
  const seconds = date.getTime() / 1000 - (match[7] === '-' ? -offset : offset);
  return seconds <= MAX_SECONDS ? seconds : null;
}
