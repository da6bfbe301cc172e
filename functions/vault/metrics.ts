/** What is counted; an alarm watches each. */
export type MetricName =
  | 'Tampering'
  | 'InternalFailure'
  | 'AuditFailure'
  // Of the sealing of the audit trail
  | 'WindowSealed'
  | 'SealerLate'
  | 'LateEvent'
  | 'AttemptWithoutOutcome'
  | 'SealedEventMissing'
  | 'MalformedEvent'
  | 'CheckpointInvalid'
  // Of the watch for anomalies
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
 * with unit Count, the properties are its `addMetadata`.
 */
export interface Metrics {
  count(name: MetricName, properties: Readonly<Record<string, string>>, times?: number): void;
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
        Dimensions: [[]],
        Metrics: [{ Name: name, Unit: 'Count' }],
      };
      const metadata = { Timestamp: now(), CloudWatchMetrics: [directive] };
      write(`${JSON.stringify({ _aws: metadata, ...properties, [name]: times })}\n`);
    },
  };
}
