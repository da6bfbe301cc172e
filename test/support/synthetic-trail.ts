import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventKeys } from '../../functions/vault/audit-keys.ts';
import { canonicalJson } from '../../functions/vault/canonical-json.ts';
import { hashOf } from '../../functions/vault/checkpoint.ts';
import { leafHash, rootOf } from '../../functions/vault/merkle-tree.ts';
import { CHECKPOINT_KIND, NO_PREVIOUS } from '../../functions/vault/statement.ts';

/** A sealed window with all that belongs to it, as texts. */
export interface SyntheticWindow {
  readonly sequence: number;
  readonly events: readonly string[];
  readonly checkpoint: string;
  readonly leaves: Buffer;
}

export interface SyntheticTrail {
  readonly windows: readonly SyntheticWindow[];
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  /** Where the newest window ends. */
  readonly until: string;
  /** The hash of the newest statement. */
  readonly head: string;
}

const BEGIN = Date.UTC(2031, 0, 1);
const WINDOW_MS = 300_000;

/** The canonical text of an event as the vault writes them, with its own attempt id. */
export function syntheticEvent(
  time: string,
  kind: 'ATTEMPT' | 'OUTCOME',
  attemptId: string,
): string {
  const { pk, sk, tenantDay } = eventKeys({ tenant: 'acme', time, attemptId, kind });
  return canonicalJson({
    pk,
    sk,
    tenantDay: tenantDay ?? '',
    kind,
    attemptId,
    time,
    operation: 'release',
    requestId: randomUUID(),
    tenant: 'acme',
    actor: '0b6c1f2e-6d3a-4a58-9c11-6f2d7f0a9b11',
    actorKind: 'user',
    groups: ['payment-staff'],
    sourceIps: ['203.0.113.7'],
    count: 1,
    items: [{ dataClass: 'PAN', format: 'OPAQUE', purpose: 'PAYMENT', token: `tok_${attemptId}` }],
    ...(kind === 'OUTCOME' ? { code: 'OK' } : {}),
  });
}

const idIn = (event: string): string => (JSON.parse(event) as { sk: string }).sk;

function eventsOf(start: number, count: number): string[] {
  const events = Array.from({ length: count }, (_, at) => {
    const time = new Date(start + Math.floor((at * WINDOW_MS) / count)).toISOString();
    return syntheticEvent(time, at % 2 === 0 ? 'ATTEMPT' : 'OUTCOME', randomUUID());
  });
  return events
    .map((event) => [idIn(event), event] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, event]) => event);
}

interface Link {
  readonly sequence: number;
  readonly previous: string;
  readonly late: readonly string[];
}

function seal(events: readonly string[], link: Link, privateKey: KeyObject) {
  const { sequence, previous, late } = link;
  const start = BEGIN + sequence * WINDOW_MS;
  const leaves = events.map((event) => leafHash(event));
  const counts = { count: events.length, encoding: 1, malformed: 0, missing: 0 };
  const details = canonicalJson({ ...counts, late, flagged: [] });
  const statement = canonicalJson({
    kind: CHECKPOINT_KIND,
    sequence,
    previous,
    windowStart: new Date(start).toISOString(),
    windowEnd: new Date(start + WINDOW_MS).toISOString(),
    root: rootOf(leaves).toString('hex'),
    details: hashOf(details),
    keyId: 'arn:aws:kms:us-east-1:000000000000:key/of-a-test',
  });
  const signature = sign('sha256', Buffer.from(statement), privateKey).toString('base64');
  const checkpoint = canonicalJson({ statement, details, signature });
  return { statement, window: { sequence, events, checkpoint, leaves: Buffer.concat(leaves) } };
}

/**
 * A trail sealed as the sealer does it, by a key of its own: a window for each count. The window after
 * `lateIn` also seals an event that came late into it.
 */
export function makeTrail(
  counts: readonly number[],
  onWindow: (window: SyntheticWindow) => SyntheticWindow = (window) => window,
  lateIn = -1,
): SyntheticTrail {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let [previous, until] = [NO_PREVIOUS, ''];
  const windows = counts.map((count, sequence) => {
    const start = BEGIN + sequence * WINDOW_MS;
    const isAfterLate = sequence === lateIn + 1 && lateIn >= 0;
    const late = isAfterLate ? eventsOf(start - WINDOW_MS, 1) : [];
    const events = [...late, ...eventsOf(start, count)];
    const link = { sequence, previous, late: late.map(idIn) };
    const { statement, window } = seal(events, link, privateKey);
    previous = hashOf(statement);
    until = new Date(start + WINDOW_MS).toISOString();
    return onWindow(window);
  });
  return { windows, publicKey, privateKey, until, head: previous };
}

/** Writes a window as `export` does. */
export function writeWindow(folder: string, { sequence, ...window }: SyntheticWindow): void {
  const name = String(sequence).padStart(12, '0');
  for (const part of ['events', 'checkpoints']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'checkpoints', `${name}.json`), window.checkpoint);
  writeFileSync(join(folder, 'checkpoints', `${name}.leaves`), window.leaves);
  const lines = window.events.map((event) => `${event}\n`).join('');
  writeFileSync(join(folder, 'events', `${name}.jsonl`), lines);
}
