/**
 * What APPSYNC_JS 1.0.0 knows. Anything not listed here is refused when the code is loaded.
 *
 * Source: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
 */

/** ESTree node types of the language. */
export const SYNTAX: ReadonlySet<string> = new Set([
  'Program',
  'ImportDeclaration',
  'ImportSpecifier',
  'ExportNamedDeclaration',
  'ExportSpecifier',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'VariableDeclaration',
  'VariableDeclarator',
  'ReturnStatement',
  'ExpressionStatement',
  'BlockStatement',
  'EmptyStatement',
  'IfStatement',
  'SwitchStatement',
  'SwitchCase',
  'BreakStatement',
  'ForOfStatement',
  'ForInStatement',
  'Identifier',
  'Literal',
  'TemplateLiteral',
  'TemplateElement',
  'ObjectExpression',
  'Property',
  'ArrayExpression',
  'SpreadElement',
  'RestElement',
  'ObjectPattern',
  'ArrayPattern',
  'AssignmentPattern',
  'CallExpression',
  'ChainExpression',
  'MemberExpression',
  'BinaryExpression',
  'LogicalExpression',
  'UnaryExpression',
  'AssignmentExpression',
  'ConditionalExpression',
]);

export const REFUSED_OPERATORS: ReadonlySet<string> = new Set(['~', 'in', 'instanceof']);

/** Values without members. */
export const CONSTANTS: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity']);

/** The only use of a global object: a call of one of these functions. */
export const GLOBAL_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
  Number: ['isFinite', 'isNaN'],
  Math: ['random', 'min', 'max', 'round', 'floor', 'ceil'],
  JSON: ['parse', 'stringify'],
};

/** What may be imported from `@aws-appsync/utils`, and the functions of it that exist here. */
export const MODULE_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  util: [
    'error',
    'appendError',
    'unauthorized',
    'authType',
    'autoId',
    'time.nowISO8601',
    'time.nowEpochSeconds',
    'time.nowEpochMilliSeconds',
  ],
  runtime: ['earlyReturn'],
};

export const UTILITY_MODULE = '@aws-appsync/utils';

/** Methods that take a function; no other call does. */
export const CALLBACK_METHODS: ReadonlySet<string> = new Set([
  'forEach',
  'map',
  'flatMap',
  'filter',
  'reduce',
  'reduceRight',
  'find',
  'some',
  'every',
  'findIndex',
  'findLast',
  'findLastIndex',
]);

/** Property names that AWS does not implement, or that lead out of the language. */
export const REFUSED_PROPERTIES: ReadonlySet<string> = new Set([
  ...['constructor', 'prototype', '__proto__', 'caller', 'callee', 'arguments'],
  ...['__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__'],
  ...['apply', 'bind', 'call', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString'],
  ...['copyWithin', 'group', 'groupToMap', 'toSorted', 'toSpliced', 'toReversed'],
  ...['charCodeAt', 'codePointAt', 'localeCompare', 'match', 'matchAll', 'normalize'],
  ...['padEnd', 'padStart', 'repeat', 'search', 'toLocaleLowerCase', 'toLocaleUpperCase'],
  ...['anchor', 'big', 'blink', 'bold', 'fontcolor', 'italics', 'link', 'strike', 'sup'],
  ...['getPrototypeOf', 'setPrototypeOf', 'defineProperty', 'defineProperties', 'fromEntries'],
]);

/** Characters of one resolver or function. */
export const MAX_CODE_CHARACTERS = 32_768;
