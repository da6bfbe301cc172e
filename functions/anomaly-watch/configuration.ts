import type { Environment } from '../vault/configuration.ts';
import { readKeyArn, readText } from '../vault/configuration.ts';
import { readThresholds } from './thresholds.ts';
import type { Thresholds } from './thresholds.ts';

export interface WatchSettings {
  readonly auditTable: string;
  readonly checkpointTable: string;
  readonly profileTable: string;
  /** Of the key that signs checkpoints; only its public half is asked for. */
  readonly keyArn: string;
  readonly thresholds: Thresholds;
}

/** @throws TypeError naming the variable that is missing or wrong */
export function readWatchSettings(env: Environment): WatchSettings {
  return {
    auditTable: readText(env, 'AUDIT_TABLE'),
    checkpointTable: readText(env, 'CHECKPOINT_TABLE'),
    profileTable: readText(env, 'PROFILE_TABLE'),
    keyArn: readKeyArn(env, 'CHECKPOINT_KEY_ARN'),
    thresholds: readThresholds(env),
  };
}
