import type { AnyNode, Program } from 'acorn';
import { walk } from './language-scope.ts';

/** A failure inside a realm, as V8 described it. */
export interface RealmFailure {
  readonly name: string;
  readonly message: string;
  /** `line:column` in the code, or nothing. */
  readonly place: string;
}

/** The names that stand in the code itself: those may appear in a message, values never. */
export function namesOf(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, ({ node }) => {
    if (node.type === 'Identifier') names.add(node.name);
    if (node.type === 'MemberExpression') addName(node.property, names);
    if (node.type === 'Property') addName(node.key, names);
  });
  return names;
}

function addName(node: AnyNode, names: Set<string>): void {
  if (node.type === 'Identifier') names.add(node.name);
}

/** `code.js:line:column: Name: message`, as AppSync reports uncaught failures (errorType `Code`). */
export function describeFailure(failure: RealmFailure, names: ReadonlySet<string>): string {
  const name = /^[A-Za-z]{1,30}$/.test(failure.name) ? failure.name : 'Error';
  const message = namesOnly(failure.message, names);
  const at = failure.place === '' ? 'code.js' : `code.js:${failure.place}`;
  return message === null ? `${at}: ${name}` : `${at}: ${name}: ${message}`;
}

const KNOWN_MESSAGES = [
  /^([\w$]+) is not defined$/,
  /^Cannot access '([\w$]+)' before initialization$/,
  /^Cannot (?:read|set) properties of (?:undefined|null) \((?:reading|setting) '([\w$]+)'\)$/,
  /^([\w$.]+)(?:\(\.\.\.\))? is not a function$/,
  /^Assignment to constant variable\.$/,
  /^replace is supported for literal text only$/,
  /^Cannot assign to read only property '([\w$]+)' of object '#<Object>'$/,
  /^Cannot add property ([\w$]+), object is not extensible$/,
];

/** V8 puts values into some messages, so only those made of the code's own names pass. */
function namesOnly(message: string, names: ReadonlySet<string>): string | null {
  for (const pattern of KNOWN_MESSAGES) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const named = match[1]?.split('.') ?? [];
    return named.every((name) => names.has(name)) ? message : null;
  }
  return null;
}
