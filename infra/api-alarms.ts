import { Duration, Stack } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmOn } from './alarm.ts';

const PERIOD = Duration.minutes(5);
/** Three times what a full batch takes, and far below where AppSync gives up after 30 s. */
const SLOW_MILLISECONDS = 3000;

/** What AppSync counts of one API. */
export function apiMetric({ apiId }: Pick<GraphqlApi, 'apiId'>, metricName: string): Metric {
  const dimensionsMap = { GraphQLAPIId: apiId };
  return new Metric({ namespace: 'AWS/AppSync', metricName, dimensionsMap, period: PERIOD });
}

/** Alarms on what a client meets before it reaches a function, or instead. */
export function createApiAlarms(api: GraphqlApi): void {
  const stack = Stack.of(api);
  alarmOn(stack, 'ApiFailed', 'AppSync itself answered with errors of its own', {
    metric: apiMetric(api, '5XXError').with({ statistic: 'Sum' }),
    threshold: 5,
  });
  alarmOn(stack, 'ApiSlow', 'One request in a hundred takes three seconds and more', {
    metric: apiMetric(api, 'Latency').with({ statistic: 'p99' }),
    threshold: SLOW_MILLISECONDS,
    periods: 2,
  });
}
