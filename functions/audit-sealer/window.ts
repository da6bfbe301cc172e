import { checkpointTime } from './chain.ts';
import type { Chain } from './chain.ts';
import type { SealerSettings } from './configuration.ts';
import { byId } from './trail.ts';
import type { AuditTrail, TrailEvent } from './trail.ts';
import type { Checkpoint } from '../vault/checkpoint.ts';
import type { CheckpointIndex } from '../vault/checkpoint-index.ts';
import { rootOf } from '../vault/merkle-tree.ts';

/** A closed window, in milliseconds. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** All that the checkpoint of a window will say of it. */
export interface WindowContent {
  /** The leaves, late events first: in ascending order of their ids. */
  readonly events: readonly TrailEvent[];
  readonly late: readonly string[];
  readonly flagged: readonly string[];
  readonly missing: number;
  readonly malformed: number;
}

interface Needs {
  readonly trail: AuditTrail;
  readonly index: CheckpointIndex;
  readonly settings: SealerSettings;
}

const MINUTE_MS = 60_000;

/** What was sealed shortly before, as far as the index still tells. */
interface Sealed {
  /** The leaves of events in the windows of these checkpoints, in base64. */
  readonly leaves: ReadonlySet<string>;
  /** Those whose leaves do not lead to the root that was signed: nothing is known of these. */
  readonly unknown: readonly Checkpoint[];
}

async function sealedBy(
  index: CheckpointIndex,
  checkpoints: readonly Checkpoint[],
): Promise<Sealed> {
  const sealed = new Set<string>();
  const unknown: Checkpoint[] = [];
  const earliest = checkpoints[0]?.statement.windowStart ?? '';
  for (const checkpoint of checkpoints) {
    const { statement, details } = checkpoint;
    const leaves = await index.leaves(statement.root);
    if (rootOf(leaves).toString('hex') !== statement.root) {
      unknown.push(checkpoint);
      continue;
    }
    // Late events stand first, and may have happened before all of these windows.
    const skipped = details.late.filter((id) => id < earliest).length;
    for (const leaf of leaves.slice(skipped)) sealed.add(leaf.toString('base64'));
  }
  return { leaves: sealed, unknown };
}

interface Recheck {
  readonly late: readonly TrailEvent[];
  readonly missing: number;
}

function mayHold({ statement, details }: Checkpoint, { id }: TrailEvent): boolean {
  const isWithin = statement.windowStart <= id && id < statement.windowEnd;
  return isWithin || details.late.includes(id);
}

/**
 * What the windows just before hold now, against what was sealed of them. Where that is not known,
 * nothing is late: what is sealed twice makes a sound trail look altered for ever.
 */
function recheck(found: readonly TrailEvent[], { leaves, unknown }: Sealed): Recheck {
  const isSealed = ({ leaf }: TrailEvent): boolean => leaves.has(leaf.toString('base64'));
  const late = found.filter(
    (event) => !isSealed(event) && !unknown.some((checkpoint) => mayHold(checkpoint, event)),
  );
  if (unknown.length > 0) return { late, missing: unknown.length };
  return { late, missing: leaves.size - (found.length - late.length) };
}

/** Attempts among `events` to which `around` holds no outcome. */
function withoutOutcome(events: readonly TrailEvent[], around: readonly TrailEvent[]): string[] {
  const answered = new Set(
    around.filter(({ kind }) => kind === 'OUTCOME').map(({ attemptId }) => attemptId),
  );
  return events
    .filter(({ kind, attemptId }) => kind === 'ATTEMPT' && !answered.has(attemptId))
    .map(({ id }) => id);
}

/**
 * Reads a closed window, what came late into the windows just before it, and the grace period after
 * it, in which the outcomes of its last attempts lie.
 */
export async function readWindow(
  { trail, index, settings }: Needs,
  chain: Chain,
  { start, end }: Window,
): Promise<WindowContent> {
  const recent = await chain.since(start - settings.lateMinutes * MINUTE_MS);
  const from = checkpointTime(recent[0]?.statement.windowStart ?? new Date(start).toISOString());
  const graceMs = Math.ceil(settings.graceSeconds / 60) * MINUTE_MS;
  const [before, within, after] = await Promise.all([
    trail.read(from, start),
    trail.read(start, end),
    trail.read(end, end + graceMs),
  ]);
  const { late, missing } = recheck(before.events, await sealedBy(index, recent));
  const events = [...late, ...within.events].sort(byId);
  const around = [...before.events, ...within.events, ...after.events];
  return {
    events,
    late: late.map(({ id }) => id),
    flagged: withoutOutcome(events, around),
    missing,
    malformed: within.malformed,
  };
}

/** The window that follows, or null while it is open or its grace period lasts. */
export function nextWindow(settings: SealerSettings, chain: Chain, now: number): Window | null {
  const head = chain.head();
  const start = head === null ? settings.trailBegin : checkpointTime(head.statement.windowEnd);
  const end = start + settings.windowMinutes * MINUTE_MS;
  return now >= end + settings.graceSeconds * 1000 ? { start, end } : null;
}
