import { badValue, invalidParameter, notAuthorized } from './errors.ts';
import type { AttributeSchema, ClientRecord, PoolRecord, UserRecord } from './state.ts';

const STANDARD_TEXTS = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
] as const;
const STANDARD_FLAGS = ['email_verified', 'phone_number_verified'] as const;
const MAX_LENGTH = 2048;

/**
 * The attributes that every pool has (OpenID Connect Core §5.1).
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const STANDARD_ATTRIBUTES: readonly AttributeSchema[] = [
  { ...standard('sub', 'String'), mutable: false, required: true },
  ...STANDARD_TEXTS.map((name) => standard(name, 'String')),
  ...STANDARD_FLAGS.map((name) => standard(name, 'Boolean')),
  standard('updated_at', 'Number'),
];

/** Whether the ID token carries the attribute as a boolean. */
export function isFlag(name: string): boolean {
  return (STANDARD_FLAGS as readonly string[]).includes(name);
}

/** Attributes that an administrator gives a user. `sub` is never given. */
export function checkValues(pool: PoolRecord, values: ReadonlyMap<string, string>): void {
  for (const [name, value] of values) {
    const schema = pool.schema.find((candidate) => candidate.name === name);
    if (schema === undefined || name === 'sub') {
      throw invalidParameter(
        'Attributes did not conform to the schema: Attribute does not exist in the schema.',
      );
    }
    if (!fits(schema, value)) {
      throw invalidParameter(
        `Attributes did not conform to the schema: ${schema.name} is not valid.`,
      );
    }
  }
}

/** Changes after creation: attributes that are not mutable are refused, whoever asks. */
export function checkChanges(pool: PoolRecord, values: ReadonlyMap<string, string>): void {
  checkValues(pool, values);
  const immutable = pool.schema.find(({ name, mutable }) => !mutable && values.has(name));
  if (immutable !== undefined) {
    throw invalidParameter(`user.${immutable.name}: Attribute cannot be updated.`);
  }
}

/** Changes that a user makes through an app client: only what the client may write. */
export function checkClientChanges(
  pool: PoolRecord,
  client: ClientRecord,
  values: ReadonlyMap<string, string>,
): void {
  const writable = client.writeAttributes ?? STANDARD_TEXTS;
  // Who could mark an address as verified could recover the account through any address.
  if ([...values.keys()].some((name) => !writable.includes(name) || isFlag(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute');
  }
  checkChanges(pool, values);
}

/** An address that changes is not verified any more, unless the change says so. */
export function applyChanges(user: UserRecord, values: ReadonlyMap<string, string>): void {
  for (const name of ['email', 'phone_number']) {
    const changed = values.has(name) && values.get(name) !== user.attributes[name];
    if (changed) user.attributes[`${name}_verified`] = 'false';
  }
  for (const [name, value] of values) user.attributes[name] = value;
}

/** The user's attributes that the client may read, `sub` first. */
export function readableAttributes(client: ClientRecord, user: UserRecord): [string, string][] {
  const readable = client.readAttributes ?? [...STANDARD_TEXTS, ...STANDARD_FLAGS, 'updated_at'];
  return [
    ['sub', user.sub],
    ...Object.entries(user.attributes).filter(([name]) => readable.includes(name)),
  ];
}

/** Names of attributes that the pool requires and the user lacks. */
export function missingAttributes(pool: PoolRecord, user: UserRecord): string[] {
  return pool.schema
    .filter(({ name, required }) => required && name !== 'sub')
    .map(({ name }) => name)
    .filter((name) => user.attributes[name] === undefined);
}

/** @throws InvalidParameterException for a name that is not in the pool's schema. */
export function checkNames(pool: PoolRecord, parameter: string, names: readonly string[]): void {
  const known = new Set(pool.schema.map(({ name }) => name));
  if (!names.every((name) => known.has(name))) throw badValue(parameter);
}

function fits(schema: AttributeSchema, value: string): boolean {
  if (value.length > MAX_LENGTH) return false;
  if (schema.dataType === 'Boolean') return value === 'true' || value === 'false';
  if (schema.dataType === 'DateTime') return !Number.isNaN(Date.parse(value));
  if (schema.dataType === 'Number') {
    return /^-?\d{1,15}$/.test(value) && isWithin(schema, Number(value));
  }
  if (schema.name === 'email') return /^[^\s@]+@[^\s@]+$/.test(value);
  if (schema.name === 'phone_number') return /^\+\d{4,15}$/.test(value);
  return isWithin(schema, value.length);
}

function isWithin({ least, most }: AttributeSchema, measure: number): boolean {
  return (least === null || measure >= least) && (most === null || measure <= most);
}

function standard(name: string, dataType: AttributeSchema['dataType']): AttributeSchema {
  return { name, dataType, mutable: true, required: false, least: null, most: null };
}
