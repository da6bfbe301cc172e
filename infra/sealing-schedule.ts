import { Duration, TimeZone } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { DeploymentConfig } from './config/deployment-config.ts';

/** Runs the sealer as often as a window closes. A run that failed is made up for by the next one. */
export function createSealingSchedule(
  stack: Stack,
  config: DeploymentConfig,
  sealer: IFunction,
): void {
  new Schedule(stack, 'SealingSchedule', {
    description: 'Seals closed windows of the audit trail',
    schedule: ScheduleExpression.cron({
      minute: `*/${String(config.sealing.windowMinutes)}`,
      timeZone: TimeZone.ETC_UTC,
    }),
    target: new LambdaInvoke(sealer, {
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      input: ScheduleTargetInput.fromObject({}),
    }),
  });
}
