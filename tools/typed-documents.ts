import { isEnumType, isInputObjectType, Kind, OperationTypeNode, print, visit } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/**
 * A codegen plugin: each operation as its text, typed by what it takes and answers. Texts need no
 * graphql-js where they are sent, and a browser loads a tenth of what their syntax trees are.
 */
export function plugin(
  schema: GraphQLSchema,
  documents: readonly { readonly document?: DocumentNode }[],
): string {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return [
    "import type { TypedDocument } from '../typed-document.ts';",
    '',
    ...operations.map((operation) => typedText(operation, fragments)),
    nameList('ERROR_CODES', 'Every code of the schema.', errorCodes(schema), 'ErrorCode'),
    nameList('KEYED_INPUTS', 'The inputs that may have an idempotency key.', keyedInputs(schema)),
  ].join('\n');
}

function typedText(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): string {
  const name = operation.name?.value ?? '';
  const type = `${name}${operation.operation === OperationTypeNode.QUERY ? 'Query' : 'Mutation'}`;
  const spread = fragmentsOf(operation, fragments).map((one) => print(one));
  const text = [print(operation), ...spread].join('\n\n');
  return `export const ${name}Document = \`${text}\` as TypedDocument<${type}, ${type}Variables>;\n`;
}

/** Fragments of fragments have no use here yet, so they are refused rather than forgotten. */
function fragmentsOf(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): FragmentDefinitionNode[] {
  const names = new Set(spreadsIn(operation));
  const found = fragments.filter(({ name }) => names.has(name.value));
  if (found.some((fragment) => spreadsIn(fragment).length > 0)) {
    throw new Error('A fragment of schema/operations spreads another: teach tools/ to follow it.');
  }
  return found;
}

function spreadsIn(node: OperationDefinitionNode | FragmentDefinitionNode): string[] {
  const names: string[] = [];
  visit(node, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}

function errorCodes(schema: GraphQLSchema): string[] {
  const type = schema.getType('ErrorCode');
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}

function keyedInputs(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isInputObjectType(type))
    .filter((type) => 'idempotencyKey' in type.getFields())
    .map(({ name }) => name);
}

function nameList(name: string, says: string, names: readonly string[], type = 'string'): string {
  const items = names.map((one) => `  '${one}',`).join('\n');
  return `/** ${says} */\nexport const ${name}: readonly ${type}[] = [\n${items}\n];\n`;
}
