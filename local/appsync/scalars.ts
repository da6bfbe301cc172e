import { GraphQLError, Kind, isScalarType } from 'graphql';
import type { GraphQLScalarType, GraphQLSchema, ValueNode } from 'graphql';
import { isIP } from 'node:net';

const ZONE = String.raw`(?:Z|[+-]\d{2}:\d{2}(?::\d{2})?)`;
const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const TIME = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?`;
const AWS_DATE = new RegExp(`^(${DATE})${ZONE}?$`);
const AWS_TIME = new RegExp(`^${TIME}${ZONE}?$`);
const AWS_DATE_TIME = new RegExp(`^(${DATE})T(${TIME})${ZONE}$`);
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/u;
const PHONE = /^\+?\(?\d[\d\s().-]{2,30}$/;

/** The scalars AppSync declares itself, each with the test of a value in its transport form. */
const RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  AWSDate: (value) => isRealDate(match(AWS_DATE, value)?.[1]),
  AWSTime: (value) => isRealTime(match(AWS_TIME, value)?.slice(1)),
  AWSDateTime: (value) => {
    const parts = match(AWS_DATE_TIME, value);
    return isRealDate(parts?.[1]) && isRealTime(parts?.slice(3));
  },
  AWSTimestamp: (value) => Number.isSafeInteger(value),
  AWSEmail: (value) => match(EMAIL, value) !== null,
  AWSURL: (value) => typeof value === 'string' && URL.canParse(value),
  AWSPhone: (value) => match(PHONE, value) !== null,
  AWSIPAddress: isAddress,
};

/**
 * Gives AppSync's nine scalars of a schema their behaviour. Values stay as they were written,
 * except AWSJSON: a string outside, the parsed document inside. Failures never hold the value.
 *
 * Source: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
 */
export function attachScalars(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type)) continue;
    const rule = Object.hasOwn(RULES, type.name) ? RULES[type.name] : undefined;
    if (type.name === 'AWSJSON') attachJson(type);
    else if (rule !== undefined) attach(type, rule);
  }
}

function attach(type: GraphQLScalarType, rule: (value: unknown) => boolean): void {
  const check = (value: unknown, complaint: string): unknown => {
    if (!rule(value)) throw new GraphQLError(complaint);
    return value;
  };
  const name = type.name.slice('AWS'.length);
  const refused = `${type.name} cannot represent this value.`;
  type.parseValue = (value) => check(value, refused);
  type.parseLiteral = (node) => check(literal(node), refused);
  type.serialize = (value) =>
    check(value, `Unable to serialize \`<redacted>\` as a valid ${name} Object.`);
}

function attachJson(type: GraphQLScalarType): void {
  const parse = (value: unknown): unknown => {
    const document = typeof value === 'string' ? parseJson(value) : undefined;
    if (document === undefined) throw new GraphQLError('AWSJSON cannot represent this value.');
    return document;
  };
  type.parseValue = parse;
  type.parseLiteral = (node) => parse(literal(node));
  type.serialize = (value) => JSON.stringify(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return node.kind === Kind.INT ? Number(node.value) : undefined;
}

function match(pattern: RegExp, value: unknown): RegExpExecArray | null {
  return typeof value === 'string' ? pattern.exec(value) : null;
}

function isRealDate(text: string | undefined): boolean {
  if (text === undefined) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isRealTime(parts: readonly (string | undefined)[] | undefined): boolean {
  if (parts === undefined) return false;
  const [hour = '0', minute = '0', second = '0'] = parts;
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', prefix, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}
