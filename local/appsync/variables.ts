import { coerceInputValue, isInputType, isNonNullType, typeFromAST } from 'graphql';
import type { GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { VariableDefinitionNode } from 'graphql';
import { safeName } from './safe-name.ts';
import { locationOf } from './wire-error.ts';
import type { WireError } from './wire-error.ts';

/**
 * Checks the variables of an operation.
 *
 * @returns the first error in AppSync's words, which name variables and types but no values
 * (aws-appsync-community#273, #406), or null.
 */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): WireError | null {
  for (const definition of operation.variableDefinitions ?? []) {
    const error = checkVariable(schema, definition, variables);
    if (error !== null) return error;
  }
  return null;
}

function checkVariable(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): WireError | null {
  const type = typeFromAST(schema, definition.type);
  if (type === undefined || !isInputType(type)) return null;
  const name = definition.variable.name.value;
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value === undefined) {
    const missing = isNonNullType(type) && definition.defaultValue === undefined;
    return missing ? variableError(definition, nullFor(name, String(type))) : null;
  }
  return checkValue(value, type, name, definition);
}

function checkValue(
  value: unknown,
  type: GraphQLInputType,
  name: string,
  definition: VariableDefinitionNode,
): WireError | null {
  const complaints: string[] = [];
  coerceInputValue(value, type, (_path, _value, { message }) => complaints.push(message));
  const [first] = complaints;
  if (first === undefined) return null;
  for (const complaint of complaints) {
    const owner = /^Field .* is not defined by type "(\w+)"/s.exec(complaint)?.[1];
    if (owner === undefined) continue;
    // The blank at the end is AppSync's own.
    const message = `The variables input contains a field that is not defined for input object type '${owner}' `;
    return { path: null, locations: null, message };
  }
  const required =
    /^Expected non-nullable type "([\w![\]]+)" not to be null\.$/.exec(first) ??
    /^Field "\w+" of required type "([\w![\]]+)" was not provided\.$/.exec(first);
  return variableError(
    definition,
    required === null
      ? `Variable '${safeName(name)}' has an invalid value.`
      : nullFor(name, required[1] ?? ''),
  );
}

function nullFor(name: string, type: string): string {
  return `Variable '${safeName(name)}' has coerced Null value for NonNull type '${type}'`;
}

function variableError(definition: VariableDefinitionNode, message: string): WireError {
  return { path: null, locations: locationOf(definition), message };
}
