import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** Where what to do about each alarm stands, under a heading of its name. */
const RUNBOOK = 'docs/runbook.md';

const ALARM_PERIOD = Duration.minutes(5);

/** What happens in the functions, as they count it. */
export function metric(metricName: string, period = ALARM_PERIOD): Metric {
  return new Metric({ namespace: 'TokenizationGateway', metricName, statistic: 'Sum', period });
}

function descriptionOf(name: string, meaning: string): string {
  return `${meaning}. What to do: ${RUNBOOK}#${name.toLowerCase()}`;
}

/** Fixed, so that the dashboard can show an alarm without reading outputs of its stack. */
function nameOf(stack: Stack, name: string): string {
  return `${stack.stackName}-${name}`;
}

/** How much of a metric is too much. */
export interface Excess {
  readonly metric: IMetric;
  /** In one period of the metric. */
  readonly threshold: number;
  /** In so many periods one after the other; 1 if absent. */
  readonly periods?: number;
}

/** An alarm on a metric that is not meant to grow; `meaning` is what it says if it does. */
export function alarmOn(stack: Stack, name: string, meaning: string, excess: Excess): void {
  new Alarm(stack, `${name}Alarm`, {
    alarmName: nameOf(stack, name),
    alarmDescription: descriptionOf(name, meaning),
    metric: excess.metric,
    threshold: excess.threshold,
    evaluationPeriods: excess.periods ?? 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

/** An alarm for each metric of the functions, as soon as it counts one; by metric what that means. */
export function alarmOnEach(stack: Stack, meanings: Readonly<Record<string, string>>): void {
  for (const [name, meaning] of Object.entries(meanings)) {
    alarmOn(stack, name, meaning, { metric: metric(name), threshold: 1 });
  }
}

/** An alarm where nothing is counted for a period of the metric. */
export function alarmOnSilence(
  stack: Stack,
  name: string,
  meaning: string,
  counted: IMetric,
): void {
  new Alarm(stack, `${name}Alarm`, {
    alarmName: nameOf(stack, name),
    alarmDescription: descriptionOf(name, meaning),
    metric: counted,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  });
}
