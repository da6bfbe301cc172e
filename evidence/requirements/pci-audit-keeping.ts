import { configured, synthesized } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';
const HOSTILE = `${VAULT}/audit-hostile.test.ts`;
const EVENTS = `${VAULT}/audit-events.test.ts`;
const SEALER = 'test/functions/audit-sealer/sealer.test.ts';

/** PCI DSS v4.0.1, 10.3 to 10.7: how the trail is kept, and who looks at it. */
export const KEPT_TRAIL: readonly Requirement[] = [
  {
    id: '10.3.1',
    demand: 'The audit trail is read by those who need to.',
    controls: [
      ...exported('functions/vault/audit-events.ts', 'createAuditEvents'),
      ...exported('infra/policies/table-access.ts', 'TABLE_ACCESS'),
    ],
    tests: [
      ...shownIn(
        EVENTS,
        'shows the events of the tenant, newest first, and nobody else’s',
        'answers %s to no other group and to no disabled auditor, and records that',
      ),
    ],
    settings: [],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '10.3.2',
    demand: 'Nobody can change the audit trail.',
    controls: [
      ...exported('infra/policies/table-access.ts', 'TABLE_ACCESS'),
      ...exported('infra/policies/checkpoint-bucket.ts', 'checkpointBucketStatements'),
    ],
    tests: [
      ...shownIn(
        'test/infra/policies/checkpoint-bucket.test.ts',
        'denies a put by anybody else',
        'denies %s to everybody, the sealer too',
      ),
      ...shownIn(
        'test/infra/stores.test.ts',
        'keeps every version, locked so that nobody can remove it before its time',
      ),
    ],
    settings: [
      synthesized('Audit', 'AWS::S3::Bucket', 'ObjectLockConfiguration.Rule.DefaultRetention.Mode'),
      synthesized('Audit', 'AWS::S3::Bucket', 'ObjectLockConfiguration.Rule.DefaultRetention.Days'),
    ],
    gaps: [
      notMet(
        'Events can be altered unnoticed until their window is sealed, by who may write to the audit table past the functions.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '10.3.3',
    demand: 'The audit trail is soon copied to where it is hard to change.',
    controls: [
      ...exported('functions/audit-sealer/checkpoint-store.ts', 'createCheckpointStore'),
      ...exported('infra/audit-stack.ts', 'createAuditStack'),
    ],
    tests: [
      ...shownIn(
        SEALER,
        'seals every closed window: signed, chained, without a gap, over all events in order',
      ),
      ...shownIn(
        'test/infra/stores.test.ts',
        'but that of the card verification codes are recoverable for 35 days',
      ),
    ],
    settings: [configured('sealing')],
    gaps: [
      notMet(
        'Seals are copied, events are not: a removed event is found out, and comes back from a backup of the table only.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '10.3.4',
    demand: 'A change of the audit trail is detected.',
    controls: [
      ...exported('functions/audit-sealer/sealer.ts', 'createSealer'),
      ...exported('cli/trail-check.ts', 'checkTrail'),
    ],
    tests: [
      ...shownIn(
        'test/cli/tampering.test.ts',
        'is found out when somebody %s',
        'is not taken for tampered with when nobody did, whatever windows it has',
      ),
      ...shownIn(SEALER, 'notices at once when an event that was just sealed is changed or gone'),
    ],
    settings: [configured('sealing')],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '10.4.1, 10.4.1.1',
    demand: 'The audit trail is reviewed every day, by automatic means.',
    controls: [
      ...exported('infra/audit-alarms.ts', 'createAuditAlarms'),
      ...exported('infra/anomaly-alarms.ts', 'createAnomalyAlarms'),
      ...exported('functions/anomaly-watch/watch.ts', 'createWatch'),
      ...exported('functions/vault/metrics.ts', 'createMetrics'),
    ],
    tests: [
      ...shownIn(
        'test/infra/audit-functions.test.ts',
        'alarms when it says nothing, and for each thing that must never happen',
        'alarms for each kind of anomaly, for damage, and when it says nothing',
      ),
      ...shownIn(
        'test/functions/anomaly-watch/watch.test.ts',
        'finds a burst of callers without a tenant by their network, and nothing of ordinary work',
      ),
      ...shownIn(
        `${VAULT}/honey-token.test.ts`,
        'writes a high-severity event that names it, and alarms, at the first use',
      ),
    ],
    settings: [
      synthesized('Functions', 'AWS::CloudWatch::Alarm', 'MetricName'),
      configured('anomalyThresholds'),
      configured('alarmTargets'),
    ],
    gaps: [notMet('Who answers an alarm is left to whoever operates the gateway.'), NOT_ON_AWS],
  },
  {
    id: '10.7.2',
    demand: 'A control that fails is noticed and answered promptly.',
    controls: [
      ...exported('infra/audit-alarms.ts', 'createAuditAlarms'),
      ...exported('infra/function-alarms.ts', 'createFunctionAlarms'),
      ...exported('functions/vault/audit.ts', 'createAudit'),
    ],
    tests: [
      ...shownIn(HOSTILE, 'refuses %s if its attempt cannot be recorded, does nothing, and alarms'),
      ...shownIn(
        'test/infra/audit-functions.test.ts',
        'alarms when it says nothing, and for each thing that must never happen',
      ),
      ...shownIn(
        'test/infra/alarms.test.ts',
        'watch each metric that the functions count, and none that nothing counts',
        'each name an entry of the runbook that is there, and each entry an alarm',
      ),
      ...shownIn(
        'test/infra/alarms.test.ts',
        'tell a topic that is there before them, when they start and when they are over',
      ),
      ...shownIn(SEALER, 'flags an attempt to which no outcome came, and counts it'),
    ],
    settings: [configured('alarmTargets')],
    gaps: [notMet('Who answers an alarm is left to whoever operates the gateway.'), NOT_ON_AWS],
  },
  {
    id: '10.5.1',
    demand: 'The audit trail is kept for 12 months, three of them at hand.',
    controls: [
      ...exported('infra/tables.ts', 'TABLES'),
      ...exported('infra/audit-stack.ts', 'createAuditStack'),
      ...exported('infra/retention.ts', 'createLogGroup'),
    ],
    tests: [
      ...shownIn(
        'test/infra/stores.test.ts',
        'expire items of the vault and profiles, and never audit events or branch keys',
        'outlives its stack in production',
      ),
      ...shownIn(
        'test/infra/functions-stack.test.ts',
        'log to groups whose events leave after the configured time',
      ),
    ],
    settings: [
      configured('logRetentionDays'),
      synthesized('Audit', 'AWS::S3::Bucket', 'ObjectLockConfiguration.Rule.DefaultRetention.Days'),
    ],
    gaps: [NOT_ON_AWS],
  },
];
