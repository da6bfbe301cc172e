import { BREAK, Kind, visit } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLError } from 'graphql';
import { safeName } from './safe-name.ts';
import { locationOf } from './wire-error.ts';
import type { WireError } from './wire-error.ts';

/** Where a node stands: the fields around it, and the argument it belongs to. */
interface Place {
  readonly fields: string;
  readonly argument: string;
}

type Names = readonly string[];
type Wording = readonly [
  pattern: RegExp,
  type: string,
  text: (names: Names, place: Place) => string,
];

const rejected = (what: string) => (_names: Names, place: Place) =>
  `argument '${place.argument}' with value '<redacted>' ${what}`;

/**
 * graphql-js's messages by their beginning, with graphql-java's name for the fault and its text.
 * Recorded: FieldUndefined (graphql-over-http#81), WrongType (aws-appsync-community#273),
 * VariableTypeMismatch (amplify-swift), MisplacedDirective; the others are graphql-java's.
 */
const WORDINGS: readonly Wording[] = [
  [
    /^Cannot query field "(\w+)" on type "(\w+)"/,
    'FieldUndefined',
    ([field, type]) => `Field '${field ?? ''}' in type '${type ?? ''}' is undefined`,
  ],
  [
    /^GraphQL introspection has been disabled, .* field "(\w+)"/,
    'FieldUndefined',
    ([field]) => `Field '${field ?? ''}' in type 'Query' is undefined`,
  ],
  [/^Unknown type "(\w+)"/, 'UnknownType', ([type]) => `Unknown type ${type ?? ''}`],
  [
    /^Unknown argument "(\w+)" on field/,
    'UnknownArgument',
    ([name]) => `Unknown field argument ${name ?? ''}`,
  ],
  [
    /^Unknown argument "(\w+)" on directive/,
    'UnknownDirective',
    ([name]) => `Unknown directive argument ${name ?? ''}`,
  ],
  [
    /^Field "(?:\w+)" argument "(\w+)" of type .* is required/,
    'MissingFieldArgument',
    ([name]) => `Missing field argument ${name ?? ''}`,
  ],
  [
    /^Directive "@\w+" argument "(\w+)" of type .* is required/,
    'MissingDirectiveArgument',
    ([name]) => `Missing directive argument ${name ?? ''}`,
  ],
  [
    /^Field "(\w+)" must not have a selection since type "([\w![\]]+)"/,
    'SubSelectionNotAllowed',
    ([field, type]) =>
      `Sub selection not allowed on leaf type ${type ?? ''} of field ${field ?? ''}`,
  ],
  [
    /^Field "(\w+)" of type "([\w![\]]+)" must have a selection/,
    'SubSelectionRequired',
    ([field, type]) => `Sub selection required for type ${type ?? ''} of field ${field ?? ''}`,
  ],
  [
    /^Variable "\$(\w+)" is not defined/,
    'UndefinedVariable',
    ([name]) => `Undefined variable ${name ?? ''}`,
  ],
  [
    /^Variable "\$(\w+)" is never used/,
    'UnusedVariable',
    ([name]) => `Unused variable ${name ?? ''}`,
  ],
  [
    /^Variable "\$\w+" of type "([\w![\]]+)" used in position expecting type "([\w![\]]+)"/,
    'VariableTypeMismatch',
    ([is, wants]) => `Variable type '${is ?? ''}' doesn't match expected type '${wants ?? ''}'`,
  ],
  [
    /^Unknown fragment "(\w+)"/,
    'UndefinedFragment',
    ([name]) => `Undefined fragment ${name ?? ''}`,
  ],
  [
    /^Fragment "(\w+)" is never used/,
    'UnusedFragment',
    ([name]) => `Unused fragment ${name ?? ''}`,
  ],
  [
    /^Cannot spread fragment "\w+" within itself/,
    'FragmentCycle',
    () => 'Fragment cycles not allowed',
  ],
  [
    /^Fragment .* cannot be spread here/,
    'InvalidFragmentType',
    () => 'Fragment cannot be spread here',
  ],
  [
    /^Unknown directive "@(\w+)"/,
    'UnknownDirective',
    ([name]) => `Unknown directive ${name ?? ''}`,
  ],
  [
    /^Directive "@(\w+)" may not be used on/,
    'MisplacedDirective',
    ([name]) => `Directive ${name ?? ''} not allowed here`,
  ],
  [
    /^Field "\w+\.(\w+)" of required type/,
    'WrongType',
    ([field], place) => rejected(`is missing required fields '[${field ?? ''}]'`)([], place),
  ],
  [
    /^Field "(\w+)" is not defined by type "(\w+)"/,
    'WrongType',
    ([field, type], place) =>
      rejected(`contains a field not in '${type ?? ''}': '${field ?? ''}'`)([], place),
  ],
  [
    /^(?:Expected value of type "([\w![\]]+)"|(\w+) cannot represent|Enum "(\w+)" cannot|Value .* does not exist in "(\w+)" enum)/s,
    'WrongType',
    ([type], place) => rejected(`is not a valid '${type ?? ''}'`)([], place),
  ],
];

/** A validation error of graphql-js in AppSync's words, without any value of the document. */
export function wireValidationError(error: GraphQLError, document: DocumentNode): WireError {
  const node = error.nodes?.at(-1);
  const place = placeOf(node, document);
  const at = place.fields === '' ? '' : ` @ '${place.fields}'`;
  return {
    path: null,
    locations: locationOf(node),
    message: `Validation error of type ${describe(error.message, place)}${at}`,
  };
}

function describe(original: string, place: Place): string {
  for (const [pattern, type, text] of WORDINGS) {
    const match = pattern.exec(original);
    if (match === null) continue;
    const names = match.slice(1).filter((name) => (name as string | undefined) !== undefined);
    return `${type}: ${text(names.map(safeName), place)}`;
  }
  return 'InvalidSyntax: The document breaks a rule of GraphQL';
}

function placeOf(target: ASTNode | undefined, document: DocumentNode): Place {
  let found: readonly ASTNode[] = [];
  visit(document, {
    enter: (node, _key, parent, _path, ancestors) => {
      if (node !== target) return undefined;
      found = [...ancestors, parent, node].filter(isNode);
      return BREAK;
    },
  });
  const fields = found.flatMap((node) =>
    node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION ? [node.name.value] : [],
  );
  const argument = found.flatMap((node) =>
    node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD ? [node.name.value] : [],
  );
  return { fields: fields.map(safeName).join('/'), argument: argument.map(safeName).join('.') };
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
