import { canonicalJson } from './canonical-json.ts';
import { textOf } from './fields.ts';

/**
 * What is signed: the seal of one window of the trail. It tells nothing of how much any tenant did,
 * so that any tenant's auditors may see it; `details` is the hash of what does.
 */
export interface Statement {
  readonly kind: typeof CHECKPOINT_KIND;
  /** 0, 1, 2 … without a gap. */
  readonly sequence: number;
  /** The window: from this instant up to, not including, the other; each starts where one ended. */
  readonly windowStart: string;
  readonly windowEnd: string;
  /** The root of the Merkle tree over the window's events and the late ones, 64 hex digits. */
  readonly root: string;
  /** SHA-256 of the previous statement's text, 64 hex digits; zeros for the first. */
  readonly previous: string;
  /** SHA-256 of the text of the details, 64 hex digits. */
  readonly details: string;
  /** The ARN of the KMS key that signs. */
  readonly keyId: string;
}

export const CHECKPOINT_KIND = 'tokenization-gateway/checkpoint/v1';
export const NO_PREVIOUS = '0'.repeat(64);

const HASH = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/;

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/**
 * What a text says whose canonical form is itself.
 * @throws TypeError or SyntaxError for any other text
 */
export function parseCanonical(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (canonicalJson(parsed as never) !== text) throw new TypeError('This is not canonical JSON.');
  return parsed;
}

/** @throws TypeError or SyntaxError unless it is the canonical text of a statement */
export function readStatement(text: string): Statement {
  const stated = parseCanonical(text) as Statement;
  const { kind, sequence, windowStart, windowEnd, root, previous, details, keyId } = stated;
  const isStatement =
    (kind as string) === CHECKPOINT_KIND &&
    isCount(sequence) &&
    [windowStart, windowEnd].every((instant) => INSTANT.test(textOf(instant))) &&
    windowStart < windowEnd &&
    [root, previous, details].every((hash) => HASH.test(textOf(hash))) &&
    textOf(keyId) !== '' &&
    Object.keys(stated).length === 8;
  if (!isStatement) throw new TypeError('This is no statement of a checkpoint.');
  return stated;
}
