import { readFileSync } from 'node:fs';
import { checkLanguage } from '../../../local/appsync/language.ts';
import { bundle } from './support.ts';

interface RecordedCase {
  readonly rule: string;
  readonly accepted: boolean;
  readonly code: string;
}

const RECORDED = JSON.parse(
  readFileSync('test/local/appsync/conformance/language.json', 'utf8'),
) as { readonly cases: readonly RecordedCase[] };

describe("AWS's own language cases", () => {
  test.each(RECORDED.cases.map((entry, index) => [index, entry] as const))(
    'case %i has the recorded outcome',
    (_index, { accepted, code }) => {
      const check = () => checkLanguage(code);
      if (accepted) expect(check).not.toThrow();
      else expect(check).toThrow('The code contains one or more errors');
    },
  );
});

describe('the language check', () => {
  const inRequest = (statement: string) =>
    `import { util } from '@aws-appsync/utils';
export function request(ctx) { ${statement} }
export function response(ctx) { return ctx.result }`;

  test.each([
    ['throw "x"', 'ThrowStatement'],
    ['try { } catch { }', 'TryStatement'],
    ['const a = new Map()', 'NewExpression'],
    ['const a = /x/', 'a regular expression'],
    ['while (true) { }', 'WhileStatement'],
    ['do { } while (true)', 'DoWhileStatement'],
    ['for (;;) { }', 'ForStatement'],
    ['let a = 1; a++', 'UpdateExpression'],
    ['const a = ~1', 'the operator ~'],
    ['const a = "x" in ctx', 'the operator in'],
    ['class A { }', 'ClassDeclaration'],
    ['return this', 'ThisExpression'],
    ['const f = async () => 1', 'an async function'],
    ['function* g() { }', 'a generator'],
    ['const a = 10n', 'a BigInt'],
    ['return import("fs")', 'ImportExpression'],
    ['process.exit()', 'the unknown name process'],
    ['globalThis.x', 'the unknown name globalThis'],
    ['fetch("x")', 'the unknown name fetch'],
    ['console.log(ctx)', 'the unknown name console'],
    ['const a = Date.now()', 'the unknown name Date'],
    ['const a = String(1)', 'the unknown name String'],
    ['const a = Number(1)', 'this use of Number'],
    ['const O = Object', 'this use of Object'],
    ['Object.defineProperty(ctx, "a", {})', 'the property defineProperty'],
    ['ctx.constructor', 'the property constructor'],
    ['ctx["constructor"]', 'the property constructor'],
    ['ctx.__proto__', 'the property __proto__'],
    ['"a".padStart(3)', 'the property padStart'],
    ['[1].sort((a, b) => a - b)', 'sort with an argument'],
    ['const u = util', 'an unsupported function of util'],
    ['util.dynamodb.toMapValues({})', 'an unsupported function of util'],
    ['util["error"]("x")', 'an unsupported function of util'],
    ['const o = { get a() { return 1 } }', 'an accessor'],
    ['const f = (n) => f(n)', 'recursion'],
    ['ctx.args = {}', 'a change of the context itself'],
    ['arguments[0]', 'the unknown name arguments'],
  ])('%s is refused', (statement, reason) => {
    expect(() => checkLanguage(inRequest(statement))).toThrow(reason);
  });

  test.each([
    'const { a, ...rest } = ctx.args; return { ...rest, a }',
    'for (const item of ctx.args.items) { if (item) break }',
    'for (const key in ctx.args) { ctx.stash[key] = ctx.args[key] }',
    'let n = 0; n += 1; return n ** 2 % 3',
    'return ctx.args.items?.map((item) => item.id).filter((id) => !!id) ?? []',
    'switch (ctx.args.a) { case 1: return `${ctx.args.a}`; default: return typeof ctx }',
    'return Object.entries(ctx.args).map(([key, value]) => ({ [key]: value }))',
    'if (!ctx.args.a) util.error("m", "T", {}, {}); return util.time.nowISO8601()',
    'delete ctx.stash.a; return JSON.parse(JSON.stringify(ctx.args))',
  ])('%s is accepted', (statement) => {
    expect(() => checkLanguage(inRequest(statement))).not.toThrow();
  });

  test('every breach is named with its line and column', () => {
    const code = 'export function request(ctx) {\n  throw ctx;\n}\nconst a = new Map();';
    expect(() => checkLanguage(code)).toThrow('2:3: ThrowStatement; 4:11: NewExpression');
  });

  test('another module than the utilities is refused', () => {
    const code = 'import fs from "fs"; export function request() {}';
    expect(() => checkLanguage(code)).toThrow('an import of another module');
  });

  test('functions that call each other in a circle are refused', () => {
    const code = 'function a(n) { return b(n) }\nfunction b(n) { return a(n) }';
    expect(() => checkLanguage(code)).toThrow('recursion');
  });

  test('32,768 characters are accepted and one more is refused', () => {
    const code = 'export function request() {}\n//';
    expect(() => checkLanguage(code.padEnd(32_768, 'x'))).not.toThrow();
    expect(() => checkLanguage(code.padEnd(32_769, 'x'))).toThrow('longer than 32768 characters');
  });

  test('text that is no module is refused without a word of it', () => {
    expect(() => checkLanguage('4111111111111111 oops')).toThrow(/^(?!.*4111)/);
  });

  test.each(['invoke-vault', 'identify', 'release'])('a bundle like %s is accepted', (name) => {
    const code = `import { util } from '@aws-appsync/utils';
      const NAME: string = '${name}';
      interface Reply { readonly data: unknown }
      export function request(ctx: { args: unknown }) { return { operation: 'Invoke', payload: { name: NAME, args: ctx.args } } }
      export function response(ctx: { result: Reply }) { if (!ctx.result) util.error('x', NAME); return ctx.result.data }`;
    expect(() => checkLanguage(bundle(code))).not.toThrow();
  });
});
