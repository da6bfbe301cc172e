import { parse } from 'acorn';
import type { AnyNode, CallExpression, Identifier, Program } from 'acorn';
import { findRecursion, isFunction, methodOf, resolve, walk } from './language-scope.ts';
import type { Place } from './language-scope.ts';
import {
  CALLBACK_METHODS,
  CONSTANTS,
  GLOBAL_FUNCTIONS,
  MAX_CODE_CHARACTERS,
  MODULE_FUNCTIONS,
  REFUSED_OPERATORS,
  REFUSED_PROPERTIES,
  SYNTAX,
  UTILITY_MODULE,
} from './language-tables.ts';

/** Code that AWS would refuse at deployment, or that uses what this runtime does not have. */
export class LanguageError extends Error {
  override readonly name = 'LanguageError';
}

/**
 * Parses the text of a resolver or pipeline function and checks it against APPSYNC_JS.
 *
 * @throws LanguageError that names every breach as `line:column: reason`.
 */
export function checkLanguage(code: string): Program {
  if (code.length > MAX_CODE_CHARACTERS) {
    throw new LanguageError(`The code is longer than ${MAX_CODE_CHARACTERS} characters.`);
  }
  const program = parseModule(code);
  const breaches: string[] = [];
  const report = (node: AnyNode, reason: string): void => {
    breaches.push(`${node.loc?.start.line ?? 0}:${(node.loc?.start.column ?? 0) + 1}: ${reason}`);
  };
  walk(program, (place) => {
    const reason = breachAt(place);
    if (reason !== null) report(place.node, reason);
  });
  const recursion = findRecursion(program);
  if (recursion !== null) report(recursion, 'recursion');
  if (breaches.length > 0) {
    throw new LanguageError(`The code contains one or more errors: ${breaches.join('; ')}.`);
  }
  return program;
}

function parseModule(code: string): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  } catch {
    throw new LanguageError('The code contains one or more errors: it is no ECMAScript module.');
  }
}

/** Why this node is not APPSYNC_JS, or null. */
function breachAt(place: Place): string | null {
  const { node } = place;
  if (!SYNTAX.has(node.type)) return node.type;
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return functionBreach(place);
    case 'ImportDeclaration':
      return node.source.value === UTILITY_MODULE ? null : 'an import of another module';
    case 'ImportSpecifier':
      return Object.hasOwn(MODULE_FUNCTIONS, importedName(node.imported))
        ? null
        : 'an unsupported import';
    case 'ExportNamedDeclaration':
      return node.source ? 'an export from another module' : null;
    case 'Identifier':
      return identifierBreach(node, place);
    case 'MemberExpression':
      return memberBreach(node.property);
    case 'CallExpression':
      return callBreach(node, place);
    default:
      return operatorBreach(node) ?? functionAsValueBreach(place) ?? contextBreach(place);
  }
}

function functionBreach({ node, ancestors }: Place): string | null {
  if (!isFunction(node)) return null;
  if (node.async) return 'an async function';
  if (node.generator) return 'a generator';
  const parent = ancestors.at(-1);
  const returned =
    parent?.type === 'ReturnStatement' ||
    (parent?.type === 'ArrowFunctionExpression' && parent.body === node);
  return returned ? 'a function that is returned' : null;
}

function operatorBreach(node: AnyNode): string | null {
  switch (node.type) {
    case 'UnaryExpression':
    case 'BinaryExpression':
      return REFUSED_OPERATORS.has(node.operator) ? `the operator ${node.operator}` : null;
    case 'Literal':
      if (node.regex) return 'a regular expression';
      return node.bigint ? 'a BigInt' : null;
    case 'ForOfStatement':
      return node.await ? 'for await' : null;
    case 'Property':
      return node.kind === 'init' ? null : 'an accessor';
    default:
      return null;
  }
}

/** A function's name used as a value: `return f`, `const g = f`, `g = f`. */
function functionAsValueBreach({ node, scope }: Place): string | null {
  const value =
    node.type === 'ReturnStatement'
      ? node.argument
      : node.type === 'VariableDeclarator'
        ? node.init
        : node.type === 'AssignmentExpression'
          ? node.right
          : null;
  if (value?.type !== 'Identifier') return null;
  return resolve(value.name, scope)?.definition ? 'a function used as a value' : null;
}

/** A handler's own parameter, or a member of it, given another value: only what is inside may change. */
function contextBreach({ node, scope }: Place): string | null {
  const target = changedBy(node);
  const object = target?.type === 'MemberExpression' ? target.object : target;
  if (object?.type !== 'Identifier') return null;
  const owner = resolve(object.name, scope)?.node;
  const isHandler = isFunction(owner) && HANDLERS.has(owner.id?.name ?? '');
  return isHandler ? 'a change of the context itself' : null;
}

function changedBy(node: AnyNode): AnyNode | null {
  if (node.type === 'AssignmentExpression') return node.left;
  if (node.type === 'UnaryExpression') return node.operator === 'delete' ? node.argument : null;
  return node.type === 'ForInStatement' || node.type === 'ForOfStatement' ? node.left : null;
}

const HANDLERS: ReadonlySet<string> = new Set(['request', 'response']);

function memberBreach(property: AnyNode): string | null {
  const name =
    property.type === 'Identifier'
      ? property.name
      : property.type === 'Literal' && typeof property.value === 'string'
        ? property.value
        : null;
  return name !== null && REFUSED_PROPERTIES.has(name) ? `the property ${name}` : null;
}

function callBreach(call: CallExpression, { scope }: Place): string | null {
  const name = methodOf(call);
  if (name === 'sort' && call.arguments.length > 0) return 'sort with an argument';
  if (name !== null && OBJECT_FUNCTIONS.has(name) && !isObjectCall(call))
    return `the method ${name}`;
  const passesFunction = call.arguments.some(
    (argument) =>
      isFunction(argument) ||
      (argument.type === 'Identifier' && resolve(argument.name, scope)?.definition),
  );
  const allowed = name !== null && CALLBACK_METHODS.has(name);
  return passesFunction && !allowed ? 'a function passed as an argument' : null;
}

/** `Object.keys` exists, `array.keys` does not. */
const OBJECT_FUNCTIONS: ReadonlySet<string> = new Set(['entries', 'keys', 'values']);

function isObjectCall({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Object'
  );
}

/** A name must be declared, or be a member call of a known global object or import. */
function identifierBreach(node: Identifier, { scope, ancestors }: Place): string | null {
  const binding = resolve(node.name, scope);
  if (binding === null) {
    if (CONSTANTS.has(node.name)) return null;
    const functions = ownEntry(GLOBAL_FUNCTIONS, node.name);
    if (functions === null) return `the unknown name ${node.name}`;
    return usesOneOf(functions, node, ancestors) ? null : `this use of ${node.name}`;
  }
  if (binding.node.type !== 'ImportSpecifier' || binding.node.local === node) return null;
  const module = importedName(binding.node.imported);
  const functions = ownEntry(MODULE_FUNCTIONS, module) ?? [];
  return usesOneOf(functions, node, ancestors) ? null : `an unsupported function of ${module}`;
}

/** True for `name.a.b(…)` where `a.b` is listed. */
function usesOneOf(
  functions: readonly string[],
  node: AnyNode,
  ancestors: readonly AnyNode[],
): boolean {
  const path: string[] = [];
  let inner = node;
  for (const outer of [...ancestors].reverse()) {
    if (outer.type === 'CallExpression' && outer.callee === inner) {
      return functions.includes(path.join('.'));
    }
    if (outer.type !== 'MemberExpression' || outer.object !== inner || outer.computed) return false;
    if (outer.property.type !== 'Identifier') return false;
    path.push(outer.property.name);
    inner = outer;
  }
  return false;
}

function ownEntry(
  table: Readonly<Record<string, readonly string[]>>,
  name: string,
): readonly string[] | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

function importedName(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : '';
}
