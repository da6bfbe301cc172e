import { badValue, invalidParameter, notSupported } from './errors.ts';

/** A call's parameters, not yet trusted. */
export type Input = Readonly<Record<string, unknown>>;

const MAX_TEXT = 2048;

/** @throws InvalidParameterException when absent, empty or longer than `max` UTF-16 units. */
export function readText(input: Input, name: string, max = MAX_TEXT): string {
  const text = readOptionalText(input, name, max);
  if (text === null || text === '') throw badValue(name);
  return text;
}

export function readOptionalText(input: Input, name: string, max = MAX_TEXT): string | null {
  const value = member(input, name);
  if (value === null) return null;
  if (typeof value !== 'string' || value.length > max) throw badValue(name);
  return value;
}

export function readOptionalFlag(input: Input, name: string): boolean | null {
  const value = member(input, name);
  if (value !== null && typeof value !== 'boolean') throw badValue(name);
  return value;
}

/** A whole number between the limits, both included. */
export function readOptionalNumber(
  input: Input,
  name: string,
  [least, most]: readonly [number, number],
): number | null {
  const value = member(input, name);
  if (value === null) return null;
  if (!Number.isSafeInteger(value)) throw badValue(name);
  const number = value as number;
  if (number < least || number > most) throw badValue(name);
  return number;
}

export function readOptionalChoice<Choice extends string>(
  input: Input,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const text = readOptionalText(input, name);
  if (text === null) return null;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw badValue(name);
  return choice;
}

export function readOptionalObject(input: Input, name: string): Input | null {
  const value = member(input, name);
  if (value === null) return null;
  if (!isObject(value)) throw badValue(name);
  return value;
}

export function readOptionalObjects(input: Input, name: string, most: number): Input[] | null {
  const value = member(input, name);
  if (value === null) return null;
  if (!Array.isArray(value) || value.length > most || !value.every(isObject)) throw badValue(name);
  return value;
}

export function readOptionalTexts(input: Input, name: string, most: number): string[] | null {
  const value = member(input, name);
  if (value === null) return null;
  const fits = Array.isArray(value) && value.length <= most;
  if (!fits || !value.every((item) => typeof item === 'string' && item.length <= MAX_TEXT)) {
    throw badValue(name);
  }
  return value as string[];
}

/** A map of texts, such as `AuthParameters`. Empty when absent; clients send null for nothing. */
export function readTextMap(input: Input, name: string): ReadonlyMap<string, string> {
  const entries = Object.entries(readOptionalObject(input, name) ?? {}).filter(
    ([, value]) => value !== null,
  );
  if (entries.length > 100) throw badValue(name);
  for (const [, value] of entries) {
    if (typeof value !== 'string' || value.length > 4096) throw badValue(name);
  }
  return new Map(entries as [string, string][]);
}

/** @throws InvalidParameterException when the map lacks the parameter. */
export function required(map: ReadonlyMap<string, string>, name: string): string {
  const value = map.get(name);
  if (value === undefined || value === '') {
    throw invalidParameter(`Missing required parameter ${name}`);
  }
  return value;
}

/** A list of `{ Name, Value }`, such as `UserAttributes`. Empty when absent. */
export function readAttributes(input: Input, name: string): ReadonlyMap<string, string> {
  const pairs = (readOptionalObjects(input, name, 100) ?? []).map(
    (pair) => [readText(pair, 'Name', 64), readOptionalText(pair, 'Value') ?? ''] as const,
  );
  return new Map(pairs);
}

/**
 * Refuses parameters that the operation would have to ignore: a configuration that is silently
 * dropped would look as if it worked.
 */
export function refuseOthers(input: Input, known: readonly string[]): void {
  const others = Object.keys(input).filter((name) => member(input, name) !== null);
  if (others.some((name) => !known.includes(name)))
    throw notSupported('A parameter of the request');
}

function member(input: Input, name: string): unknown {
  return Object.hasOwn(input, name) ? (input[name] ?? null) : null;
}

function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
