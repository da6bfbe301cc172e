import { buildASTSchema, Kind, parse, visit } from 'graphql';
import type { DocumentNode, FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql';
import type { Model } from '../proofs/model.ts';
import type { Rule } from './rule.ts';

/** What AppSync knows beside GraphQL itself: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
const PRELUDE = `
scalar AWSDateTime scalar AWSDate scalar AWSTime scalar AWSTimestamp scalar AWSEmail scalar AWSJSON
scalar AWSURL scalar AWSPhone scalar AWSIPAddress
directive @aws_cognito_user_pools(cognito_groups: [String!]) on FIELD_DEFINITION | OBJECT
directive @aws_iam on FIELD_DEFINITION | OBJECT
`;

const USERS = 'aws_cognito_user_pools';

/** What stands in the templates as the schema of the gateway; those of applications are theirs. */
function documents({ assembly }: Model): string[] {
  return assembly
    .ofType('AWS::AppSync::GraphQLSchema')
    .filter(({ stack }) => !stack.endsWith('-orders'))
    .map((schema) => String(assembly.property(schema, 'Definition')));
}

/** Five rules ask the same of the same document. */
const known = new Map<string, string | undefined>();

function errorIn(document: string): string | undefined {
  if (!known.has(document)) known.set(document, readErrorIn(document));
  return known.get(document);
}

function readErrorIn(document: string): string | undefined {
  try {
    buildASTSchema(parse(`${PRELUDE}${document}`));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

const directivesOf = ({
  directives = [],
}: FieldDefinitionNode | ObjectTypeDefinitionNode): string[] =>
  directives.map(({ name }) => name.value);

const namesGroups = ({ directives = [] }: FieldDefinitionNode): boolean =>
  directives.some(({ name, arguments: given = [] }) => name.value === USERS && given.length > 0);

function typesIn(document: DocumentNode): ObjectTypeDefinitionNode[] {
  const types: ObjectTypeDefinitionNode[] = [];
  visit(document, { ObjectTypeDefinition: (type) => void types.push(type) });
  return types;
}

const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

function parsed(model: Model): DocumentNode[] {
  return documents(model)
    .filter((document) => errorIn(document) === undefined)
    .map((document) => parse(document));
}

function rootFields(model: Model): [string, FieldDefinitionNode][] {
  return parsed(model)
    .flatMap(typesIn)
    .filter(({ name }) => ROOTS.includes(name.value))
    .flatMap(({ name, fields = [] }) =>
      fields.map((field): [string, FieldDefinitionNode] => [
        `${name.value}.${field.name.value}`,
        field,
      ]),
    );
}

/** Fields that hand plaintext out name their groups themselves. */
function plaintextFields(model: Model): [string, FieldDefinitionNode][] {
  return parsed(model)
    .flatMap(typesIn)
    .flatMap(({ name, fields = [] }) =>
      fields
        .filter((field) => field.name.value === 'plaintext')
        .map((field): [string, FieldDefinitionNode] => [`${name.value}.plaintext`, field]),
    );
}

const without = (
  fields: readonly [string, FieldDefinitionNode][],
  holds: (field: FieldDefinitionNode) => boolean,
): string[] => fields.filter(([, field]) => !holds(field)).map(([place]) => place);

/** What the schema in the templates leaves to whom. */
export const SCHEMA_RULES: readonly Rule[] = [
  {
    name: 'The schema is one that AppSync can read',
    broken: (model) => {
      const given = documents(model);
      return given.length === 1 ? given.flatMap((one) => errorIn(one) ?? []) : ['not one schema'];
    },
  },
  {
    name: 'Every root field names the groups that may ask for it',
    broken: (model) => without(rootFields(model), namesGroups),
  },
  {
    name: 'Every field with plaintext names the groups that may have it',
    broken: (model) => without(plaintextFields(model), namesGroups),
  },
  {
    name: 'Every object type is open to users and roles by its own directives',
    broken: (model) =>
      parsed(model)
        .flatMap(typesIn)
        .filter(({ name }) => !ROOTS.includes(name.value))
        .filter((type) => ![USERS, 'aws_iam'].every((one) => directivesOf(type).includes(one)))
        .map(({ name }) => name.value),
  },
  {
    name: 'Nothing is subscribed to',
    broken: (model) =>
      parsed(model).flatMap(({ definitions }) =>
        definitions.flatMap((one) =>
          one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === 'Subscription'
            ? ['Subscription']
            : [],
        ),
      ),
  },
];
