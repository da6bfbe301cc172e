import { customClassRules, valuesCounter } from './custom-class.ts';
import type { CustomClass, CustomClassDefinition } from './custom-class.ts';
import { DATA_CLASSES, equalityOf, isDataClass } from './data-classes.ts';
import type { ClassName } from './data-classes.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { isTenantName } from './identity.ts';
import type { Tenant } from './identity.ts';
import { MIN_VALUES_FOR_EQUALITY } from './masks.ts';
import { isGroup, isPurpose } from './policy.ts';

const PAN_KEEPS = ['LAST_FOUR', 'BIN_SIX_LAST_FOUR'] as const;

/** What format-preserving tokens of a PAN keep of it. */
export type PanKeeps = (typeof PAN_KEEPS)[number];

/** What a tenant decides for itself. */
export interface TenantSettings {
  /** Labels (`SSN`, `CUSTOM:loyalty-number`) of the OPT_IN classes that may be deterministic. */
  readonly deterministic: ReadonlySet<string>;
  readonly panKeeps: PanKeeps;
  readonly customClasses: ReadonlyMap<string, CustomClass>;
}

/** The settings of a tenant that has none of its own. */
export const DEFAULT_SETTINGS: TenantSettings = {
  deterministic: new Set(),
  panKeeps: 'LAST_FOUR',
  customClasses: new Map(),
};

const VARIABLE = 'TENANT_SETTINGS';
const CLASS_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
const ALPHABET = /^[!-~]{2,94}$/;
const MAX_PATTERN_LENGTH = 1000;
const MAX_BYTES = 4096;
const MAX_KEPT = 4;

/** Names the variable and the rule, not what was found. */
function refuse(rule: string): never {
  throw new TypeError(`Environment variable ${VARIABLE} ${rule}.`);
}

function entriesOf(received: unknown, where: string): [string, unknown][] {
  const isObject = typeof received === 'object' && received !== null && !Array.isArray(received);
  return isObject ? Object.entries(received) : refuse(`must give ${where} as an object`);
}

/** A misspelt member would be a setting that silently does not hold. */
function membersOf(received: unknown, known: readonly string[], where: string): Fields {
  if (entriesOf(received, where).some(([name]) => !known.includes(name))) {
    refuse(`must give ${where} no members but ${known.join(', ')}`);
  }
  return fieldsOf(received);
}

function isWholeNumber(received: unknown, least: number, most: number): received is number {
  return Number.isInteger(received) && Number(received) >= least && Number(received) <= most;
}

function readAlphabet(received: unknown): string | null {
  if (received === undefined) return null;
  const text = textOf(received);
  const isAlphabet = ALPHABET.test(text) && new Set(text).size === text.length;
  return isAlphabet
    ? text
    : refuse('must have alphabets of 2 to 94 different printable characters');
}

function readDefinition(received: unknown): CustomClassDefinition {
  const known = ['pattern', 'maxBytes', 'mask', 'alphabet', 'formatPreserving', 'purposes'];
  const members = membersOf(received, known, 'each custom class');
  const { pattern, maxBytes, mask, formatPreserving = false } = members;
  const alphabet = readAlphabet(members.alphabet);
  const { keepLast } = membersOf(mask, ['keepLast'], 'each mask');
  if (typeof pattern !== 'string' || pattern === '' || pattern.length > MAX_PATTERN_LENGTH) {
    return refuse(`must have patterns of 1 to ${MAX_PATTERN_LENGTH} characters`);
  }
  if (!isWholeNumber(maxBytes, 1, MAX_BYTES)) refuse(`must have maxBytes of 1 to ${MAX_BYTES}`);
  if (!isWholeNumber(keepLast, 0, MAX_KEPT)) refuse(`must have keepLast of 0 to ${MAX_KEPT}`);
  if (typeof formatPreserving !== 'boolean' || (formatPreserving && alphabet === null)) {
    refuse('must have formatPreserving true or false, true with an alphabet only');
  }
  return { pattern, maxBytes, keepLast, alphabet, formatPreserving };
}

function readPurposes(received: unknown): CustomClass['purposes'] {
  const entries = entriesOf(received, 'purposes').map(([group, purposes]) => {
    if (!isGroup(group) || listOf(purposes).length === 0 || !listOf(purposes).every(isPurpose)) {
      refuse('must give purposes as lists of purposes by group');
    }
    return [group, listOf(purposes).filter(isPurpose)] as const;
  });
  return Object.freeze(Object.assign(Object.create(null) as object, Object.fromEntries(entries)));
}

function readCustomClass(received: unknown): CustomClass {
  const definition = readDefinition(received);
  const purposes = readPurposes(fieldsOf(received).purposes ?? {});
  try {
    const countValues = valuesCounter(definition);
    return { rules: customClassRules(definition), countValues, purposes };
  } catch {
    return refuse('must have patterns in the syntax of RE2');
  }
}

function readCustomClasses(received: unknown): ReadonlyMap<string, CustomClass> {
  return new Map(
    entriesOf(received ?? {}, 'customClasses').map(([name, definition]) => {
      if (!CLASS_NAME.test(name)) {
        refuse('must name custom classes by 1 to 40 letters, digits, _ or -, a letter first');
      }
      return [name, readCustomClass(definition)];
    }),
  );
}

/** @returns null if there can be no such class */
function parseLabel(label: unknown): ClassName | null {
  const [dataClass, customClass = null, ...more] = textOf(label).split(':');
  if (!isDataClass(dataClass) || more.length > 0) return null;
  return (customClass === null) === (dataClass !== 'CUSTOM') ? { dataClass, customClass } : null;
}

/** Pattern and mask decide, too: `L[0-9]{4}` leaves 10^4 values, whatever else is allowed. */
function requireManyValues(custom: CustomClass | undefined): void {
  const count = custom?.countValues();
  if (count === null) {
    refuse(
      'must list as deterministic only custom classes whose values can be counted: without \\b, \\B and (?m) in their patterns, and with fewer choices or an alphabet if that is not it',
    );
  }
  if (count !== undefined && count < MIN_VALUES_FOR_EQUALITY) {
    refuse(
      'must list as deterministic only custom classes whose pattern, alphabet and maxBytes leave 10^8 values or more behind each mask',
    );
  }
}

function readDeterministic(received: unknown, settings: TenantSettings): ReadonlySet<string> {
  if (!Array.isArray(received ?? [])) refuse('must give deterministic as a list');
  const labels = listOf(received).map(textOf);
  const consenting = { ...settings, deterministic: new Set(labels) };
  for (const label of labels) {
    const name = parseLabel(label);
    const isKnown =
      name !== null &&
      (name.customClass === null
        ? name.dataClass in DATA_CLASSES
        : settings.customClasses.has(name.customClass));
    if (!isKnown || equalityOf(name, consenting) !== 'OPT_IN') {
      refuse('must list as deterministic only SSN, PHONE and custom classes');
    }
    requireManyValues(settings.customClasses.get(name.customClass ?? ''));
  }
  return consenting.deterministic;
}

function readPanKeeps(received: unknown): PanKeeps {
  const keeps = PAN_KEEPS.find((one) => one === (received ?? 'LAST_FOUR'));
  return keeps ?? refuse(`must have panKeeps of ${PAN_KEEPS.join(' or ')}`);
}

function readSettings(received: unknown): TenantSettings {
  const known = ['deterministic', 'panKeeps', 'customClasses'];
  const members = membersOf(received, known, 'the settings of each tenant');
  const settings = {
    ...DEFAULT_SETTINGS,
    panKeeps: readPanKeeps(members.panKeeps),
    customClasses: readCustomClasses(members.customClasses),
  };
  return { ...settings, deterministic: readDeterministic(members.deterministic, settings) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('must be JSON');
  }
}

/**
 * What tenants decide, from TENANT_SETTINGS: a JSON object by tenant, `{}` if unset. Each tenant may
 * have `deterministic` (labels), `panKeeps` and `customClasses` (by name: `pattern`, `maxBytes`,
 * `mask: { keepLast }`, and if wanted `alphabet`, `formatPreserving`, `purposes` by group). Lambda
 * gives all of a function's variables 4 KB together.
 * @throws TypeError naming the rule that is broken
 */
export function readTenantSettings(
  env: Readonly<Record<string, string | undefined>>,
): (tenant: Tenant) => TenantSettings {
  const byTenant = new Map(
    entriesOf(parse(env.TENANT_SETTINGS ?? '{}'), 'the settings').map(([tenant, settings]) => {
      if (!isTenantName(tenant)) refuse('must name tenants as they are named in ID tokens');
      return [tenant, readSettings(settings)];
    }),
  );
  return (tenant) => byTenant.get(tenant) ?? DEFAULT_SETTINGS;
}
