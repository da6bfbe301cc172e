import { readFileSync } from 'node:fs';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { answering, ask, PASS, setUp, user } from './support.ts';
import type { Setup } from './support.ts';

describe('an API is refused when', () => {
  const cognitoOnly = { default: 'AMAZON_COGNITO_USER_POOLS', additional: [] } as const;
  const functions = [answering('1')];
  test.each<[string, Setup, string]>([
    [
      'it has subscriptions',
      { schema: 'type Query { a: Int } type Subscription { b: Int }' },
      'Subscriptions',
    ],
    ['its schema is invalid', { schema: 'type Query { a: Missing }' }, 'Missing'],
    [
      'it names an API key',
      { schema: 'type Query { a: Int @aws_api_key }' },
      'Query.a: @aws_api_key',
    ],
    [
      'it names OpenID',
      { schema: 'type Query { a: T } type T @aws_oidc { a: Int }' },
      'T: @aws_oidc',
    ],
    [
      'it mixes @aws_auth with a second provider',
      { schema: 'type Query { a: Int @aws_auth(cognito_groups: ["x"]) }' },
      'has no effect',
    ],
    [
      'it names a provider that it does not have',
      { schema: 'type Query { a: Int @aws_iam }', authorization: cognitoOnly },
      'names a provider that the API does not have',
    ],
    [
      'a directive stands on an input',
      { schema: 'type Query { a(i: I): Int } input I @aws_iam { a: Int }' },
      'may not be used on INPUT_OBJECT',
    ],
    ['a pipeline has no field', { fields: { 'Query.nope': { functions } } }, 'no such field'],
    [
      'code is not APPSYNC_JS',
      { fields: { 'Query.value': { resolver: 'throw 1' } } },
      'resolver Query.value: The code contains one or more errors: 1:1: ThrowStatement',
    ],
    [
      'a handler is missing',
      { fields: { 'Query.value': { functions: ['var a = 1'] } } },
      'request and response',
    ],
    [
      'a pipeline has eleven functions',
      { fields: { 'Query.value': { functions: Array.from({ length: 11 }, () => PASS) } } },
      'at most 10 functions',
    ],
    ['its depth limit is above 75', { queryDepthLimit: 76 }, 'queryDepthLimit'],
    ['its resolver limit is above 10,000', { resolverCountLimit: 10_001 }, 'resolverCountLimit'],
  ])('%s', (_name, setup, message) => {
    expect(() => setUp(setup)).toThrow(message);
  });
});

describe('limits', () => {
  const SCHEMA =
    'type Query { node: Node } type Node @aws_cognito_user_pools { id: ID child: Node list: [Node] }';
  const NODE = {
    functions: [answering('{ id: 1, child: { id: 2, child: { id: 3 } }, list: [{ id: 4 }] }')],
  };
  const fields = { 'Query.node': NODE };

  test('what lies deeper than the limit is an error, the rest is answered', async () => {
    const api = setUp({ schema: SCHEMA, fields, queryDepthLimit: 3 });
    const query = '{ node { id list { id } child { id child { id } } } }';
    const { data, errors } = await ask(api, { query });
    expect(data).toEqual({
      node: { id: '1', list: [{ id: '4' }], child: { id: '2', child: { id: null } } },
    });
    expect(errors).toMatchObject([
      { path: ['node', 'child', 'child', 'id'], errorType: 'QueryDepthLimitReached' },
    ]);
  });

  test('resolvers beyond the limit are errors, the others answer', async () => {
    const api = setUp({
      fields: { 'Query.value': { functions: [answering('"x"')] } },
      resolverCountLimit: 2,
    });
    const { data, errors } = await ask(api, { query: '{ a: value b: value c: value }' });
    expect(data).toEqual({ a: 'x', b: 'x', c: null });
    expect(errors).toMatchObject([{ path: ['c'], errorType: 'ResolverExecutionLimitReached' }]);
  });

  test('introspection works where it is switched on', async () => {
    const api = setUp({
      schema: readFileSync('schema/schema.graphql', 'utf8'),
      introspection: true,
    });
    const { data } = await ask(api, { query: getIntrospectionQuery() });
    expect(buildClientSchema(data as IntrospectionQuery).getType('Token')).toBeDefined();
  });
});

test('several APIs live side by side', async () => {
  const one = setUp({ fields: { 'Query.value': { functions: [answering('"one"')] } } });
  const two = setUp({ fields: { 'Query.value': { functions: [answering('"two"')] } } });
  const answers = await Promise.all([one, two, one].map((api) => ask(api, { query: '{ value }' })));
  expect(answers.map(({ data }) => data)).toEqual([
    { value: 'one' },
    { value: 'two' },
    { value: 'one' },
  ]);
});

describe('no received value comes back', () => {
  const PAN = '4111111111111111';
  const api = setUp({
    schema: `type Query { v: String } enum E { A }
      input In { text: String! number: Int kind: E when: AWSDateTime list: [Int!] }
      type Mutation { put(in: In!, text: String): Out }
      type Out @aws_cognito_user_pools { a: Int b: Boolean c: E d: AWSEmail e: String f: [Int] }`,
    fields: {
      'Mutation.put': {
        functions: [
          answering(
            `({ a: '${PAN}', b: '${PAN}', c: '${PAN}', d: '${PAN}', e: { x: '${PAN}' }, f: '${PAN}' })`,
          ),
        ],
      },
    },
  });

  test.each<[string, unknown]>([
    ['a number for a text', { text: 4111111111111111 }],
    ['a text for a number', { text: 'x', number: PAN }],
    ['an unknown enum value', { text: 'x', kind: PAN }],
    ['a text that is no time', { text: 'x', when: PAN }],
    ['a list of the wrong kind', { text: 'x', list: [PAN] }],
    ['an unknown field named like a value', { text: 'x', [PAN]: 1 }],
    ['a text for the input', PAN],
    ['a list for the input', [PAN]],
    ['null', null],
  ])('%s', async (_name, value) => {
    const query = 'mutation m($in: In!) { put(in: $in) { a } }';
    const answer = await ask(api, { query, variables: { in: value } });
    expect(JSON.stringify(answer)).toContain('"errors"');
    expect(JSON.stringify(answer)).not.toContain(PAN);
  });

  test.each([
    `mutation { put(in: { text: ${PAN} }) { a } }`,
    `mutation { put(in: { text: "x", number: "${PAN}" }) { a } }`,
    `mutation { put(in: { text: "x", kind: _${PAN} }) { a } }`,
    `mutation { put(in: { text: "x", when: "${PAN}" }) { a } }`,
    `mutation { put(in: { text: "x", _${PAN}: 1 }) { a } }`,
    `mutation { put(in: "${PAN}") { a } }`,
    `mutation { put(in: { text: "x" }, _${PAN}: 1) { a } }`,
    `mutation { put(in: { text: "x" }) { _${PAN} } }`,
    `mutation { put(in: { text: "x" }) { a @_${PAN} } }`,
    `mutation { put(in: { text: "x" }) { ...F${PAN} } }`,
    `mutation m($_${PAN}: In!) { put(in: $_${PAN}) { a } }`,
    `mutation { put(in: { text: "x" }, text: $_${PAN}) { a } }`,
    `mutation m($a: T${PAN}) { put(in: { text: "x" }, text: $a) { a } }`,
    `mutation { put(in: { text: "x" }) { a: b a: c } put(in: { text: "${PAN}" }) { a } }`,
    `mutation { put(in: { text: "${PAN}", text: "${PAN}" }) { a } }`,
    `mutation { put(in: { text: "${PAN}" ) { a } }`,
    `mutation { put(in: { text: "${PAN} }) { a } }`,
    PAN,
  ])('%s', async (query) => {
    const answer = await ask(api, { query });
    expect(JSON.stringify(answer)).toMatch(/"errors"|"errorType"/);
    expect(JSON.stringify(answer)).not.toContain(PAN);
  });

  test('results that cannot be serialized', async () => {
    const answer = await ask(api, { query: 'mutation { put(in: { text: "x" }) { a b c d e f } }' });
    expect(answer.errors).toHaveLength(6);
    const { data, errors } = answer;
    expect(JSON.stringify(errors)).not.toContain(PAN);
    expect(data).toMatchObject({ put: { b: null, c: null, d: null, e: null, f: null } });
  });
});

test('a caller without groups is refused by every field of the deployed schema that names groups', async () => {
  const api = setUp({ schema: readFileSync('schema/schema.graphql', 'utf8') });
  const answer = await ask(api, {
    query: '{ me { id } token(token: "t") { token } }',
    caller: user(),
  });
  const messages = (answer.errors as { message: string }[]).map(({ message }) => message);
  expect(messages.sort()).toEqual([
    'Not Authorized to access me on type Query',
    'Not Authorized to access token on type Query',
  ]);
});
