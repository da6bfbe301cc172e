import { invalid } from './errors.ts';
import { isObject } from './input.ts';
import type { Input } from './input.ts';

/** Pairs that a blob is bound to; not secret, never stored here. */
export type EncryptionContext = ReadonlyMap<string, string>;

const MAX_BYTES = 8192;

/**
 * Reads an encryption context; an absent one is empty.
 *
 * @throws ServiceError ValidationException: a pair that is no text, more than 8,192 bytes, or two
 * names that differ in case only (policies compare names without case).
 */
export function readEncryptionContext(input: Input, name: string): EncryptionContext {
  const value = input[name] ?? {};
  if (!isObject(value)) throw invalid(`${name} must be an object.`);
  const context = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (!isName(key) || !isWellFormedText(text)) throw invalid(`${name} must hold texts.`);
    context.set(key, text);
  }
  refuseAmbiguousNames(context, name);
  if (encodeEncryptionContext(context).length > MAX_BYTES) {
    throw invalid(`${name} must have at most ${MAX_BYTES} bytes.`);
  }
  return context;
}

/** Canonical bytes: pairs sorted by name, each part after its length, so that no two contexts agree. */
export function encodeEncryptionContext(context: EncryptionContext): Buffer {
  const pairs = [...context].map((pair) => pair.map((part) => Buffer.from(part, 'utf8')));
  pairs.sort(([a = EMPTY], [b = EMPTY]) => Buffer.compare(a, b));
  return Buffer.concat(pairs.flat().flatMap((part) => [lengthOf(part), part]));
}

const EMPTY = Buffer.alloc(0);

const isName = (key: string) => key !== '' && isWellFormedText(key);

/** Half a surrogate pair has no UTF-8 of its own: two such texts would have the same bytes. */
function isWellFormedText(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

function refuseAmbiguousNames(context: EncryptionContext, name: string): void {
  const names = new Set([...context.keys()].map((key) => key.toLowerCase()));
  if (names.size !== context.size) throw invalid(`${name} has names that differ in case only.`);
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}
