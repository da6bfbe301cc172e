import { createHash } from 'node:crypto';

import { canonicalJson } from './canonical-json.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';

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

export interface Details {
  /** How events were encoded; see `canonicalEvent`. */
  readonly encoding: number;
  /** How many events the tree holds, late ones included. */
  readonly count: number;
  /** Ids of events of earlier windows that were found only after their window had been sealed. */
  readonly late: readonly string[];
  /** Ids of attempts whose outcome did not follow in time: what they asked for may have been done. */
  readonly flagged: readonly string[];
  /**
   * How many events that had been sealed shortly before were found changed or gone; a window whose
   * hashes were found so counts 1.
   */
  readonly missing: number;
  /** How many items lay in the table that no vault wrote so; they are not sealed. */
  readonly malformed: number;
}

/** A checkpoint as it is stored: the very texts, and the signature of the first in base64. */
export interface Checkpoint {
  readonly statementText: string;
  readonly detailsText: string;
  readonly signature: string;
  readonly statement: Statement;
  readonly details: Details;
}

export const CHECKPOINT_KIND = 'tokenization-gateway/checkpoint/v1';
export const NO_PREVIOUS = '0'.repeat(64);

const HASH = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/;

/** SHA-256 in hex: how a checkpoint names its details and its predecessor. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A text whose canonical form is itself. */
function parse(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (canonicalJson(parsed as never) !== text) throw new TypeError('This is not canonical JSON.');
  return parsed;
}

/** @throws TypeError or SyntaxError unless it is the canonical text of a statement */
export function readStatement(text: string): Statement {
  const stated = parse(text) as Statement;
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

function readDetails(text: string): Details {
  const details = parse(text) as Details;
  const { encoding, count, late, flagged, missing, malformed } = details;
  const isDetails =
    [encoding, count, missing, malformed].every(isCount) &&
    [late, flagged].every(
      (ids) => Array.isArray(ids) && listOf(ids).every((id) => textOf(id) !== ''),
    );
  if (!isDetails) throw new TypeError('These are no details of a checkpoint.');
  return details;
}

/** @throws TypeError or SyntaxError unless the three texts are a checkpoint whose parts agree */
export function readCheckpoint(received: unknown): Checkpoint {
  const { statement, details, signature } = fieldsOf(received);
  const [statementText, detailsText] = [textOf(statement), textOf(details)];
  const checkpoint = {
    statementText,
    detailsText,
    signature: textOf(signature),
    statement: readStatement(statementText),
    details: readDetails(detailsText),
  };
  if (checkpoint.statement.details !== hashOf(detailsText)) {
    throw new TypeError('The details are not those of the statement.');
  }
  return checkpoint;
}

/** The text of the object that holds a checkpoint. */
export function writeCheckpoint({ statementText, detailsText, signature }: Checkpoint): string {
  return canonicalJson({ statement: statementText, details: detailsText, signature });
}
