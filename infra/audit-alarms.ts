import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { alarmOnEach, alarmOnSilence, metric } from './alarm.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';

/** Metrics of the functions of which one is too many, and what each means. */
export const AUDIT_METRICS: Readonly<Record<string, string>> = {
  AuditFailure: 'An audit event could not be written; the operation was refused',
  AttemptWithoutOutcome: 'An attempt has no outcome: what it asked for may have been done',
  CheckpointInvalid: 'A checkpoint is damaged, forged, or out of its place',
  HoneyToken: 'A honey token was used: somebody has what was put where it can be stolen',
  LateEvent: 'An event was written after its window had been sealed',
  MalformedEvent: 'The audit table holds what no vault wrote',
  SealedEventMissing: 'An audit event that had been sealed was changed or removed',
  SealerLate: 'Closed windows of the audit trail wait to be sealed',
};

/** Alarms on the audit trail. A sealer that does not run says nothing, and that alarms, too. */
export function createAuditAlarms(stack: Stack, config: DeploymentConfig): void {
  alarmOnEach(stack, AUDIT_METRICS);
  const period = Duration.minutes(3 * config.sealing.windowMinutes);
  const meaning = 'No window of the audit trail was sealed in the time of three';
  alarmOnSilence(stack, 'NothingSealed', meaning, metric('WindowSealed', period));
}
