import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashOf, readCheckpoint } from '../functions/vault/checkpoint.ts';
import type { Checkpoint } from '../functions/vault/checkpoint.ts';
import { NO_PREVIOUS } from '../functions/vault/statement.ts';
import { TrailFault } from './fault.ts';

/** What someone knows from elsewhere, without which removed ends cannot be noticed. */
export interface Expectations {
  /** The trail reaches back to this instant at least; absent: to its very first checkpoint. */
  readonly from?: Date;
  /** The trail is sealed up to this instant at least. */
  readonly until?: Date;
  /** The hash of a checkpoint's statement that must be in the chain. */
  readonly head?: string;
}

/** What is kept of a checkpoint while events are compared with it. */
export interface Window {
  readonly sequence: number;
  readonly start: string;
  readonly end: string;
  readonly root: string;
  readonly count: number;
  /** The path of the file with the hashes of its leaves, which need not be there. */
  readonly leavesPath: string;
}

/** A whole chain whose every link was checked. */
export interface CheckedChain {
  readonly windows: readonly Window[];
  /** In which window (by position) an event that came late was sealed, by its id. */
  readonly late: ReadonlyMap<string, number>;
  readonly flagged: number;
  /** How many sealed events the sealer itself found changed or gone. */
  readonly missing: number;
  /** The hash of the newest statement: write it down, and later trails have to hold it. */
  readonly head: string;
}

const FILE = /^(\d{12})\.json$/;
const OTHER_KEY = 'a key on P-256 is needed';

/** PEM, or DER as KMS gives it (SubjectPublicKeyInfo). @throws Error for any other key */
export function readPublicKey(path: string): KeyObject {
  const bytes = readFileSync(path);
  const key = bytes.includes('-----BEGIN')
    ? createPublicKey(bytes)
    : createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error(OTHER_KEY);
  return key;
}

function isGenuine({ statementText, signature }: Checkpoint, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(statementText), key, Buffer.from(signature, 'base64'));
}

function load(folder: string, name: string): Checkpoint {
  try {
    return readCheckpoint(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } catch {
    throw new TrailFault('CHECKPOINT_UNREADABLE', `In ${name}.`);
  }
}

function isSignedByNone(folder: string, names: readonly string[], key: KeyObject): boolean {
  return !names.some((name) => {
    try {
      return isGenuine(load(folder, name), key);
    } catch {
      return false;
    }
  });
}

function checkLink(checkpoint: Checkpoint, before: Checkpoint | null, name: string): void {
  const { sequence, previous, windowStart } = checkpoint.statement;
  const named = Number(FILE.exec(name)?.[1]);
  if (sequence !== named) {
    throw new TrailFault('CHECKPOINT_REPLACED', `In ${name} stands number ${sequence}.`);
  }
  if (before === null) {
    if (sequence > 0 || previous === NO_PREVIOUS) return;
    throw new TrailFault('CHECKPOINT_REPLACED', `${name} is no first checkpoint.`);
  }
  if (sequence !== before.statement.sequence + 1) {
    throw new TrailFault('CHECKPOINT_MISSING', `Between ${before.statement.sequence} and ${name}.`);
  }
  const follows =
    previous === hashOf(before.statementText) && windowStart === before.statement.windowEnd;
  if (!follows) throw new TrailFault('CHECKPOINT_REPLACED', `${name} does not follow.`);
}

function checkEnds(windows: readonly Window[], hashes: ReadonlySet<string>, known: Expectations) {
  const [first, last] = [windows[0], windows.at(-1)];
  const isWhole =
    known.from === undefined
      ? first?.sequence === 0
      : first !== undefined && Date.parse(first.start) <= known.from.getTime();
  if (!isWhole) {
    throw new TrailFault('BEGINNING_MISSING', `The first is number ${first?.sequence ?? 'none'}.`);
  }
  const end = last?.end ?? '';
  if (known.until !== undefined && !(Date.parse(end) >= known.until.getTime())) {
    throw new TrailFault('END_MISSING', `The newest ends at ${end}.`);
  }
  if (known.head !== undefined && !hashes.has(known.head)) {
    throw new TrailFault('END_MISSING', `The expected head is not in the chain, up to ${end}.`);
  }
}

/**
 * Reads and checks the checkpoints of a folder: each signature, each link, and what is known of the
 * ends.
 * @throws TrailFault, the first one
 */
export function checkChain(folder: string, key: KeyObject, known: Expectations): CheckedChain {
  const names = readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort();
  const windows: Window[] = [];
  const late = new Map<string, number>();
  const hashes = new Set<string>();
  let [flagged, missing] = [0, 0];
  let before: Checkpoint | null = null;
  for (const name of names) {
    const checkpoint = load(folder, name);
    if (!isGenuine(checkpoint, key)) {
      const isOtherKey = windows.length === 0 && isSignedByNone(folder, names, key);
      throw new TrailFault(isOtherKey ? 'WRONG_KEY' : 'CHECKPOINT_FORGED', `In ${name}.`);
    }
    checkLink(checkpoint, before, name);
    const { statement, details } = checkpoint;
    for (const id of details.late) late.set(id, windows.length);
    flagged += details.flagged.length;
    missing += details.missing;
    hashes.add(hashOf(checkpoint.statementText));
    windows.push({
      sequence: statement.sequence,
      start: statement.windowStart,
      end: statement.windowEnd,
      root: statement.root,
      count: details.count,
      leavesPath: join(folder, name.replace('.json', '.leaves')),
    });
    before = checkpoint;
  }
  checkEnds(windows, hashes, known);
  const head = before === null ? NO_PREVIOUS : hashOf(before.statementText);
  return { windows, late, flagged, missing, head };
}
