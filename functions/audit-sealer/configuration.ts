import type { Environment } from '../vault/configuration.ts';
import { readKeyArn, readText, readWholeNumber } from '../vault/configuration.ts';

export interface SealerSettings {
  readonly auditTable: string;
  readonly checkpointTable: string;
  readonly bucket: string;
  readonly keyArn: string;
  /** Where the first window starts, in milliseconds; a whole minute. */
  readonly trailBegin: number;
  readonly windowMinutes: number;
  /** How long after its end a window is sealed at the earliest; longer than a function runs. */
  readonly graceSeconds: number;
  /** How far back of a window late events are looked for. */
  readonly lateMinutes: number;
}

const WINDOW = { name: 'WINDOW_MINUTES', absent: 5, least: 1, most: 60 };
const GRACE = { name: 'GRACE_SECONDS', absent: 60, least: 15, most: 3600 };
const LATE = { name: 'LATE_MINUTES', absent: 10, least: 0, most: 1440 };
const MINUTE_MS = 60_000;

function readMinute(env: Environment, name: string): number {
  const instant = Date.parse(readText(env, name));
  if (instant % MINUTE_MS === 0) return instant;
  throw new TypeError(`Environment variable ${name} must be an instant on a whole minute.`);
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readSealerSettings(env: Environment): SealerSettings {
  return {
    auditTable: readText(env, 'AUDIT_TABLE'),
    checkpointTable: readText(env, 'CHECKPOINT_TABLE'),
    bucket: readText(env, 'CHECKPOINT_BUCKET'),
    keyArn: readKeyArn(env, 'CHECKPOINT_KEY_ARN'),
    trailBegin: readMinute(env, 'TRAIL_BEGIN'),
    windowMinutes: readWholeNumber(env, WINDOW),
    graceSeconds: readWholeNumber(env, GRACE),
    lateMinutes: readWholeNumber(env, LATE),
  };
}
