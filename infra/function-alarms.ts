import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { alarmOn, alarmOnEach, alarmOnSilence, metric } from './alarm.ts';
import type { Functions } from './functions-stack.ts';

/** What the functions count of themselves of which one is too many, and what each means. */
export const FUNCTION_METRICS: Readonly<Record<string, string>> = {
  BudgetExceeded: 'A call asked for more than a budget had left',
  ChargeUnknown: 'Nobody knows whether a card was charged: the processor has to be asked',
  InternalFailure: 'A function failed for a reason that it does not know',
  KeyUnavailable: 'KMS refuses a key: access denied, disabled, pending deletion, or gone',
  OverdueCode: 'A card verification code was still there a quarter of an hour after its time',
  RewrapStuck: 'A rewrap that may go on has gone by no record for half an hour',
  TableUnavailable: 'DynamoDB refuses a table: access denied, or there is none',
  Tampering: 'A stored item is not as it was written, or a value does not open under its key',
};

/** What is everyday work, of which an alarm tells only where it is much: by metric, how much. */
export const AMOUNTS: Readonly<Record<string, { threshold: number; meaning: string }>> = {
  Refused: { threshold: 1000, meaning: 'A great deal is refused; the dashboard tells why' },
  Released: {
    threshold: 3000,
    meaning: 'More plaintexts go out than a tenant may take by default',
  },
};

/** Passing trouble, of which some is usual: in two periods one after the other it is not. */
const OUTAGE = { threshold: 10, periods: 2 };
/** Three runs of the sweeper. */
const SILENCE = { period: Duration.minutes(15), statistic: 'Sum' };

/** A function that ended without an answer; of a scheduled one nobody else would hear. */
export function alarmOnErrors(stack: Stack, name: string, one: IFunction): void {
  const alarm = `${name.charAt(0).toUpperCase()}${name.slice(1)}Failed`;
  const errors = one.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' });
  const meaning = 'The function threw, took too long, or did not start';
  alarmOn(stack, alarm, meaning, { metric: errors, threshold: 1 });
}

/** Alarms on what the functions meet: damage, refusals and outages of services, and their own end. */
export function createFunctionAlarms(stack: Stack, functions: Functions): void {
  alarmOnEach(stack, FUNCTION_METRICS);
  alarmOn(stack, 'Unavailable', 'DynamoDB or KMS fail or throttle again and again', {
    metric: metric('Unavailable'),
    ...OUTAGE,
  });
  for (const [name, { threshold, meaning }] of Object.entries(AMOUNTS)) {
    alarmOn(stack, name, meaning, { metric: metric(name), threshold });
  }
  for (const [name, one] of Object.entries(functions) as [string, IFunction][]) {
    alarmOnErrors(stack, name, one);
  }
  alarmOn(stack, 'VaultThrottled', 'Lambda turned calls of the vault away: too many at once', {
    metric: functions.vault.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' }),
    threshold: 1,
  });
  const meaning = 'The sweeper of card verification codes was not run for a quarter of an hour';
  alarmOnSilence(stack, 'NothingSwept', meaning, functions.cvcSweeper.metricInvocations(SILENCE));
}
