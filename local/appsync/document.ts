import { GraphQLError, Kind, NoSchemaIntrospectionCustomRule, parse } from 'graphql';
import { specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { refuse, rejected, UNPARSABLE } from './answer.ts';
import type { Answer } from './answer.ts';
import { wireValidationError } from './validation-messages.ts';

/** A document that may be executed, and which of its operations is meant. */
export interface ReadyDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

export interface DocumentRequest {
  readonly query: string;
  readonly operationName: string | null;
}

/** graphql-java's default. */
const MAX_TOKENS = 15_000;

/** Parses and validates; what is wrong is answered in AppSync's words. */
export function readDocument(
  schema: GraphQLSchema,
  introspection: boolean,
  { query, operationName }: DocumentRequest,
): ReadyDocument | Answer {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS });
    const operation = pickOperation(document, operationName);
    if ('status' in operation) return operation;
    const errors = validationErrors(schema, document, introspection);
    return errors ?? { document, operation };
  } catch (error) {
    if (error instanceof GraphQLError) return syntaxError(error);
    // A document nested so deeply that it overflows the parser's stack.
    if (error instanceof RangeError) return UNPARSABLE;
    throw error;
  }
}

function pickOperation(
  document: DocumentNode,
  name: string | null,
): OperationDefinitionNode | Answer {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [only, ...others] = operations;
  if (only === undefined) return UNPARSABLE;
  if (hasPrototypeVariable(operations)) return UNPARSABLE;
  if (name === null) {
    return others.length === 0
      ? only
      : refuse(400, 'BadRequestException', 'Missing operation name.');
  }
  return (
    operations.find((operation) => operation.name?.value === name) ??
    refuse(400, 'BadRequestException', 'Unknown operation name.')
  );
}

/** graphql-js keeps variables in a plain object, where this one name is not a key. */
function hasPrototypeVariable(operations: readonly OperationDefinitionNode[]): boolean {
  return operations.some(({ variableDefinitions }) =>
    variableDefinitions?.some(({ variable }) => variable.name.value === '__proto__'),
  );
}

function validationErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  introspection: boolean,
): Answer | null {
  const rules = introspection
    ? specifiedRules
    : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const errors = validate(schema, document, rules).filter(({ message }) => !isEcho(message));
  if (errors.length === 0) return null;
  return rejected(errors.map((error) => wireValidationError(error, document)));
}

/** The introspection rule also reports what is selected inside a refused field. */
function isEcho(message: string): boolean {
  const field = /^GraphQL introspection has been disabled, .* field "(\w+)"/.exec(message)?.[1];
  return field !== undefined && !field.startsWith('__');
}

function syntaxError({ locations }: GraphQLError): Answer {
  const place = locations?.[0];
  if (place === undefined) return UNPARSABLE;
  const { line, column } = place;
  return rejected([
    {
      path: null,
      locations: [{ line, column, sourceName: null }],
      message: `Invalid Syntax : offending token '<redacted>' at line ${line} column ${column}`,
    },
  ]);
}
