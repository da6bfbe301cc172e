import { refuse, UNPARSABLE } from './answer.ts';
import type { Refusal } from './answer.ts';

/** What a client sent, by POST as JSON or by GET as query parameters. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** Deeper JSON is refused before anything walks it. */
const MAX_NESTING = 100;

export function parseBody(body: string): GraphQLRequest | Refusal {
  if (body.trim() === '') {
    return refuse(400, 'MalformedHttpRequestException', 'Request body is empty.');
  }
  const document = parseJson(body);
  return isRecord(document) ? fromFields(document) : UNPARSABLE;
}

export function parseSearch(search: URLSearchParams): GraphQLRequest | Refusal {
  const variables = search.get('variables');
  return fromFields({
    query: search.get('query'),
    variables: variables === null ? null : parseJson(variables),
    operationName: search.get('operationName'),
  });
}

function fromFields(fields: Readonly<Record<string, unknown>>): GraphQLRequest | Refusal {
  const { query, variables = null, operationName = null } = fields;
  if (typeof query !== 'string' || query.trim() === '') return UNPARSABLE;
  if (variables !== null && !isRecord(variables)) return UNPARSABLE;
  if (operationName !== null && typeof operationName !== 'string') return UNPARSABLE;
  return {
    query,
    variables: variables ?? {},
    operationName: operationName === '' ? null : operationName,
  };
}

/** Undefined for what is no JSON or is nested too deeply. */
function parseJson(text: string): unknown {
  if (nesting(text) > MAX_NESTING) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  // A text that never ends is read to the end: tried anew at each of its quotes, it costs n².
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{]|[\]}]/gs)) {
    if (part === '[' || part === '{') depth += 1;
    if (part === ']' || part === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
