import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A test or a group of tests as its source declares it. */
export interface Declared {
  readonly kind: 'describe' | 'test';
  /** The titles from the outermost group down. What is only known when it runs is `%s`. */
  readonly chain: readonly string[];
}

const KINDS: Readonly<Record<string, Declared['kind']>> = {
  describe: 'describe',
  it: 'test',
  test: 'test',
};
const UNKNOWN = '%s';

/** A title as written; `%s` stands for what is not written there. */
function titleIn(node: ts.Expression | undefined): string {
  if (node === undefined) return UNKNOWN;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.templateSpans.reduce(
      (text, span) => `${text}${UNKNOWN}${span.literal.text}`,
      node.head.text,
    );
  }
  const isSum = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isSum ? titleIn(node.left) + titleIn(node.right) : UNKNOWN;
}

/** `describe` of `describe(…)`, `describe.each(…)(…)` and of a tagged table. */
function rootOf(callee: ts.Node): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) {
    return rootOf(callee.expression);
  }
  return ts.isTaggedTemplateExpression(callee) ? rootOf(callee.tag) : '';
}

/** Whether a call makes the test: that of `each` with its table only makes what is called next. */
function isDeclaration({ expression, arguments: given }: ts.CallExpression): boolean {
  const isTable = ts.isPropertyAccessExpression(expression) && expression.name.text === 'each';
  return given.length >= 2 && !isTable;
}

function collect(node: ts.Node, outer: readonly string[], found: Declared[]): void {
  const call = ts.isCallExpression(node) && isDeclaration(node) ? node : null;
  const kind = call === null ? undefined : KINDS[rootOf(call.expression)];
  const chain = kind === undefined ? outer : [...outer, titleIn(call?.arguments[0])];
  if (kind !== undefined) found.push({ kind, chain });
  ts.forEachChild(node, (child) => {
    collect(child, chain, found);
  });
}

/** All tests and groups that a source declares, in the order in which they stand there. */
export function declaredIn(source: string): Declared[] {
  const found: Declared[] = [];
  collect(ts.createSourceFile('suite.ts', source, ts.ScriptTarget.Latest, true), [], found);
  return found;
}

export function declaredInFile(path: string): Declared[] {
  return declaredIn(readFileSync(path, 'utf8'));
}

/** What Jest puts values in the place of: `%s` and its kin, and `$name` with members. */
const PLACEHOLDER = /%[sdifjopO#$]|\$[A-Za-z_]\w*(?:\.\w+)*/g;

/** Matches every title that Jest can make of a declared one. */
function patternOf(title: string): RegExp {
  const parts = title.split(PLACEHOLDER).map((part) => part.replaceAll('%%', '%'));
  const literal = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^]*')}$`);
}

/** Of a chain of titles as they ran: whether it can be of the declared one. */
export function mayBe({ chain }: Declared, ran: readonly string[]): boolean {
  return (
    chain.length === ran.length &&
    chain.every((title, at) => title === ran[at] || patternOf(title).test(ran[at] ?? ''))
  );
}

/**
 * The chains, as declared, that titles as they ran belong to. They hold no value that a test took,
 * for those stand in titles only when they run. Where several may be meant and none is literally the
 * one, it is all of them: then a failure is missed at none.
 */
export function declaredChains(all: readonly Declared[], ran: readonly string[]): string[][] {
  const possible = all.filter((declared) => declared.kind === 'test' && mayBe(declared, ran));
  const literal = possible.filter(({ chain }) => chain.every((title, at) => title === ran[at]));
  const chains = (literal.length > 0 ? literal : possible).map(({ chain }) => [...chain]);
  return chains.length > 0 ? chains : [[...groupsOf(all, ran), UNKNOWN]];
}

/** The declared groups around a test that a helper elsewhere declares, as far as there are any. */
function groupsOf(all: readonly Declared[], ran: readonly string[]): readonly string[] {
  const groups = all.filter(({ kind }) => kind === 'describe');
  for (let depth = ran.length - 1; depth > 0; depth -= 1) {
    const group = groups.find((declared) => mayBe(declared, ran.slice(0, depth)));
    if (group !== undefined) return group.chain;
  }
  return [];
}
