import { invalid } from './errors.ts';

/** The members of a request as they arrived, not yet trusted. */
export type Input = Readonly<Record<string, unknown>>;

export interface Range {
  readonly min: number;
  readonly max: number;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @throws ServiceError ValidationException: absent, no text or outside the range. */
export function text(input: Input, name: string, { min, max }: Range): string {
  const value = input[name];
  if (typeof value !== 'string' || value.length < min || value.length > max) {
    throw invalid(`${name} must be a text of ${min} to ${max} characters.`);
  }
  return value;
}

/** As `text`, or null when the member is absent. */
export function optionalText(input: Input, name: string, range: Range): string | null {
  return isAbsent(input[name]) ? null : text(input, name, range);
}

/** Decoded base64 of `min` to `max` bytes. @throws ServiceError ValidationException */
export function bytes(input: Input, name: string, { min, max }: Range): Buffer {
  const value = input[name];
  if (typeof value !== 'string' || !BASE64.test(value)) {
    throw invalid(`${name} must be base64.`);
  }
  const decoded = Buffer.from(value, 'base64');
  if (decoded.length < min || decoded.length > max) {
    throw invalid(`${name} must have ${min} to ${max} bytes.`);
  }
  return decoded;
}

/** @throws ServiceError ValidationException: no whole number or outside the range. */
export function integer(input: Input, name: string, { min, max }: Range): number {
  const value = input[name];
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw invalid(`${name} must be a whole number from ${min} to ${max}.`);
  }
  return value as number;
}

/** As `integer`, or `fallback` when the member is absent. */
export function integerOr(input: Input, name: string, range: Range, fallback: number): number {
  return isAbsent(input[name]) ? fallback : integer(input, name, range);
}

/** @throws ServiceError ValidationException: not one of `choices`. */
export function choice<T extends string>(
  input: Input,
  name: string,
  choices: readonly T[],
  fallback?: T,
): T {
  const value = isAbsent(input[name]) ? fallback : input[name];
  const chosen = choices.find((candidate) => candidate === value);
  if (chosen === undefined) throw invalid(`${name} must be one of ${choices.join(', ')}.`);
  return chosen;
}

/** False when absent. @throws ServiceError ValidationException: no boolean. */
export function flag(input: Input, name: string): boolean {
  const value = input[name] ?? false;
  if (typeof value !== 'boolean') throw invalid(`${name} must be true or false.`);
  return value;
}

/** A list of up to `max` members; empty when absent. @throws ServiceError ValidationException */
export function list(input: Input, name: string, max: number): readonly unknown[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.length > max) {
    throw invalid(`${name} must be a list of at most ${max} members.`);
  }
  return value as readonly unknown[];
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

export function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
