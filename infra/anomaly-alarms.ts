import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { alarmOnEach, alarmOnSilence, metric } from './alarm.ts';
import type { DeploymentConfig } from './config/deployment-config.ts';

/** What the watch counts of actors. What is to be done stands in docs/anomalies.md. */
export const ANOMALY_METRICS: Readonly<Record<string, string>> = {
  AnomalyBreadth: 'An actor looked at many more different tokens in a day than it ever did lately',
  AnomalyNewSource: 'An actor that is known came from a network that it never came from',
  AnomalyUnusualHour: 'An actor that is known worked at an hour near which it never worked',
  AnomalyRefusalBurst: 'An actor, or a network without one, was refused many times in five minutes',
};

/** What the watch counts of itself and of what it reads. */
export const WATCH_METRICS: Readonly<Record<string, string>> = {
  ProfileInvalid: 'What was known of an actor was damaged, and is learned anew',
  WatchLate: 'Sealed windows of the audit trail wait for the watch',
  WatchedTrailInvalid:
    'What was sealed is not in the audit trail, or its checkpoint is not genuine',
};

/** Alarms on anomalies; a watch that does not run says nothing, and that alarms, too. */
export function createAnomalyAlarms(stack: Stack, config: DeploymentConfig): void {
  alarmOnEach(stack, ANOMALY_METRICS);
  alarmOnEach(stack, WATCH_METRICS);
  const meaning = 'No window of the audit trail was watched in the time of four';
  const period = Duration.minutes(4 * config.sealing.windowMinutes);
  alarmOnSilence(stack, 'NothingWatched', meaning, metric('WindowWatched', period));
}
