import { KMSServiceException } from '@aws-sdk/client-kms';

import { isRefusal } from './errors.ts';
import type { VaultError } from './errors.ts';

/**
 * What is counted; an alarm watches each. All have the property `requestId`, and all but Tampering,
 * HoneyToken, BudgetExceeded, ChargeUnknown, Refused, Released and RewrapStuck `fault`: the name of the error behind it, as its
 * service or Node gives it. Each failed item counts 1, a refused call 1, an audit event 1.
 *
 * | Metric           | Counts                                                                     |
 * | ---------------- | -------------------------------------------------------------------------- |
 * | Tampering        | An item or a key store row is not as the vault wrote it, or a value does   |
 * |                  | not open under its key. One is reason enough.                              |
 * | KeyUnavailable   | KMS refuses us a key: access denied, disabled, pending deletion, gone. It  |
 * |                  | starts when the first cached key ends, up to BRANCH_KEY_TTL_SECONDS after  |
 * |                  | the loss, with receipts at once, and stops by itself when KMS relents.     |
 * | TableUnavailable | DynamoDB refuses us a table: access denied, or there is none.              |
 * | Unavailable      | Any other TEMPORARILY_UNAVAILABLE: an outage, throttling, silence, or more |
 * |                  | rivals than there were tries (`fault` is then `none`). Watch its rate.     |
 * | InternalFailure  | An INTERNAL: what the vault has no reason for.                             |
 * | OverdueCode      | A card verification code was still there a quarter of an hour after its    |
 * |                  | time: the sweeper is late. It has no `requestId`.                          |
 * | AuditFailure     | An audit event could not be written, so nothing was handed out. Whatever   |
 * |                  | the reason is, it is this one alone that counts.                           |
 * | HoneyToken       | A honey token was used: somebody has what was put where it can be stolen.  |
 * | BudgetExceeded   | A call asked for more than a budget had left; once a call.                 |
 * | ChargeUnknown    | Nobody knows how a charge ended, or it could not be written down: once a   |
 * |                  | charge, not at repetitions. `reference` is what the processor knows it by. |
 * | Refused          | An item or a call was not done, for whatever reason. Its dimension `code`  |
 * |                  | is the error code, so that reasons can be told apart.                      |
 * | Released         | Plaintexts that were handed out. `actor` is whom to, as the trail has it.  |
 * | RewrapStuck      | A rewrap that may go on has gone by no record for half an hour; once a run.|
 *
 * Of the sealing of the audit trail, with the property `window` instead:
 *
 * | Metric                | Counts                                                                |
 * | --------------------- | --------------------------------------------------------------------- |
 * | WindowSealed          | A window was sealed: that none is, is the alarm.                      |
 * | SealerLate            | A closed window waited for longer than two take. It has no `window`.  |
 * | LateEvent             | An event came after its window was sealed, and was sealed later.      |
 * | AttemptWithoutOutcome | An attempt that reads "possibly released".                            |
 * | SealedEventMissing    | An event that was sealed is gone, or is another one now.              |
 * | MalformedEvent        | An item lies in the audit table that no function wrote so.            |
 * | CheckpointInvalid     | A checkpoint that is not ours lies in the chain. It has no `window`.  |
 *
 * Of the watch for anomalies; of those that concern an actor the property `event` is the id of the
 * event by which it was noticed:
 *
 * | Metric              | Counts                                                                  |
 * | ------------------- | ----------------------------------------------------------------------- |
 * | WindowWatched       | A sealed window was judged: that none is, is the alarm.                 |
 * | WatchLate           | A window was judged half an hour after its end, or later.               |
 * | WatchedTrailInvalid | What was sealed is not all there, or a checkpoint is not genuine.       |
 * | ProfileInvalid      | What was known of an actor was damaged. It has no property.             |
 * | AnomalyBreadth      | An actor looked at many more different tokens in a day than it used to. |
 * | AnomalyNewSource    | A known actor came from a network that it never came from.              |
 * | AnomalyUnusualHour  | A known actor worked at an hour near which it never worked.             |
 * | AnomalyRefusalBurst | An actor, or a network without one, was refused many times at once.     |
 *
 * Who was refused what is in the audit trail, and in no metric.
 */
export type MetricName =
  | 'Tampering'
  | 'KeyUnavailable'
  | 'TableUnavailable'
  | 'Unavailable'
  | 'InternalFailure'
  | 'AuditFailure'
  | 'BudgetExceeded'
  | 'ChargeUnknown'
  | 'HoneyToken'
  | 'OverdueCode'
  | 'Refused'
  | 'Released'
  | 'RewrapStuck'
  | 'WindowSealed'
  | 'SealerLate'
  | 'LateEvent'
  | 'AttemptWithoutOutcome'
  | 'SealedEventMissing'
  | 'MalformedEvent'
  | 'CheckpointInvalid'
  | 'WindowWatched'
  | 'WatchLate'
  | 'WatchedTrailInvalid'
  | 'ProfileInvalid'
  | 'AnomalyBreadth'
  | 'AnomalyNewSource'
  | 'AnomalyUnusualHour'
  | 'AnomalyRefusalBurst';

/**
 * Counts events without values. Small enough to be backed by Powertools: `count` is its `addMetric`
 * with unit Count, the properties are its `addMetadata`. The property `code` is a dimension, beside the sum over all.
 */
export interface Metrics {
  count(name: MetricName, properties: Readonly<Record<string, string>>, times?: number): void;
}

/** The name of an error that is not ours. Of a broken connection, its code says more. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'none';
  const { name, code } = error as Error & { readonly code?: unknown };
  return typeof code === 'string' ? code : name;
}

function unavailability(cause: unknown): MetricName {
  if (!isRefusal(cause)) return 'Unavailable';
  return cause instanceof KMSServiceException ? 'KeyUnavailable' : 'TableUnavailable';
}

/** Counts a failure where it is one of the vault and not of what the caller asked. */
export function countFailure(metrics: Metrics, requestId: string, failure: VaultError): void {
  const { code, finding, cause } = failure;
  if (finding === 'TAMPERED' || finding === 'UNDECRYPTABLE') {
    metrics.count('Tampering', { requestId });
  }
  if (finding === 'HONEY_TOKEN') metrics.count('HoneyToken', { requestId });
  const fault = faultOf(cause);
  if (code === 'INTERNAL') metrics.count('InternalFailure', { requestId, fault });
  if (code === 'TEMPORARILY_UNAVAILABLE') {
    metrics.count(unavailability(cause), { requestId, fault });
  }
}

/** Counts what was not done, one line for each reason. */
export function countRefusals(
  metrics: Metrics,
  requestId: string,
  failures: readonly VaultError[],
): void {
  const byCode = new Map<string, number>();
  for (const { code } of failures) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  for (const [code, times] of byCode) metrics.count('Refused', { requestId, code }, times);
}

const NAMESPACE = 'TokenizationGateway';

/**
 * Writes CloudWatch embedded metric format, one line per count. Properties must not come from a
 * caller.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(write: (line: string) => void, now: () => number): Metrics {
  return {
    count(name, properties, times = 1) {
      const directive = {
        Namespace: NAMESPACE,
        Dimensions: 'code' in properties ? [[], ['code']] : [[]],
        Metrics: [{ Name: name, Unit: 'Count' }],
      };
      const metadata = { Timestamp: now(), CloudWatchMetrics: [directive] };
      write(`${JSON.stringify({ _aws: metadata, ...properties, [name]: times })}\n`);
    },
  };
}
