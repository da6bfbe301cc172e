import { createHash } from 'node:crypto';

import { canonicalJson } from './canonical-json.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import { isCount, parseCanonical, readStatement } from './statement.ts';
import type { Statement } from './statement.ts';

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

/** SHA-256 in hex: how a checkpoint names its details and its predecessor. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function readDetails(text: string): Details {
  const details = parseCanonical(text) as Details;
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
