import { S3Client } from '@aws-sdk/client-s3';

import { canonicalJson } from '../vault/canonical-json.ts';
import { EVENT_ENCODING } from '../vault/canonical-event.ts';
import { hashOf, readCheckpoint } from '../vault/checkpoint.ts';
import type { Checkpoint } from '../vault/checkpoint.ts';
import { createCheckpointIndex } from '../vault/checkpoint-index.ts';
import type { CheckpointIndex } from '../vault/checkpoint-index.ts';
import { CLIENT_LIMITS, createClients } from '../vault/clients.ts';
import type { Environment } from '../vault/configuration.ts';
import { rootOf } from '../vault/merkle-tree.ts';
import { createMetrics } from '../vault/metrics.ts';
import type { Metrics } from '../vault/metrics.ts';
import { CHECKPOINT_KIND } from '../vault/statement.ts';
import { CheckpointInvalid, openChain } from './chain.ts';
import type { Chain } from './chain.ts';
import { createCheckpointSigner } from './checkpoint-signer.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { readSealerSettings } from './configuration.ts';
import type { SealerSettings } from './configuration.ts';
import { createIndexWriter } from './index-writer.ts';
import type { IndexWriter } from './index-writer.ts';
import { createAuditTrail } from './trail.ts';
import type { AuditTrail } from './trail.ts';
import { nextWindow, readWindow } from './window.ts';
import type { Window, WindowContent } from './window.ts';

/** What one run did. */
export interface SealingReport {
  /** How many windows were sealed. */
  readonly sealed: number;
  /** The sequence of the newest checkpoint; null if there is none. */
  readonly head: number | null;
  /** Whether closed windows are left to the next run. */
  readonly isBehind: boolean;
}

/** Seals closed windows, oldest first, until none is left or `mayGoOn` says no. */
export type Seal = (mayGoOn: () => boolean) => Promise<SealingReport>;

/** What a test may set; everything else is real. */
export interface SealerSurroundings {
  readonly clock: () => Date;
  readonly write: (line: string) => void;
}

interface Needs {
  readonly settings: SealerSettings;
  readonly trail: AuditTrail;
  readonly store: CheckpointStore;
  readonly signer: CheckpointSigner;
  readonly index: CheckpointIndex;
  readonly writer: IndexWriter;
  readonly metrics: Metrics;
  readonly clock: () => Date;
}

/** After every time that any window may have. */
const END_OF_TIME = '~';

/** Copies what a run that was cut short put into the store and not into the index. */
async function copyTheRest({ index, store, signer, writer }: Needs): Promise<Chain> {
  const [copied] = await index.upTo(END_OF_TIME, 1);
  const chain = await openChain({ store, signer }, copied?.sequence ?? 0);
  const from = copied === undefined ? 0 : Date.parse(copied.windowStart) + 1;
  const isCopied = chain.head()?.statement.windowStart === copied?.windowStart;
  if (isCopied) return chain;
  for (const checkpoint of await chain.since(from)) await writer.putCheckpoint(checkpoint);
  return chain;
}

async function signed(
  { settings, signer }: Needs,
  chain: Chain,
  window: Window,
  content: WindowContent,
  root: string,
): Promise<Checkpoint> {
  const { events, late, flagged, missing, malformed } = content;
  const counts = { encoding: EVENT_ENCODING, count: events.length, missing, malformed };
  const details = canonicalJson({ ...counts, late, flagged });
  const statement = canonicalJson({
    kind: CHECKPOINT_KIND,
    ...chain.next(),
    windowStart: new Date(window.start).toISOString(),
    windowEnd: new Date(window.end).toISOString(),
    root,
    details: hashOf(details),
    keyId: settings.keyArn,
  });
  return readCheckpoint({ statement, details, signature: await signer.sign(statement) });
}

function report(metrics: Metrics, { statement, details }: Checkpoint): void {
  const window = { window: statement.windowStart };
  metrics.count('WindowSealed', window);
  const { late, flagged, missing, malformed } = details;
  if (late.length > 0) metrics.count('LateEvent', window, late.length);
  if (flagged.length > 0) metrics.count('AttemptWithoutOutcome', window, flagged.length);
  if (missing > 0) metrics.count('SealedEventMissing', window, missing);
  if (malformed > 0) metrics.count('MalformedEvent', window, malformed);
}

async function sealWindow(needs: Needs, chain: Chain, window: Window): Promise<void> {
  const content = await readWindow(needs, chain, window);
  const root = rootOf(content.events.map(({ leaf }) => leaf)).toString('hex');
  await needs.writer.putLeaves(root, content.events);
  const checkpoint = await chain.append(await signed(needs, chain, window, content, root));
  await needs.writer.putCheckpoint(checkpoint);
  report(needs.metrics, checkpoint);
}

/** Whether the oldest closed window has waited for longer than two windows take. */
function isLate({ windowMinutes, graceSeconds }: SealerSettings, window: Window, now: number) {
  return now - window.end > (2 * windowMinutes * 60 + graceSeconds) * 1000;
}

async function sealAll(needs: Needs, mayGoOn: () => boolean): Promise<SealingReport> {
  const { settings, metrics, clock } = needs;
  const chain = await copyTheRest(needs);
  const waiting = () => nextWindow(settings, chain, clock().getTime());
  const first = waiting();
  if (first !== null && isLate(settings, first, clock().getTime())) metrics.count('SealerLate', {});
  let sealed = 0;
  for (let window = first; window !== null && mayGoOn(); window = waiting()) {
    await sealWindow(needs, chain, window);
    sealed += 1;
  }
  const head = chain.head()?.statement.sequence ?? null;
  return { sealed, head, isBehind: waiting() !== null };
}

/**
 * Wires the sealer from its environment: AUDIT_TABLE, CHECKPOINT_TABLE, CHECKPOINT_BUCKET,
 * CHECKPOINT_KEY_ARN, TRAIL_BEGIN (an instant on a whole minute), WINDOW_MINUTES (5), GRACE_SECONDS
 * (60), LATE_MINUTES (10). Any number of sealers may run at once: the store lets one of them put the
 * next checkpoint, and the others go on from there.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function createSealer(env: Environment, { clock, write }: SealerSurroundings): Seal {
  const settings = readSealerSettings(env);
  const { dynamodb, kms } = createClients();
  const metrics = createMetrics(write, () => clock().getTime());
  const needs: Needs = {
    settings,
    trail: createAuditTrail(dynamodb, settings.auditTable),
    store: createCheckpointStore(new S3Client(CLIENT_LIMITS), settings.bucket),
    signer: createCheckpointSigner(kms, settings.keyArn),
    index: createCheckpointIndex(dynamodb, settings.checkpointTable),
    writer: createIndexWriter(dynamodb, settings.checkpointTable),
    metrics,
    clock,
  };
  return async (mayGoOn) => {
    try {
      return await sealAll(needs, mayGoOn);
    } catch (error) {
      if (error instanceof CheckpointInvalid) metrics.count('CheckpointInvalid', {});
      throw error;
    }
  };
}
