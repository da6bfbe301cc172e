import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';

export interface Scheduled {
  readonly target: IFunction;
  /** Of the role that the schedule takes, for a function of its own. */
  readonly roleName: string;
}

/** Only schedules of this account can take the role. */
function createScheduleRole(stack: Stack, id: string, roleName: string): Role {
  const { account, region } = stack;
  return new Role(stack, id, {
    roleName,
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com').withConditions({
      StringEquals: {
        'aws:SourceAccount': account,
        'aws:SourceArn': `arn:aws:scheduler:${region}:${account}:schedule-group/default`,
      },
    }),
  });
}

/**
 * Invokes a function again and again. A run that fails is not retried: the next one makes up for it.
 * The schedule itself retries only what Lambda does not take; it invokes asynchronously, so what fails
 * after that is Lambda's to retry: twice, unless told otherwise.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html
 * https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
 */
export function createSchedule(
  stack: Stack,
  id: string,
  { target, roleName }: Scheduled,
  schedule: ScheduleExpression,
): void {
  target.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  new Schedule(stack, `${id}Schedule`, {
    schedule,
    target: new LambdaInvoke(target, {
      role: createScheduleRole(stack, `${id}ScheduleRole`, roleName),
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      input: ScheduleTargetInput.fromObject({}),
    }),
  });
}
