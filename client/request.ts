import { headerOf } from './document.ts';
import { GatewayError } from './gateway-error.ts';
import { KEYED_INPUTS } from './generated/operations.ts';
import type { TypedDocument } from './typed-document.ts';

/** A call that is ready to be sent, as often as it takes. */
export interface GatewayRequest {
  /** The operation's name, for errors. */
  readonly operation: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a second try has no second effect: a query, or a mutation with idempotency keys. */
  readonly isRepeatable: boolean;
}

/** A string, a number that could be a card verification code or more, or a name with a number in it. */
const LITERAL = /"|(?<!\w)\d{3,}|\d{9,}/;

/**
 * Gives every input that may have one an idempotency key, the same for all tries. A mutation is taken
 * for repeatable if no field of it can be without a key.
 *
 * @throws GatewayError LITERAL_IN_DOCUMENT for a document with a string or a number of three digits
 * or more: documents are logged, variables are not.
 */
export function prepare<Variables>(
  document: TypedDocument<unknown, Variables>,
  variables: Variables,
): GatewayRequest {
  const query = String(document);
  // Not by its name: that may be where the value is.
  if (LITERAL.test(query)) throw new GatewayError('Document', { code: 'LITERAL_IN_DOCUMENT' });
  const { kind, operation, variables: declared, fields } = headerOf(query);
  const keyed = declared.filter(([, type]) => KEYED_INPUTS.includes(type)).map(([name]) => name);
  const given = variables as Readonly<Record<string, unknown>>;
  const isRepeatable = kind === 'query' || (kind === 'mutation' && fields <= keyed.length);
  return { operation, query, variables: withKeys(given, keyed), isRepeatable };
}

function withKeys(
  variables: Readonly<Record<string, unknown>>,
  keyed: readonly string[],
): Readonly<Record<string, unknown>> {
  const added = keyed.map((name) => [name, keyedValue(variables[name])] as const);
  return { ...variables, ...Object.fromEntries(added) };
}

/** The input, or each of a list, with the key it has or a new one. */
function keyedValue(value: unknown): unknown {
  return Array.isArray(value) ? value.map((one: unknown) => withKey(one)) : withKey(value);
}

/** The input with the key it has or a new one: 122 random bits (RFC 9562). */
export function withKey<Input>(input: Input): Input {
  const { idempotencyKey } = (input ?? {}) as { idempotencyKey?: string | null };
  return { ...input, idempotencyKey: idempotencyKey ?? crypto.randomUUID() };
}
