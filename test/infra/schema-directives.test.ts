import { buildSchema, isObjectType, Kind } from 'graphql';
import type { ConstDirectiveNode, GraphQLField, GraphQLObjectType } from 'graphql';
import { readFileSync } from 'node:fs';

import { GROUPS as GROUPS_OF_VAULT } from '../../functions/vault/policy.ts';
import { GROUPS } from '../../infra/groups.ts';
import { PIPELINES } from '../../resolvers/pipelines.ts';

const DEPLOYED = readFileSync('schema/schema.graphql', 'utf8');
const schema = buildSchema(`${readFileSync('schema/appsync.graphql', 'utf8')}\n${DEPLOYED}`);

type Directives = readonly ConstDirectiveNode[] | undefined;

function namesOf(directives: Directives): string[] {
  return (directives ?? []).map(({ name }) => name.value);
}

/** The groups that `@aws_cognito_user_pools` names; empty for any user of the pool. */
function groupsOf(directives: Directives): string[] {
  const values = (directives ?? [])
    .filter(({ name }) => name.value === 'aws_cognito_user_pools')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.LIST ? value.values : []));
  return values.flatMap((value) => (value.kind === Kind.STRING ? [value.value] : []));
}

const objects = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'));
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
const isRoot = (type: GraphQLObjectType): boolean => roots.includes(type);
const fieldsOf = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields());

const ROOT_FIELDS = objects
  .filter(isRoot)
  .flatMap((type) => fieldsOf(type).map((field) => [`${type.name}.${field.name}`, field] as const));
const OTHER_TYPES = objects
  .filter((type) => !isRoot(type))
  .map((type) => [type.name, type] as const);
const PLAINTEXT_FIELDS = objects.flatMap((type) =>
  fieldsOf(type)
    .filter(({ name }) => name === 'plaintext')
    .map((field) => [`${type.name}.plaintext`, type, field] as const),
);

describe('the groups', () => {
  test('of the user pool are those that the vault decides by', () => {
    expect([...GROUPS_OF_VAULT].sort()).toEqual([...GROUPS].sort());
  });

  test('of the user pool are those that the schema names, each of them somewhere', () => {
    const nodes = objects.flatMap((type) => [type, ...fieldsOf(type)]);
    const named = nodes.flatMap(({ astNode }) => groupsOf(astNode?.directives));
    expect([...new Set(named)].sort()).toEqual([...GROUPS].sort());
  });
});

describe('the deployed schema', () => {
  test('declares no directive or scalar, as AppSync brings its own', () => {
    expect(DEPLOYED).not.toMatch(/^(directive|scalar)\b/m);
  });

  test('nowhere uses @aws_auth, which AppSync ignores beside a second provider', () => {
    expect(DEPLOYED).not.toContain('@aws_auth');
  });

  test('has no subscription, which would carry values out of the request', () => {
    expect(schema.getSubscriptionType()).toBeUndefined();
  });

  test.each(ROOT_FIELDS)('%s names its groups and admits IAM callers', (_, { astNode }) => {
    const groups = groupsOf(astNode?.directives);
    expect(groups.length).toBeGreaterThan(0);
    expect(GROUPS).toEqual(expect.arrayContaining(groups));
    expect(namesOf(astNode?.directives)).toContain('aws_iam');
  });

  test.each(OTHER_TYPES)('%s is marked for users and for IAM callers', (_, { astNode }) => {
    expect(namesOf(astNode?.directives)).toEqual(
      expect.arrayContaining(['aws_cognito_user_pools', 'aws_iam']),
    );
  });

  test.each(PLAINTEXT_FIELDS)('%s and its type name their groups', (_, type, field) => {
    expect(groupsOf(type.astNode?.directives).length).toBeGreaterThan(0);
    expect(groupsOf(field.astNode?.directives).length).toBeGreaterThan(0);
    expect(namesOf(field.astNode?.directives)).toContain('aws_iam');
  });

  test('has a field that carries plaintext, so the rule above is about something', () => {
    expect(PLAINTEXT_FIELDS.map(([name]) => name)).toEqual(['Detokenization.plaintext']);
  });
});

describe('the wiring table', () => {
  const wired = PIPELINES.map(({ field }) => field);

  test('wires every root field and every field that carries plaintext', () => {
    const needed = [
      ...ROOT_FIELDS.map(([name]) => name),
      ...PLAINTEXT_FIELDS.map(([name]) => name),
    ];
    expect(wired).toEqual(expect.arrayContaining(needed));
  });

  test('wires each field once, and only fields of the schema', () => {
    expect(new Set(wired).size).toBe(wired.length);
    const known = objects.flatMap((type) =>
      fieldsOf(type).map(({ name }) => `${type.name}.${name}`),
    );
    expect(known).toEqual(expect.arrayContaining(wired));
  });
});
