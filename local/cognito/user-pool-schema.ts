import { STANDARD_ATTRIBUTES } from './attributes.ts';
import { badValue, invalidParameter, notSupported } from './errors.ts';
import {
  readOptionalChoice,
  readOptionalFlag,
  readOptionalNumber,
  readOptionalObject,
  readOptionalObjects,
  readOptionalText,
  readText,
} from './request.ts';
import type { Input } from './request.ts';
import type { AttributeSchema, PasswordPolicy } from './state.ts';

const DATA_TYPES = ['String', 'Number', 'DateTime', 'Boolean'] as const;
const MAX_ATTRIBUTES = 50;

/** The parameter `Schema` of CreateUserPool: the standard attributes as it changes them, and custom ones. */
export function readSchema(input: Input): readonly AttributeSchema[] {
  const given = (readOptionalObjects(input, 'Schema', MAX_ATTRIBUTES) ?? []).map(readAttribute);
  const names = new Set(given.map(({ name }) => name));
  if (names.size !== given.length) throw invalidParameter('Schema names an attribute twice.');
  return [...STANDARD_ATTRIBUTES.filter(({ name }) => !names.has(name)), ...given];
}

function readAttribute(input: Input): AttributeSchema {
  const given = readText(input, 'Name', 27);
  const standard = STANDARD_ATTRIBUTES.find(({ name }) => name === given);
  const required = readOptionalFlag(input, 'Required') ?? standard?.required ?? false;
  if (standard === undefined && required) {
    throw invalidParameter('Required custom attributes are not supported currently.');
  }
  if (standard === undefined && !/^[\w-]{1,20}$/.test(given)) throw badValue('schema.name');
  if (readOptionalFlag(input, 'DeveloperOnlyAttribute') === true) {
    throw notSupported('DeveloperOnlyAttribute');
  }
  return {
    name: standard?.name ?? `custom:${given}`,
    dataType:
      readOptionalChoice(input, 'AttributeDataType', DATA_TYPES) ?? standard?.dataType ?? 'String',
    mutable: readOptionalFlag(input, 'Mutable') ?? standard?.mutable ?? false,
    required,
    ...readLimits(input),
  };
}

function readLimits(input: Input): Pick<AttributeSchema, 'least' | 'most'> {
  const lengths = readOptionalObject(input, 'StringAttributeConstraints');
  const values = readOptionalObject(input, 'NumberAttributeConstraints');
  if (values !== null) {
    return { least: readLimit(values, 'MinValue'), most: readLimit(values, 'MaxValue') };
  }
  if (lengths === null) return { least: null, most: null };
  return { least: readLimit(lengths, 'MinLength'), most: readLimit(lengths, 'MaxLength') };
}

function readLimit(input: Input, name: string): number | null {
  const text = readOptionalText(input, name, 131);
  if (text === null) return null;
  if (!/^-?\d{1,15}$/.test(text)) throw badValue(name);
  return Number(text);
}

/** The parameter `Policies` of CreateUserPool. Without it every rule applies; with it, those it names. */
export function readPasswordPolicy(input: Input): PasswordPolicy {
  const policies = readOptionalObject(input, 'Policies') ?? {};
  const policy = readOptionalObject(policies, 'PasswordPolicy');
  if ((readOptionalNumber(policy ?? {}, 'PasswordHistorySize', [0, 24]) ?? 0) > 0) {
    throw notSupported('PasswordHistorySize');
  }
  const requires = (rule: string) => readOptionalFlag(policy ?? {}, rule) ?? policy === null;
  const number = (name: string, limits: [number, number], otherwise: number) =>
    readOptionalNumber(policy ?? {}, name, limits) ?? otherwise;
  return {
    minimumLength: number('MinimumLength', [6, 99], 8),
    requireLowercase: requires('RequireLowercase'),
    requireUppercase: requires('RequireUppercase'),
    requireNumbers: requires('RequireNumbers'),
    requireSymbols: requires('RequireSymbols'),
    temporaryPasswordValidityDays: number('TemporaryPasswordValidityDays', [1, 365], 7),
  };
}
