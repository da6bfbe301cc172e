import { answering, ask, bundle, invoking, PASS, setUp, user, UTILITIES } from './support.ts';

const step = (request: string, response = 'return ctx.result') =>
  `${UTILITIES}export function request(ctx) { ${request} }
export function response(ctx) { ${response} }`;

const VALUE = 'type Query { value(text: String): AWSJSON }';

/** Runs `{ value }` through a pipeline and reads its answer. */
async function run(
  functions: readonly string[],
  resolver = PASS,
  lambda?: (p: unknown) => unknown,
) {
  const fields = { 'Query.value': { resolver, functions } };
  const api = setUp({ schema: VALUE, fields, ...(lambda === undefined ? {} : { lambda }) });
  const { data, errors } = await ask(api, { query: '{ value(text: "t") }' });
  const { value } = data as { value: string | null };
  return { value: value === null ? null : (JSON.parse(value) as unknown), errors };
}

describe('a pipeline', () => {
  test('hands each result to the next and shares one stash', async () => {
    const first = step('ctx.stash.a = 1; return { payload: ctx.prev.result.text }');
    const second = step('ctx.stash.b = ctx.stash.a + 1; return { payload: ctx.prev.result + "!" }');
    const resolver = step(
      'return ctx.args',
      'return { result: ctx.prev.result, stash: ctx.stash }',
    );
    const { value } = await run([first, second], resolver);
    expect(value).toEqual({ result: 't!', stash: { a: 1, b: 2 } });
  });

  test('has a stash per execution', async () => {
    const count = step('ctx.stash.n = (ctx.stash.n ?? 0) + 1; return { payload: ctx.stash.n }');
    const api = setUp({ schema: VALUE, fields: { 'Query.value': { functions: [count] } } });
    const { data } = await ask(api, { query: '{ a: value b: value }' });
    expect(data).toEqual({ a: '1', b: '1' });
  });

  test('leaves out a function whose request returns early, its data source too', async () => {
    const calls: unknown[] = [];
    const early = step(
      'runtime.earlyReturn({ early: true }); return { operation: "Invoke" }',
      'return "not reached"',
    );
    const after = answering('ctx.prev.result');
    const { value } = await run([early, after], PASS, (payload) => calls.push(payload));
    expect(value).toEqual({ early: true });
    expect(calls).toEqual([]);
  });

  test('goes straight to the end with skipTo END', async () => {
    const early = step('runtime.earlyReturn(1, { skipTo: "END" })');
    expect((await run([early, answering('2')])).value).toBe(1);
  });

  test('leaves out all functions when the resolver returns early', async () => {
    const resolver = step('runtime.earlyReturn("early")', 'return ctx.prev.result');
    expect((await run([answering('2')], resolver)).value).toBe('early');
  });

  test('ends at the first error', async () => {
    const failing = step('util.error("stop", "Stop")');
    const { value, errors } = await run([failing, answering('2')]);
    expect(value).toBeNull();
    expect(errors).toMatchObject([{ errorType: 'Stop', message: 'stop', path: ['value'] }]);
  });

  test('runs TypeScript bundled with the flags of AWS', async () => {
    const code =
      bundle(`${UTILITIES}interface Ctx { readonly prev: { readonly result: { text: string } }; readonly result: unknown }
      const suffix = (text: string): string => text + '!';
      export function request(ctx: Ctx) { return { payload: suffix(ctx.prev.result.text) } }
      export function response(ctx: Ctx) { return ctx.result }`);
    expect((await run([code])).value).toBe('t!');
  });
});

describe('a Lambda data source', () => {
  test('gets the payload and nothing else', async () => {
    const seen: unknown[] = [];
    const { value } = await run([invoking('{ text: ctx.prev.result.text }')], PASS, (payload) => {
      seen.push(payload);
      return { done: true, left: undefined };
    });
    expect(seen).toEqual([{ text: 't' }]);
    expect(value).toEqual({ done: true });
  });

  test('is not waited for as an Event', async () => {
    const event = step('return { operation: "Invoke", invocationType: "Event", payload: 1 }');
    const { value, errors } = await run([event], PASS, () => Promise.reject(new Error('late')));
    expect(value).toBeNull();
    expect(errors).toBeUndefined();
  });

  test.each([
    ['return { operation: "GetItem" }', 'Unsupported operation for a Lambda data source.'],
    ['return { operation: "BatchInvoke" }', 'BatchInvoke needs a function with maxBatchSize.'],
    ['return { operation: "Invoke", invocationType: "Later" }', 'Unsupported invocationType'],
  ])('refuses %s aloud', async (request, message) => {
    const { errors } = await run([step(request)]);
    expect(errors).toMatchObject([
      { errorType: 'MappingTemplate', message: expect.stringContaining(message) as string },
    ]);
  });
});

describe('BatchInvoke', () => {
  const SCHEMA = `type Query { items: [Item] } type Item @aws_cognito_user_pools { id: Int double: Int }`;
  const ITEMS = { functions: [answering('[1, 2, 3, 4, 5].map((id) => ({ id }))')] };
  const DOUBLE = step(
    'return { operation: "BatchInvoke", payload: ctx.source.id }',
    `if (ctx.error) util.error(ctx.error.message, ctx.error.type);
     if (ctx.result.errorMessage) util.appendError(ctx.result.errorMessage, ctx.result.errorType);
     return ctx.result.data`,
  );

  const ask5 = (lambda: (payload: unknown) => unknown, maxBatchSize = 10) => {
    const identify = step('return { payload: 1 }');
    const fields = {
      'Query.items': ITEMS,
      'Item.double': { functions: [identify, DOUBLE], maxBatchSize },
    };
    const api = setUp({ schema: SCHEMA, fields, lambda });
    return ask(api, { query: '{ items { double } }' });
  };
  const doubles = (payload: unknown) => (payload as number[]).map((id) => ({ data: id * 2 }));
  const EXPECTED = { items: [2, 4, 6, 8, 10].map((double) => ({ double })) };

  test('sends all items of a level in one call, in order', async () => {
    const seen: unknown[] = [];
    const answer = await ask5((payload) => {
      seen.push(payload);
      return doubles(payload);
    });
    expect(seen).toEqual([[1, 2, 3, 4, 5]]);
    expect(answer).toEqual({ data: EXPECTED });
  });

  test('sends at most maxBatchSize items in one call', async () => {
    const seen: unknown[] = [];
    const answer = await ask5((payload) => {
      seen.push(payload);
      return doubles(payload);
    }, 2);
    expect(seen).toEqual([[1, 2], [3, 4], [5]]);
    expect(answer).toEqual({ data: EXPECTED });
  });

  test('lets one item fail alone', async () => {
    const answer = await ask5((payload) =>
      (payload as number[]).map((id) =>
        id === 3 ? { data: null, errorMessage: 'three', errorType: 'Three' } : { data: id * 2 },
      ),
    );
    expect(answer.errors).toMatchObject([
      { path: ['items', 2, 'double'], errorType: 'Three', message: 'three' },
    ]);
    expect((answer.data as typeof EXPECTED).items[4]).toEqual({ double: 10 });
  });

  test('gives every item the failure of the call', async () => {
    const { errors } = await ask5(() => Promise.reject(new Error('away')));
    expect(errors).toHaveLength(5);
    expect(errors).toMatchObject([
      { errorType: 'Lambda:Unhandled', message: 'away' },
      {},
      {},
      {},
      {},
    ]);
  });

  test.each([['too few'], ['no list']])('refuses %s results', async (kind) => {
    const { errors } = await ask5(() => (kind === 'no list' ? { data: 1 } : [{ data: 1 }]));
    expect(errors).toHaveLength(5);
    expect(errors).toMatchObject([{ errorType: 'MappingTemplate' }, {}, {}, {}, {}]);
  });
});

describe('the context', () => {
  const SCHEMA = `type Query { node(input: In): Node pick: Pick context(input: In): AWSJSON }
    input In { a: String b: [Int] }
    type Node @aws_cognito_user_pools { id: ID child: Node seen: AWSJSON }
    union Pick = Node`;
  const SEEN = answering('JSON.parse(JSON.stringify(ctx))');

  test('has arguments, variables, identity, headers, environment and outErrors', async () => {
    const resolver = step(
      'util.appendError("first", "T"); return {}',
      'return { ...ctx.prev.result, outErrors: ctx.outErrors }',
    );
    const api = setUp({
      schema: SCHEMA,
      fields: { 'Query.context': { resolver, functions: [SEEN] } },
      environment: { STAGE: 'test' },
    });
    const answer = await ask(api, {
      query: 'query q($a: String) { context(input: { a: $a, b: [1] }) }',
      variables: { a: 'x', unused: 1 },
      headers: { 'x-twice': ['1', '2'] },
      caller: user(),
    });
    const seen = JSON.parse((answer.data as { context: string }).context) as unknown;
    expect(seen).toMatchObject({
      arguments: { input: { a: 'x', b: [1] } },
      args: { input: { a: 'x', b: [1] } },
      source: null,
      result: null,
      error: null,
      stash: {},
      prev: { result: {} },
      identity: { sub: 'sub-1', groups: null, defaultAuthStrategy: 'ALLOW' },
      request: { headers: { 'x-twice': ['1', '2'] }, domainName: null },
      info: { fieldName: 'context', parentTypeName: 'Query', variables: { a: 'x', unused: 1 } },
      env: { STAGE: 'test' },
      outErrors: [{ message: 'first', errorType: 'T' }],
    });
  });

  const selected = async (query: string, field: string) => {
    const lists: unknown[] = [];
    const record = invoking('ctx.info');
    const api = setUp({
      schema: SCHEMA,
      fields: { [field]: { functions: [record] } },
      lambda: (info) => {
        lists.push(info);
        return null;
      },
    });
    await ask(api, { query });
    return lists[0] as { selectionSetList: string[]; selectionSetGraphQL: string };
  };

  test('lists aliases and paths, and merges fragments', async () => {
    const query = `{ node { mine: id ...F ... on Node { child { id } } } } fragment F on Node { child { id child { id } } }`;
    expect((await selected(query, 'Query.node')).selectionSetList).toEqual([
      'mine',
      'child',
      'child/id',
      'child/child',
      'child/child/id',
    ]);
  });

  test('leaves out what fragments select on the members of a union', async () => {
    const query = '{ pick { __typename ... on Node { id } } }';
    expect((await selected(query, 'Query.pick')).selectionSetList).toEqual(['__typename']);
  });

  test('has the selection as text', async () => {
    const { selectionSetGraphQL } = await selected('{ node { id } }', 'Query.node');
    expect(selectionSetGraphQL).toBe('{\n  id\n}');
  });
});
