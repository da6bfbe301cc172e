import { getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import type { ASTNode, GraphQLError, GraphQLOutputType, GraphQLSchema } from 'graphql';
import { FieldError } from './field-error.ts';
import type { ReportedError } from './realm.ts';

export interface WireLocation {
  readonly line: number;
  readonly column: number;
  readonly sourceName: null;
}

/** An entry of `errors`. The order of the members is AppSync's own. */
export interface WireError {
  readonly path: readonly (string | number)[] | null;
  readonly data?: unknown;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly locations: readonly WireLocation[] | null;
  readonly message: string;
}

export function locationOf(node: ASTNode | undefined): WireLocation[] | null {
  const token = node?.loc?.startToken;
  return token === undefined
    ? null
    : [{ line: token.line, column: token.column, sourceName: null }];
}

/** An error that a resolver or an authorization directive reports for a field. */
export function wireFieldError(
  { message, errorType, data, errorInfo }: ReportedError,
  path: readonly (string | number)[],
  node: ASTNode | undefined,
): WireError {
  return { path, data, errorType, errorInfo, locations: locationOf(node), message };
}

/**
 * An error of graphql-js's execution in AppSync's words. Its own text is only read for names of
 * the schema, never passed on: it may hold a value.
 */
export function wireExecutionError(error: GraphQLError, schema: GraphQLSchema): WireError {
  const path = error.path ?? [];
  if (error.originalError instanceof FieldError) {
    return wireFieldError(error.originalError.report, path, error.nodes?.[0]);
  }
  const place = slashed(path);
  return { path, locations: null, message: describe(error.message, place, path, schema) };
}

function describe(
  original: string,
  place: string,
  path: readonly (string | number)[],
  schema: GraphQLSchema,
): string {
  const missing = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(original);
  if (missing !== null) {
    const [, parent = '', field = ''] = missing;
    const type = typeAt(schema, parent, field, path);
    return `Cannot return null for non-nullable type: '${type}' within parent '${parent}' (${place})`;
  }
  if (original.startsWith('Expected Iterable, but did not find one for field')) {
    return `Can't resolve value (${place}) : type mismatch error, expected type LIST`;
  }
  const abstract = /^Abstract type "(\w+)" .*? for field "(\w+\.\w+)"/s.exec(original);
  if (abstract !== null) {
    const [, type = '', field = ''] = abstract;
    return `Can't resolve '${place}'. Abstract type '${type}' must resolve to an Object type at runtime for field '${field}'. Could not determine the exact type of '${type}'`;
  }
  return `Can't serialize value (${place}) : ${serializationOf(original)}`;
}

function serializationOf(original: string): string {
  const ours = /^Unable to serialize `<redacted>` as a valid \w+ Object\.$/.exec(original);
  if (ours !== null) return original;
  const leaf = /^(?:Enum )?"?(\w+)"? cannot represent/.exec(original)?.[1];
  return leaf === undefined
    ? 'Unable to serialize the value.'
    : `Unable to serialize \`<redacted>\` as a valid ${leaf}.`;
}

/** The type that was null: an item's when the path ends in an index. */
function typeAt(
  schema: GraphQLSchema,
  parent: string,
  field: string,
  path: readonly (string | number)[],
): string {
  const owner = schema.getType(parent);
  if (!isObjectType(owner)) return '';
  let type: GraphQLOutputType | undefined = owner.getFields()[field]?.type;
  if (type === undefined) return '';
  const indexes = [...path].reverse().findIndex((key) => typeof key === 'string');
  for (let level = 0; level < indexes; level += 1) {
    const list: GraphQLOutputType = getNullableType(type);
    type = isListType(list) ? (list.ofType as GraphQLOutputType) : getNamedType(list);
  }
  return String(getNullableType(type));
}

/** `/items[0]/name`. */
function slashed(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `/${key}`)).join('');
}
