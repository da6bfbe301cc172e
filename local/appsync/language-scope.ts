import type { AnyNode, CallExpression, Function as FunctionNode, Identifier } from 'acorn';
import { CALLBACK_METHODS } from './language-tables.ts';

/** A name and, when it names a function of this code, that function. */
export interface Binding {
  readonly node: AnyNode;
  readonly definition: FunctionNode | null;
}

export interface Scope {
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly parent: Scope | null;
}

/** A node with the nodes around it, innermost last, and the names it can see. */
export interface Place {
  readonly node: AnyNode;
  readonly ancestors: readonly AnyNode[];
  readonly scope: Scope;
}

/** Visits every node that is neither a property's fixed name nor a module's own name for an import. */
export function walk(root: AnyNode, visit: (place: Place) => void): void {
  const step = (node: AnyNode, ancestors: readonly AnyNode[], outer: Scope): void => {
    const scope = opensScope(node) ? { bindings: bindingsOf(node), parent: outer } : outer;
    visit({ node, ancestors, scope });
    const inside = [...ancestors, node];
    for (const child of childrenOf(node)) step(child, inside, scope);
  };
  step(root, [], { bindings: new Map(), parent: null });
}

export function resolve(name: string, scope: Scope | null): Binding | null {
  for (let at = scope; at !== null; at = at.parent) {
    const binding = at.bindings.get(name);
    if (binding !== undefined) return binding;
  }
  return null;
}

export function isFunction(node: AnyNode | null | undefined): node is AnyNode & FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  );
}

/** The name of a called method, or null. */
export function methodOf({ callee }: CallExpression): string | null {
  if (callee.type !== 'MemberExpression' || callee.computed) return null;
  return callee.property.type === 'Identifier' ? callee.property.name : null;
}

/** False for code that runs each of its calls once: no loop, no callback. */
export function mayLoop(root: AnyNode): boolean {
  let found = false;
  walk(root, ({ node }) => {
    found ||= node.type === 'ForOfStatement' || node.type === 'ForInStatement';
    found ||= node.type === 'CallExpression' && CALLBACK_METHODS.has(methodOf(node) ?? '');
  });
  return found;
}

/** The functions that each function calls by name; a cycle in it is recursion. */
export function findRecursion(root: AnyNode): CallExpression | null {
  const calls = new Map<FunctionNode, { target: FunctionNode; at: CallExpression }[]>();
  walk(root, ({ node, ancestors, scope }) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return;
    const target = resolve(node.callee.name, scope)?.definition;
    if (!target) return;
    for (const around of ancestors.filter(isFunction)) {
      calls.set(around, [...(calls.get(around) ?? []), { target, at: node }]);
    }
  });
  for (const [start, edges] of calls) {
    const cycle = edges.find(({ target }) => reaches(target, start, calls, new Set()));
    if (cycle !== undefined) return cycle.at;
  }
  return null;
}

function reaches(
  from: FunctionNode,
  goal: FunctionNode,
  calls: ReadonlyMap<FunctionNode, readonly { target: FunctionNode }[]>,
  seen: Set<FunctionNode>,
): boolean {
  if (from === goal) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (calls.get(from) ?? []).some(({ target }) => reaches(target, goal, calls, seen));
}

function opensScope(node: AnyNode): boolean {
  return node.type === 'Program' || isFunction(node);
}

/**
 * All names a function or module declares, whatever block they stand in: a use outside its block
 * is left to fail when the code runs, as it does on AWS.
 */
function bindingsOf(scope: AnyNode): Map<string, Binding> {
  const bindings = new Map<string, Binding>();
  const declare = (names: readonly Identifier[], node: AnyNode, of: AnyNode | null): void => {
    const definition = isFunction(of) ? of : null;
    for (const { name } of names) bindings.set(name, { node, definition });
  };
  if (isFunction(scope)) declare(scope.params.flatMap(namesIn), scope, null);
  if (scope.type === 'FunctionExpression' && scope.id) declare([scope.id], scope, scope);
  const collect = (node: AnyNode): void => {
    if (node.type === 'VariableDeclarator') declare(namesIn(node.id), node, node.init ?? null);
    if (node.type === 'FunctionDeclaration') declare(node.id === null ? [] : [node.id], node, node);
    if (node.type === 'ImportSpecifier') declare([node.local], node, null);
    if (!isFunction(node)) allChildren(node).forEach(collect);
  };
  allChildren(scope).forEach(collect);
  return bindings;
}

function namesIn(pattern: AnyNode | null): Identifier[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) =>
        namesIn(part.type === 'Property' ? part.value : part),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? allChildren(node) : [node.object];
    case 'Property':
      return node.computed ? [node.key, node.value] : [node.value];
    case 'ImportDeclaration':
      return node.specifiers;
    case 'ImportSpecifier':
      return [];
    case 'ExportSpecifier':
      return [node.local];
    default:
      return allChildren(node);
  }
}

function allChildren(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
