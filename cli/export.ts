import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SingleBar } from 'cli-progress';

import type { Checkpoint } from '../functions/vault/checkpoint.ts';
import { hashesIn } from '../functions/vault/checkpoint-index.ts';
import { leafHash, rootOf } from '../functions/vault/merkle-tree.ts';
import {
  checkpointKeys,
  deployedPlace,
  loopbackPlace,
  readEvent,
  readEvents,
  readLeaves,
  readStored,
} from './trail-source.ts';
import type { TrailEvent, TrailPlace } from './trail-source.ts';

/** The command's options, as `export-command.ts` declares them. */
export interface ExportOptions {
  readonly out: string;
  readonly dataDir: string;
  readonly auditTable?: string;
  readonly checkpointTable?: string;
  readonly bucket?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly lateMinutes?: number;
}

export interface ExportRange {
  readonly from?: Date;
  readonly to?: Date;
  /** How far back the sealer looks for late events: LATE_MINUTES of its environment, 10 if absent. */
  readonly lateMinutes?: number;
}

interface Stored {
  readonly text: string;
  readonly checkpoint: Checkpoint;
  readonly leaves: Buffer;
}

export interface ExportReport {
  readonly events: number;
  /** How many were left out: they came late, and the next checkpoint will seal them. */
  readonly unsealed: number;
  readonly checkpoints: number;
}

const MINUTE_MS = 60_000;

const byId = (a: TrailEvent, b: TrailEvent): number => (a.id < b.id ? -1 : 1);

/** The first key whose window ends after an instant: windows follow each other, as keys do. */
async function firstAfter(place: TrailPlace, keys: readonly string[], from: Date | undefined) {
  let [low, high] = [0, from === undefined ? 0 : keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { checkpoint } = await readStored(place, keys[middle] ?? '');
    if (Date.parse(checkpoint.statement.windowEnd) <= (from?.getTime() ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The events that a checkpoint sealed, in the order of its leaves. */
async function sealedEvents(
  place: TrailPlace,
  { statement, details }: Checkpoint,
  lateElsewhere: ReadonlySet<string>,
): Promise<TrailEvent[]> {
  const inWindow = await readEvents(place, statement.windowStart, statement.windowEnd);
  const late = await Promise.all(details.late.map((id) => readEvent(place, id)));
  return [...inWindow.filter(({ id }) => !lateElsewhere.has(id)), ...late.flat()].sort(byId);
}

/**
 * Without what came late to a window that the sealer still looks at. Where an event that was sealed is
 * not there, all stay: that is no late event's fault, and `verify` is to point at it.
 */
function withoutUnsealed(
  events: readonly TrailEvent[],
  { checkpoint, leaves }: Stored,
): readonly TrailEvent[] {
  const hashes = hashesIn(leaves);
  if (rootOf(hashes).toString('hex') !== checkpoint.statement.root) return events;
  const sealed = new Set(hashes.map((leaf) => leaf.toString('base64')));
  const kept = events.filter(({ text }) => sealed.has(leafHash(text).toString('base64')));
  return kept.length === sealed.size ? kept : events;
}

function write(out: string, { text, checkpoint, leaves }: Stored, events: readonly TrailEvent[]) {
  const name = String(checkpoint.statement.sequence).padStart(12, '0');
  writeFileSync(join(out, 'checkpoints', `${name}.json`), text);
  writeFileSync(join(out, 'checkpoints', `${name}.leaves`), leaves);
  const lines = events.map((event) => `${event.text}\n`);
  writeFileSync(join(out, 'events', `${name}.jsonl`), lines.join(''));
}

async function endOf(place: TrailPlace, key: string | undefined): Promise<number> {
  if (key === undefined) return 0;
  return Date.parse((await readStored(place, key)).checkpoint.statement.windowEnd);
}

/** Late events of all checkpoints from `first` on: each is exported with the one that sealed it. */
async function lateFrom(place: TrailPlace, keys: readonly string[]): Promise<Set<string>> {
  const late = new Set<string>();
  for (const key of keys) {
    for (const id of (await readStored(place, key)).checkpoint.details.late) late.add(id);
  }
  return late;
}

/**
 * Writes the sealed trail of a range into a folder: `checkpoints/` and `events/`, a file for each
 * window. Whole windows are written; what is not sealed yet is left out.
 */
export async function exportTrail(
  place: TrailPlace,
  out: string,
  { from, to, lateMinutes = 10 }: ExportRange,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ExportReport> {
  for (const folder of ['checkpoints', 'events']) mkdirSync(join(out, folder), { recursive: true });
  const keys = await checkpointKeys(place);
  const wanted = keys.slice(await firstAfter(place, keys, from));
  const late = await lateFrom(place, wanted);
  const settledUpTo = (await endOf(place, wanted.at(-1))) - lateMinutes * MINUTE_MS;
  let [events, unsealed, checkpoints] = [0, 0, 0];
  for (const key of wanted) {
    const stored = await readStored(place, key);
    if (to !== undefined && Date.parse(stored.checkpoint.statement.windowStart) >= to.getTime())
      break;
    const found = await sealedEvents(place, stored.checkpoint, late);
    const leaves = await readLeaves(place, stored.checkpoint);
    const isSettled = Date.parse(stored.checkpoint.statement.windowEnd) <= settledUpTo;
    const sealed = isSettled ? found : withoutUnsealed(found, { ...stored, leaves });
    write(out, { ...stored, leaves }, sealed);
    events += sealed.length;
    unsealed += found.length - sealed.length;
    onProgress((checkpoints += 1), wanted.length);
  }
  return { events, unsealed, checkpoints };
}

function placeOf(options: ExportOptions): TrailPlace {
  const { auditTable, checkpointTable = null, bucket, dataDir } = options;
  if (auditTable === undefined && bucket === undefined) return loopbackPlace(dataDir);
  if (auditTable !== undefined && bucket !== undefined) {
    return deployedPlace({ auditTable, checkpointTable, bucket });
  }
  throw new Error('Of --audit-table and --bucket both are needed.');
}

/** What the command does. @throws Error if it is not said which trail is meant */
export async function runExport(options: ExportOptions): Promise<void> {
  const place = placeOf(options);
  const bar = new SingleBar({ format: '{bar} {value}/{total} windows', hideCursor: true });
  bar.start(1, 0);
  const report = await exportTrail(place, options.out, options, (done, total) => {
    bar.setTotal(total);
    bar.update(done);
  });
  bar.stop();
  console.log(`${report.events} events of ${report.checkpoints} windows are in ${options.out}.`);
  if (report.unsealed > 0) console.log(`${report.unsealed} came late and are not sealed yet.`);
}
