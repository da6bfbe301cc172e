import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import {
  cognitoAuth,
  createGateway,
  GatewayError,
  SeedHoneyTokenDocument,
} from '../../client/index.ts';
import type { Gateway, TypedDocument } from '../../client/index.ts';
import { searchText } from '../support/canary.ts';

const PAN = '4012888888881881';
const INPUT = { dataClass: 'PAN', plaintext: PAN } as const;
type AnyDocument = TypedDocument<unknown, object>;

/** All that whoever logs an error may see of it. */
function shownOf(error: unknown): string {
  if (!(error instanceof Error)) throw new Error('It did not fail.');
  return [
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true }),
    error.stack,
  ].join();
}

describe('a client whose gateway answers anything', () => {
  let server: Server;
  let gateway: Gateway;
  let heard: string[] = [];
  let answer: (count: number) => { status?: number; headers?: object; body: string };

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.setEncoding('utf8').once('data', (body: string) => {
        heard.push(body);
        const { status = 200, headers = {}, body: said } = answer(heard.length);
        response.writeHead(status, { ...headers }).end(said);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    gateway = createGateway({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
      auth: cognitoAuth(() => 'e30.e30.AAAA'),
      retry: { tries: 2, firstDelayMs: 1 },
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    heard = [];
  });

  const says = (body: unknown) => () => ({ body: JSON.stringify(body) });
  const failing = (document: string, variables: object = {}) =>
    gateway.run(document as AnyDocument, variables).then(
      () => null,
      (error: unknown) => error,
    );

  test.each([
    ['no object among its errors', { errors: [null] }],
    ['a number among them', { data: null, errors: [4] }],
    ['errors that are no list', { errors: { path: 1 } }],
    ['a path of objects', { data: null, errors: [{ path: [{}, {}], errorType: {} }] }],
    ['a list', [1]],
  ])('fails as a gateway does for %s', async (_what, body) => {
    answer = says(body);
    expect(await failing('{ me { id } }')).toBeInstanceOf(GatewayError);
  });

  test.each([
    ['nothing in the place of an item', { tokenizeBatch: [null, 4, 'x'] }],
    ['no list', { tokenizeBatch: { 0: INPUT } }],
    ['too few items', { tokenizeBatch: [] }],
    ['items of no kind', { tokenizeBatch: [{}, { __typename: 'Other' }, { code: 5 }] }],
    [
      'codes that are none',
      { tokenizeBatch: Array(3).fill({ __typename: 'VaultError', code: 5 }) },
    ],
  ])('has a failure for each item of a batch for %s', async (_what, data) => {
    answer = says({ data });
    const outcomes = await gateway.tokenizeAll([INPUT, INPUT, INPUT]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, false]);
  });

  test('takes no prototype from an answer', async () => {
    const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    answer = () => ({ body: `{"data":${hostile},"errors":[],"__proto__":${hostile}}` });
    await gateway.run('{ me { id } }', JSON.parse(hostile));
    await gateway.tokenizeAll([{ ...INPUT, ...(JSON.parse(hostile) as object) }]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('shows no value by an error, wherever the answer repeats it', async () => {
    const echo = { errorType: `Bad:${PAN}`, message: PAN, path: [PAN], data: PAN };
    const echoes = [
      { body: JSON.stringify({ data: null, errors: [echo] }) },
      { body: JSON.stringify({ data: null, errors: [{ errorType: 'INVALID_INPUT' }] }) },
      { status: 400, body: JSON.stringify({ errors: [echo] }) },
      { status: 418, body: PAN },
      { body: PAN },
    ];
    for (const one of echoes) {
      answer = () => ({ ...one, headers: { 'x-amzn-requestid': PAN, server: PAN } });
      const error = await failing('mutation M($input: TokenizeInput!) { tokenize }', {
        input: INPUT,
      });
      expect(searchText(shownOf(error), 'an error', { PAN })).toEqual([]);
    }
    answer = says({ data: { tokenizeBatch: [{ __typename: 'VaultError', code: PAN }] } });
    const [outcome] = await gateway.tokenizeAll([INPUT]);
    const error = outcome?.ok === false ? outcome.error : null;
    expect(searchText(shownOf(error), 'an outcome', { PAN })).toEqual([]);
  });

  test.each([`mutation Pay${PAN} { me { id } }`, `query Q_${PAN}($a: ID) { me { id } }`])(
    'shows no value by the error that refuses a document named %s',
    async (document) => {
      const error = await failing(document);
      expect(error).toMatchObject({ code: 'LITERAL_IN_DOCUMENT' });
      expect(searchText(shownOf(error), 'an error', { PAN })).toEqual([]);
      expect(heard).toEqual([]);
    },
  );

  const SEED = 'mutation S($input: HoneyTokenInput!) { seedHoneyToken(input: $input) { ...F } }';
  const KEYED = '$input: TokenizeInput!';
  test.each([
    ['its own', String(SeedHoneyTokenDocument)],
    ['a fragment before it, in one line', `fragment F on Token { token } ${SEED}`],
    ['a comment that ends with a carriage return', `# a\r${SEED}`],
    ['a field named as a query in a fragment', `fragment F on Token {\n query \n}\n${SEED}`],
    [
      'a keyed mutation beside it',
      `mutation S(${KEYED}) { tokenize(input: $input) { token } other: seedHoneyToken { token } }`,
    ],
    ['it in a fragment', `mutation S(${KEYED}) { ...F } fragment F on Mutation { a b }`],
    ['it in a nameless fragment', `mutation S(${KEYED}) { a(input: $input) { b } ... { c } }`],
    ['commas for spaces', `mutation,S(${KEYED}),{a(input:$input){b},c}`],
  ])('does not repeat a mutation without a key: %s', async (_what, document) => {
    answer = () => ({ status: 503, body: '' });
    expect(await failing(document)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(heard).toHaveLength(1);
  });

  test.each([
    `mutation M(${KEYED}) @a { x: tokenize(input: $input) @include(if: true) { token } }`,
    `fragment F on Token { token } mutation M(${KEYED}) { tokenize(input: $input) { ...F } }`,
    'mutation M($input: [TokenizeInput!]! = []) { tokenizeBatch(inputs: $input) { __typename } }',
    'fragment F on Actor { id } query Q { me { ...F } other: me { id } }',
    '{ me { id } }',
    'query($mutation: ID) { me { id } }',
  ])('repeats what may be: %s', async (document) => {
    answer = () => ({ status: 503, body: '' });
    await failing(document);
    expect(heard).toHaveLength(2);
  });
});
