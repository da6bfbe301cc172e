import { parse } from 'acorn';
import { toModuleSource } from '../../../local/appsync/module-source.ts';
import { createEvaluator, openRealm, sharePart } from '../../../local/appsync/realm.ts';
import type { Evaluation } from '../../../local/appsync/realm.ts';
import { UTILITIES } from './support.ts';

const RESPONSE = 'export function response(ctx) { return ctx.result }';

function evaluate(body: string, args: unknown = {}, top = ''): Evaluation {
  const code = `${UTILITIES}${top}\nexport function request(ctx) { ${body} }\n${RESPONSE}`;
  return call(createEvaluator(code), args);
}

function call(evaluator: ReturnType<typeof createEvaluator>, args: unknown = {}): Evaluation {
  return evaluator.evaluate({
    handler: 'request',
    context: { args, stash: {}, identity: { groups: ['a'] }, info: { fieldName: 'f' } },
    authType: 'User Pool Authorization',
    unauthorized: 'Not Authorized to access f on type Query',
  });
}

const valueOf = ({ outcome }: Evaluation) => (outcome.kind === 'value' ? outcome.value : outcome);
const errorOf = ({ outcome }: Evaluation) => (outcome.kind === 'error' ? outcome.error : outcome);

describe('utilities', () => {
  test('util.error ends the handler with all it was given', () => {
    expect(errorOf(evaluate('util.error("m", "T", { a: 1 }, { b: 2 }); return 1'))).toEqual({
      message: 'm',
      errorType: 'T',
      data: { a: 1 },
      errorInfo: { b: 2 },
    });
  });

  test('util.error without further arguments has nulls for them', () => {
    expect(errorOf(evaluate('util.error("m")'))).toEqual({
      message: 'm',
      errorType: null,
      data: null,
      errorInfo: null,
    });
  });

  test('util.appendError reports and lets the handler go on', () => {
    const evaluation = evaluate('util.appendError("m", "T"); return 1');
    expect(valueOf(evaluation)).toBe(1);
    expect(evaluation.appended).toEqual([
      { message: 'm', errorType: 'T', data: null, errorInfo: null },
    ]);
  });

  test('util.unauthorized has the text of the field', () => {
    expect(errorOf(evaluate('util.unauthorized()'))).toMatchObject({
      message: 'Not Authorized to access f on type Query',
      errorType: 'Unauthorized',
    });
  });

  test('util.autoId gives a new version 4 UUID each time', () => {
    const ids = valueOf(evaluate('return [util.autoId(), util.autoId()]')) as string[];
    const again = valueOf(evaluate('return [util.autoId()]')) as string[];
    expect(new Set([...ids, ...again]).size).toBe(3);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('util.time and util.authType tell the time and the mode', () => {
    const [iso, seconds, milliseconds, mode] = valueOf(
      evaluate(
        'return [util.time.nowISO8601(), util.time.nowEpochSeconds(), util.time.nowEpochMilliSeconds(), util.authType()]',
      ),
    ) as [string, number, number, string];
    expect(Math.abs(Date.parse(iso) - Date.now())).toBeLessThan(5_000);
    expect(Math.abs(seconds * 1000 - milliseconds)).toBeLessThanOrEqual(5_000);
    expect(mode).toBe('User Pool Authorization');
  });

  test('runtime.earlyReturn ends the handler with its value', () => {
    expect(evaluate('runtime.earlyReturn({ a: 1 }, { skipTo: "END" })').outcome).toEqual({
      kind: 'early',
      value: { a: 1 },
      skipTo: 'END',
    });
  });
});

describe('the language at run time', () => {
  test('JSON.parse gives a blank string for what is no JSON', () => {
    expect(valueOf(evaluate('return JSON.parse("{oops")'))).toBe('');
  });

  test('replace works on literal text and refuses patterns', () => {
    expect(valueOf(evaluate('return "1-2-3".replaceAll("-", "")'))).toBe('123');
    expect(errorOf(evaluate('return "1-2".replace("[0-9]+", "")'))).toMatchObject({
      message: expect.stringContaining('replace is supported for literal text only') as string,
    });
  });

  test('a name is used before it has a value: a Code error with line and column', () => {
    const code = 'export function request(ctx) {\n  const a = b;\n  const b = 1;\n  return a;\n}\n';
    expect(errorOf(call(createEvaluator(code + RESPONSE)))).toMatchObject({
      errorType: 'Code',
      message: "code.js:2:13: ReferenceError: Cannot access 'b' before initialization",
    });
  });

  test.each([
    ['return undefined[ctx.args.pan].x', 'TypeError'],
    ['const [a] = ctx.args.pan.length; return a', 'TypeError'],
    ['return [1].map(ctx.args.pan)', 'TypeError'],
    ['const text = ctx.args.pan; text.x = 1; return text', 'TypeError'],
    ['return ctx.args.pan.toFixed()', 'TypeError'],
  ])('the failure of %s holds no value', (body, name) => {
    const error = errorOf(evaluate(body, { pan: '4111111111111111' })) as { message: string };
    expect(error.message).toContain(name);
    expect(error.message).toMatch(/^code\.js:\d+:\d+: /);
    expect(error.message).not.toContain('4111');
  });

  test('the context is frozen but for the stash', () => {
    expect(errorOf(evaluate('ctx.args.a = 1; return 1'))).toMatchObject({ errorType: 'Code' });
    expect(errorOf(evaluate('ctx.identity.groups.push("b")'))).toMatchObject({ errorType: 'Code' });
    expect(evaluate('ctx.stash.a = { b: [1] }; return 1').stash).toEqual({ a: { b: [1] } });
  });

  test('prototype names are ordinary keys', () => {
    const args = JSON.parse('{"__proto__": {"polluted": 1}, "toString": "x"}') as unknown;
    const evaluation = evaluate(
      'const copy = { ...ctx.args }; copy["hasOwnProperty"] = 1; return [copy, {}.polluted, Object.keys(copy)]',
      args,
    );
    const [copy, polluted, keys] = valueOf(evaluation) as [object, unknown, string[]];
    expect(polluted).toBeNull();
    expect(keys.sort()).toEqual(['__proto__', 'hasOwnProperty', 'toString']);
    expect(Object.hasOwn(copy, '__proto__')).toBe(true);
  });

  test('a loop that never ends is stopped', () => {
    const body = 'const list = [1]; for (const item of list) list.push(item); return 1';
    expect(errorOf(evaluate(body))).toMatchObject({ errorType: 'Code' });
  }, 10_000);

  test('a result above 5 MB is refused', () => {
    const body = 'let text = "0123456789"; for (const n of ctx.args.n) text += text; return text';
    const n = Array.from({ length: 20 }, () => 1);
    expect(errorOf(evaluate(body, { n }))).toMatchObject({ errorType: 'MappingTemplate' });
  });

  test('code without both handlers is refused', () => {
    expect(() => createEvaluator('export function request() {}')).toThrow(
      'must export the functions request and response',
    );
  });
});

describe('isolation', () => {
  test('nothing that a call leaves in its module is there for the next', () => {
    const code = `var seen = []; let count = 0;
      export function request(ctx) { count += 1; seen.push(ctx.args.pan); return { count, seen } }
      ${RESPONSE}`;
    const evaluator = createEvaluator(code);
    call(evaluator, { pan: '1' });
    expect(valueOf(call(evaluator, { pan: '2' }))).toEqual({ count: 1, seen: ['2'] });
  });

  test.each([
    'Object.assign(Object.prototype, { leak: 1 })',
    'Object.assign(Object, { leak: 1 })',
    'Object.assign(JSON, { leak: 1 })',
    'Object.assign([].map, { leak: 1 })',
    'Object.assign(util.time, { leak: 1 })',
    'Object.assign(util, { leak: 1 })',
    'Object.assign("".__proto__ ?? {}, { leak: 1 })',
    'leak = 1',
    'globalThis.leak = 1',
  ])('%s leaves nothing behind', (statement) => {
    const probe = 'return [typeof leak, typeof {}.leak, typeof [].map.leak, typeof Object.leak]';
    const run = unchecked(`
      export function request(ctx) { ${probe} }
      export function response(ctx) { try { ${statement} } catch { } return 1 }`);
    run('response');
    expect(run('request')).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  });

  test.each([
    'ctx.identity = 1',
    'ctx.identity.groups.push("b")',
    'ctx.args.list[0] = 2',
    'ctx.info.fieldName = "b"',
    'ctx.info.variables.list.push(3)',
    'Object.assign(ctx.identity, { leak: 1 })',
  ])('%s changes nothing of what calls share', (statement) => {
    const probe = 'return [ctx.identity, ctx.args, ctx.arguments, ctx.info]';
    const run = unchecked(`
      export function request(ctx) { ${probe} }
      export function response(ctx) { try { ${statement} } catch { } ${probe} }`);
    const unchanged = [
      { groups: ['a'] },
      { list: [1] },
      { list: [1] },
      { fieldName: 'a', variables: { list: [2] } },
    ];
    expect([run('request'), run('response'), run('request')]).toEqual([
      unchanged,
      unchanged,
      unchanged,
    ]);
  });

  /** Runs code that the language check would refuse, so that the realm stands alone. */
  function unchecked(code: string): (handler: 'request' | 'response') => unknown {
    const program = parse(UTILITIES + code, { ecmaVersion: 'latest', sourceType: 'module' });
    const realm = openRealm(toModuleSource(UTILITIES + code, program), 1_000);
    const shared = {
      request: sharePart({ identity: { groups: ['a'] }, variables: { list: [2] } }),
      field: sharePart({ arguments: { list: [1] }, info: { fieldName: 'a', variables: null } }),
    };
    return (handler) => {
      const input = JSON.stringify({ handler, context: { stash: {} }, seed: [1, 2, 3, 4] });
      const answer = JSON.parse(realm.run(input, shared)) as { outcome: { value?: unknown } };
      return answer.outcome.value;
    };
  }

  const OBJECTS = [
    ...['util', 'util.error', 'util.appendError', 'util.unauthorized', 'util.authType'],
    ...['util.autoId', 'util.time', 'util.time.nowISO8601', 'util.time.nowEpochSeconds'],
    ...['util.time.nowEpochMilliSeconds', 'runtime', 'runtime.earlyReturn'],
    ...['ctx', 'ctx.args', 'ctx.args.list', 'ctx.stash', 'ctx.identity', 'ctx.identity.groups'],
    ...['ctx.info', 'ctx.info.variables.list'],
    ...['Object', 'Object.keys', 'JSON', 'JSON.parse', 'Math.max', 'Number.isNaN'],
    ...['""', '1', 'true', '[]', '({})', '(() => 1)', '[].map', '"".replace', 'request'],
    ...['(function* () { })', '(async () => 1)', '(function* () { })()', '[][Symbol.iterator]()'],
    ...['failure(() => null.x)', 'failure(() => missing)', 'failure(() => JSON.stringify(cycle))'],
    ...[
      'failure(() => util.error("x"))',
      'failure(() => util.error(Symbol()))',
      'this',
      'arguments',
    ],
    ...['failure(() => runtime.earlyReturn(1))', 'imports', 'globalThis', 'run', 'input'],
  ];

  test.each(OBJECTS)('%s does not lead out of the realm', (object) => {
    const run = unchecked(`
      const failure = (action) => { try { return action() } catch (error) { return error } };
      const cycle = {}; cycle.self = cycle;
      export function request(ctx) {
        const found = [];
        const attempt = (label, action) => {
          try { const value = action(); if (typeof value === 'object' && value !== null) found.push(label) } catch { }
        };
        const start = failure(() => ${object});
        const key = 'construc' + 'tor';
        attempt('constructor', () => start[key][key]('return process')());
        attempt('prototype', () => start.__proto__[key][key]('return process')());
        attempt('caller', () => start.caller[key]('return process')());
        attempt('global', () => start[key]('return this')());
        attempt('process', () => process);
        attempt('require', () => require('fs'));
        attempt('eval', () => eval('process'));
        attempt('buffer', () => Buffer);
        return found;
      }
      ${RESPONSE}`);
    expect(run('request')).toEqual([]);
  });

  test('code that reaches for a constructor does not load', () => {
    const body = 'return util.error.constructor("return process")()';
    expect(() => evaluate(body)).toThrow('The code contains one or more errors');
  });

  test('code that hides the word finds nothing', () => {
    const body = 'return typeof ctx.args[["const", "ructor"].join("")]';
    expect(valueOf(evaluate(body))).toBe('undefined');
  });
});
