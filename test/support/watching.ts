import { createWatch } from '../../functions/anomaly-watch/watch.ts';
import type { WatchReport } from '../../functions/anomaly-watch/watch.ts';
import type { VaultEvent } from '../../functions/vault/event.ts';
import { runSealing } from './sealing.ts';
import type { RunningSealing } from './sealing.ts';
import { event, runVault } from './vault.ts';
import type { Answer, Item, Reply, RunningVault } from './vault.ts';

const MINUTE_MS = 60_000;
export const WINDOW_MINUTES = 2;
/** One window before a midnight: a second day is soon there. */
const BEGIN = Date.UTC(2031, 0, 8) - WINDOW_MINUTES * MINUTE_MS;
const SEALING = {
  TRAIL_BEGIN: new Date(BEGIN).toISOString(),
  WINDOW_MINUTES: String(WINDOW_MINUTES),
  LATE_MINUTES: '0',
};

export const THRESHOLDS = {
  breadthFloor: 5,
  breadthFactor: 2,
  breadthOfNewcomer: 10,
  learningDays: 1,
  refusalBurst: 5,
};

export interface Request {
  readonly operation: VaultEvent['operation'];
  readonly identity: VaultEvent['identity'];
  readonly received: unknown;
  readonly source?: string;
}

/** A vault, a sealer and a watch, all of which have the time that the test sets. */
export interface RunningWatch {
  readonly vault: RunningVault;
  readonly sealing: RunningSealing;
  readonly env: Readonly<Record<string, string>>;
  /** Lines of metrics that the watch wrote. */
  readonly lines: string[];
  now(): Date;
  /** Sets the time, in minutes after the trail began. */
  setMinute(minute: number): void;
  /** Sends a request to the vault at the time that was set, a little later than the one before. */
  send(request: Request): Promise<Reply>;
  /** Seals every window that ended before the minute. */
  seal(upTo: number, env?: Readonly<Record<string, string>>): Promise<unknown>;
  /** One run of a watch with cold caches. */
  watch(requestId?: string): Promise<WatchReport>;
  /** How often a metric was counted. */
  counted(name: string): number;
  /** The findings in the trail, oldest first. */
  findings(): Promise<Item[]>;
  stop(): Promise<void>;
}

function sender(vault: RunningVault, clock: () => Date, tick: () => void): RunningWatch['send'] {
  const answer: Answer = vault.start({ clock });
  return async ({ operation, identity, received, source = '203.0.113.7' }) => {
    tick();
    const origin = { sourceIp: ['10.9.8.7', source] };
    const sent = { ...event(operation, identity, received), origin };
    return (await answer(sent, 'request-1')) as Reply;
  };
}

export async function runWatch(): Promise<RunningWatch> {
  const vault = await runVault();
  const sealing = await runSealing(vault);
  let now = BEGIN;
  const clock = () => new Date(now);
  const lines: string[] = [];
  const env = { ...sealing.env, ANOMALY_THRESHOLDS: JSON.stringify(THRESHOLDS) };
  const byId = (a: Item, b: Item) => ((a.sk?.S ?? '') < (b.sk?.S ?? '') ? -1 : 1);
  return {
    vault,
    sealing,
    env,
    lines,
    now: clock,
    setMinute: (minute) => {
      now = BEGIN + minute * MINUTE_MS;
    },
    send: sender(vault, clock, () => {
      now += 10;
    }),
    seal: (upTo, more = {}) => {
      const minutesAhead = (BEGIN - Date.now()) / MINUTE_MS + upTo + 1;
      return sealing.seal({ minutesAhead, env: { ...SEALING, ...more } });
    },
    watch: (requestId = 'run-1') => {
      const write = (line: string) => lines.push(line);
      return createWatch(env, { clock, write })({ requestId, mayGoOn: () => true });
    },
    counted: (name) =>
      lines
        .map((line) => JSON.parse(line) as Record<string, number>)
        .reduce((sum, line) => sum + (line[name] ?? 0), 0),
    findings: async () =>
      (await vault.items('AUDIT_TABLE')).filter(({ kind }) => kind?.S === 'FINDING').sort(byId),
    stop: async () => {
      await sealing.stop();
      await vault.stop();
    },
  };
}
