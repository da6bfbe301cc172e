/** What of a document decides how it is sent. */
export interface DocumentHeader {
  /** `query`, `mutation` or `subscription`. */
  readonly kind: string;
  /** The operation's name; its kind if it has none. */
  readonly operation: string;
  /** The variables and their types, without brackets. */
  readonly variables: readonly (readonly [name: string, type: string])[];
  /** How many fields the operation runs; infinity where a fragment hides that. */
  readonly fields: number;
}

interface Definition {
  /** All before the first brace. */
  readonly head: string[];
  /** What stands in the outermost braces, without arguments. */
  readonly body: string[];
}

const COMMENT = /#[^\n\r]*/g;
const TOKEN = /\.{3}|\w+|[^\s,\w]/g;

/** In the lexical grammar of the GraphQL specification (section 2.1), for texts without strings. */
function definitionsOf(document: string): Definition[] {
  const definitions: Definition[] = [];
  let [braces, parentheses, isOpen] = [0, 0, false];
  for (const token of document.replace(COMMENT, '').match(TOKEN) ?? []) {
    if (!isOpen) definitions.push({ head: [], body: [] });
    isOpen = true;
    if (token === ')') parentheses -= 1;
    if (parentheses === 0 && token === '}') braces -= 1;
    if (braces === 0) definitions.at(-1)?.head.push(token);
    else if (braces === 1 && parentheses === 0) definitions.at(-1)?.body.push(token);
    if (token === '(') parentheses += 1;
    if (parentheses === 0 && token === '{') braces += 1;
    if (token === '}' && braces === 0 && parentheses === 0) isOpen = false;
  }
  return definitions;
}

function variablesOf(head: readonly string[]): [string, string][] {
  const declared = head.join(' ').matchAll(/\$ (\w+) : (?:\[ )*(\w+)/g);
  return [...declared].map(([, name = '', type = '']) => [name, type]);
}

function countFields(body: readonly string[]): number {
  if (body.includes('...')) return Number.POSITIVE_INFINITY;
  const named = body.filter(
    (token, at) => /^\w/.test(token) && body[at - 1] !== '@' && body[at + 1] !== ':',
  );
  return named.length;
}

/** Reads the first operation of a document, wherever it stands. */
export function headerOf(document: string): DocumentHeader {
  const operation = definitionsOf(document).find(({ head }) => head[0] !== 'fragment');
  const { head, body } = operation ?? { head: [], body: [] };
  const [kind = '{', name = ''] = head;
  const word = kind === '{' ? 'query' : kind;
  return {
    kind: word,
    operation: /^\w/.test(name) ? name : word,
    variables: variablesOf(head),
    fields: countFields(body),
  };
}
