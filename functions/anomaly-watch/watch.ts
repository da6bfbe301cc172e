import { createCheckpointSigner } from '../audit-sealer/checkpoint-signer.ts';
import { createClients } from '../vault/clients.ts';
import type { Environment } from '../vault/configuration.ts';
import { createMetrics } from '../vault/metrics.ts';
import type { Metrics } from '../vault/metrics.ts';
import { readWatchSettings } from './configuration.ts';
import { createFindings } from './finding.ts';
import type { Findings, Noticed } from './finding.ts';
import { createProfiles } from './profiles.ts';
import type { Judgement, Profiles } from './profiles.ts';
import { judge, subjectOf } from './profile.ts';
import type { Anomaly, Profile } from './profile.ts';
import { createSealedTrail, SealedTrailInvalid } from './sealed-trail.ts';
import type { SealedTrail, SealedWindow } from './sealed-trail.ts';
import type { Thresholds } from './thresholds.ts';
import type { WatchedEvent } from './watched-event.ts';

/** What one run did. */
export interface WatchReport {
  /** How many sealed windows were judged. */
  readonly watched: number;
  /** How many actors, window by window, something was found of. */
  readonly findings: number;
}

export interface WatchRun {
  /** Names the run in its findings. */
  readonly requestId: string;
  readonly mayGoOn: () => boolean;
}

/** Judges sealed windows, oldest first, until none is left or `mayGoOn` says no. */
export type Watch = (run: WatchRun) => Promise<WatchReport>;

/** What a test may set; everything else is real. */
export interface WatchSurroundings {
  readonly clock: () => Date;
  readonly write: (line: string) => void;
}

interface Needs {
  readonly thresholds: Thresholds;
  readonly trail: SealedTrail;
  readonly profiles: Profiles;
  readonly findings: Findings;
  readonly metrics: Metrics;
  readonly clock: () => Date;
}

const SUBJECTS_AT_ONCE = 16;
/** A window is judged within minutes of its seal; later than this the watch does not keep up. */
const LATE_MS = 1_800_000;
/** Longer than a run lasts, shorter than a window waits for its seal. */
const OLD_MS = 60_000;

function bySubject(events: readonly WatchedEvent[]): Map<string, WatchedEvent[]> {
  const subjects = new Map<string, WatchedEvent[]>();
  for (const event of events) {
    const subject = event.observation === null ? null : subjectOf(event.observation);
    if (subject === null) continue;
    const others = subjects.get(subject);
    if (others === undefined) subjects.set(subject, [event]);
    else others.push(event);
  }
  return subjects;
}

/** All that a window holds of one subject, in order. */
function judgeAll(
  { thresholds, clock }: Needs,
  before: Profile,
  events: readonly WatchedEvent[],
): Judgement {
  const first = new Map<Anomaly, string>();
  let profile = before;
  for (const { id, observation } of events) {
    if (observation === null) continue;
    const judged = judge(profile, observation, thresholds);
    profile = judged.profile;
    for (const anomaly of judged.anomalies) if (!first.has(anomaly)) first.set(anomaly, id);
  }
  const anomalies = [...first].map(([anomaly, eventId]) => ({ anomaly, eventId }));
  return { profile, noticed: { time: clock().toISOString(), anomalies } };
}

interface Noted {
  readonly subject: string;
  readonly noticed: Noticed;
  readonly events: readonly WatchedEvent[];
}

async function judgeWindow(needs: Needs, sequence: number, events: readonly WatchedEvent[]) {
  const subjects = bySubject(events).entries();
  const noted: Noted[] = [];
  const work = async () => {
    for (const [subject, theirs] of subjects) {
      const noticed = await needs.profiles.judge(subject, sequence, (profile) =>
        judgeAll(needs, profile, theirs),
      );
      if (noticed === null || noticed.anomalies.length === 0) continue;
      noted.push({ subject, noticed, events: theirs });
    }
  };
  await Promise.all(Array.from({ length: SUBJECTS_AT_ONCE }, work));
  return noted;
}

/**
 * What a run noticed that was cut short long ago is told as of now, unless it was told: its own time
 * lies in a window that was sealed meanwhile, where a new event looks like a forged one.
 */
async function asOfNow(
  { clock, findings, profiles }: Needs,
  sequence: number,
  { subject, noticed, events }: Noted,
): Promise<Noticed> {
  const isOld = clock().getTime() - Date.parse(noticed.time) > OLD_MS;
  if (!isOld || (await findings.isThere(noticed, events))) return noticed;
  return profiles.renew(subject, sequence, noticed);
}

function reportWindow({ metrics, clock }: Needs, { statement }: SealedWindow): void {
  const window = { window: statement.windowStart };
  metrics.count('WindowWatched', window);
  const isLate = clock().getTime() - Date.parse(statement.windowEnd) > LATE_MS;
  if (isLate) metrics.count('WatchLate', window);
}

/**
 * Profiles first, then findings and their metrics, then the position: whatever is cut short is taken
 * up again at the same window, where a profile that is done tells what it had shown.
 */
async function watchWindow(
  needs: Needs,
  { statement, position }: SealedWindow,
  requestId: string,
): Promise<number> {
  const { metrics } = needs;
  const window = { window: statement.windowStart };
  const { events, isWhole } = await needs.trail.events(statement);
  if (!isWhole) metrics.count('WatchedTrailInvalid', window);
  const unreadable = events.filter(({ isUnreadable }) => isUnreadable).length;
  if (unreadable > 0) metrics.count('MalformedEvent', window, unreadable);
  const noted = await judgeWindow(needs, statement.sequence, events);
  for (const one of noted) {
    const noticed = await asOfNow(needs, statement.sequence, one);
    await needs.findings.put(noticed, one.events, requestId);
  }
  for (const { noticed } of noted) needs.findings.count(noticed);
  await needs.profiles.advance(position);
  return noted.length;
}

async function watchAll(needs: Needs, { requestId, mayGoOn }: WatchRun): Promise<WatchReport> {
  let [watched, findings] = [0, 0];
  while (mayGoOn()) {
    const window = await needs.trail.next(await needs.profiles.position());
    if (window === null) break;
    findings += await watchWindow(needs, window, requestId);
    reportWindow(needs, window);
    watched += 1;
  }
  return { watched, findings };
}

/**
 * Wires the watch from its environment: AUDIT_TABLE, CHECKPOINT_TABLE, PROFILE_TABLE,
 * CHECKPOINT_KEY_ARN, ANOMALY_THRESHOLDS ({}). Runs may overlap: each window is judged once for each
 * actor. What was counted by a run that ends before it moves on, or by two at the same time, may be
 * counted once more in the metrics, never in a profile or in the trail.
 * @throws TypeError naming the variable that is missing or wrong
 */
export function createWatch(env: Environment, { clock, write }: WatchSurroundings): Watch {
  const settings = readWatchSettings(env);
  const { dynamodb: client, kms } = createClients();
  const metrics = createMetrics(write, () => clock().getTime());
  const { auditTable, checkpointTable, profileTable, thresholds } = settings;
  const signer = createCheckpointSigner(kms, settings.keyArn);
  const needs: Needs = {
    thresholds,
    trail: createSealedTrail({ client, auditTable, checkpointTable, signer }),
    profiles: createProfiles({ client, tableName: profileTable, metrics, clock }),
    findings: createFindings({ client, auditTable, metrics }),
    metrics,
    clock,
  };
  return async (run) => {
    try {
      return await watchAll(needs, run);
    } catch (error) {
      if (error instanceof SealedTrailInvalid) metrics.count('WatchedTrailInvalid', {});
      throw error;
    }
  };
}
