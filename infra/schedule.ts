import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';

/**
 * Invokes a function again and again. A run that fails is not retried: the next one makes up for it.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html
 */
export function createSchedule(
  stack: Stack,
  id: string,
  target: IFunction,
  schedule: ScheduleExpression,
): void {
  new Schedule(stack, `${id}Schedule`, {
    schedule,
    target: new LambdaInvoke(target, {
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      input: ScheduleTargetInput.fromObject({}),
    }),
  });
}
