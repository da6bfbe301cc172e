import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { DeploymentConfig } from './config/deployment-config.ts';

/** Metrics of the functions of which one is too many, and what each means. */
const NEVER: Readonly<Record<string, string>> = {
  AuditFailure: 'An audit event could not be written; the operation was refused',
  AttemptWithoutOutcome: 'An attempt has no outcome: what it asked for may have been done',
  CheckpointInvalid: 'A checkpoint is damaged, forged, or out of its place',
  HoneyToken: 'A honey token was used: somebody has what was put where it can be stolen',
  LateEvent: 'An event was written after its window had been sealed',
  MalformedEvent: 'The audit table holds what no vault wrote',
  SealedEventMissing: 'An audit event that had been sealed was changed or removed',
  SealerLate: 'Closed windows of the audit trail wait to be sealed',
};

/** What happens in the functions, as they count it. */
export function metric(metricName: string, period: Duration): Metric {
  return new Metric({ namespace: 'TokenizationGateway', metricName, statistic: 'Sum', period });
}

/** An alarm for each metric, as soon as it counts one; by metric what that means. */
export function alarmOnEach(stack: Stack, meanings: Readonly<Record<string, string>>): void {
  for (const [name, alarmDescription] of Object.entries(meanings)) {
    new Alarm(stack, `${name}Alarm`, {
      alarmDescription,
      metric: metric(name, Duration.minutes(5)),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** An alarm where nothing is counted for a period of the metric. */
export function alarmOnSilence(
  stack: Stack,
  name: string,
  props: Pick<AlarmProps, 'alarmDescription' | 'metric'>,
): void {
  new Alarm(stack, `${name}Alarm`, {
    ...props,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  });
}

/** Alarms on the audit trail. A sealer that does not run says nothing, and that alarms, too. */
export function createAuditAlarms(stack: Stack, config: DeploymentConfig): void {
  alarmOnEach(stack, NEVER);
  const period = Duration.minutes(3 * config.sealing.windowMinutes);
  alarmOnSilence(stack, 'NothingSealed', {
    alarmDescription: 'No window of the audit trail was sealed in the time of three',
    metric: metric('WindowSealed', period),
  });
}
