import { configured, synthesized } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';
const AUDIT = `${VAULT}/audit.test.ts`;
const HOSTILE = `${VAULT}/audit-hostile.test.ts`;
const EVENTS = `${VAULT}/audit-events.test.ts`;
const SEALER = 'test/functions/audit-sealer/sealer.test.ts';
const TENANTS = 'test/functions/key-admin/tenants.test.ts';

const writing = exported('functions/vault/audit.ts', 'createAudit');
const NO_CLOUDTRAIL = notMet(
  'What is done in the AWS account, past the gateway, is for CloudTrail: no trail is declared here.',
);

/** PCI DSS v4.0.1, 10: what is recorded, and how it is kept. */
export const AUDIT_TRAIL: readonly Requirement[] = [
  {
    id: '10.2.1.1',
    demand: 'Every access of a person to card data is recorded.',
    controls: [...writing, ...exported('functions/vault/attempt.ts', 'createAttempts')],
    tests: [
      ...shownIn(
        AUDIT,
        'holds a pair for %s',
        'is written before anything is done: without it nothing is',
        'keeps a plaintext in if its release cannot be recorded',
      ),
      ...shownIn('test/e2e/audit.test.ts', 'shows an auditor what was done, by whom'),
    ],
    settings: [],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '10.2.1.2',
    demand: 'Every action of an administrator is recorded.',
    controls: [...writing, ...exported('functions/key-admin/operations.ts', 'createOperations')],
    tests: [
      ...shownIn(TENANTS, 'writes down a name only once it is one of ours'),
      ...shownIn(
        `${VAULT}/budget-settings.test.ts`,
        'are each in the history, also if many are set at once, page by page',
      ),
    ],
    settings: [],
    gaps: [NO_CLOUDTRAIL, NOT_ON_AWS],
  },
  {
    id: '10.2.1.3',
    demand: 'Every access to the audit trail is recorded.',
    controls: [...writing, ...exported('functions/vault/audit-events.ts', 'createAuditEvents')],
    tests: [
      ...shownIn(
        EVENTS,
        'records each question, with its stretch, and what it was about as an HMAC',
      ),
    ],
    settings: [],
    gaps: [
      notMet(
        'Reading the audit table past the gateway, as an export does, is for CloudTrail: no trail is declared here.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '10.2.1.4',
    demand: 'Every failed attempt at access is recorded.',
    controls: [...writing, ...exported('functions/vault/door.ts', 'createDoor')],
    tests: [
      ...shownIn(AUDIT, 'holds the refusal for %s'),
      ...shownIn(
        HOSTILE,
        'holds a pair of events for the refusal of each operation to somebody in no group',
      ),
      ...shownIn(TENANTS, 'to everyone but administrators of the operator: %s'),
    ],
    settings: [],
    gaps: [
      notMet(
        'What AppSync and Cognito refuse themselves, such as a failed sign-in, never reaches the vault and is not in the trail.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '10.2.1.5',
    demand: 'Every change to accounts and credentials is recorded.',
    controls: [],
    tests: [],
    settings: [],
    gaps: [
      notMet(
        'Users, groups and passwords are changed in Cognito, past the gateway: no trail of that is declared here.',
      ),
    ],
  },
  {
    id: '10.2.1.6',
    demand: 'Starting, stopping and pausing of the audit trail is recorded.',
    controls: [...exported('functions/audit-sealer/sealer.ts', 'createSealer')],
    tests: [
      ...shownIn(
        SEALER,
        'seals every closed window: signed, chained, without a gap, over all events in order',
        'catches up window by window, over as many runs as it takes, and says that it was late',
      ),
      ...shownIn(HOSTILE, 'refuses %s if its attempt cannot be recorded, does nothing, and alarms'),
    ],
    settings: [configured('sealing')],
    gaps: [
      notMet(
        'The trail cannot be paused without stopping the vault, so no event says that it was. A function that is removed says nothing.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '10.2.1.7',
    demand: 'Creating and deleting of system-level objects is recorded.',
    controls: [],
    tests: [],
    settings: [],
    gaps: [NO_CLOUDTRAIL],
  },
  {
    id: '10.2.2',
    demand:
      'An event says who, what, when, from where, with what result, and to what; and holds no card data.',
    controls: [...writing],
    tests: [
      ...shownIn(
        AUDIT,
        'holds one linked pair of events for a tokenization, in a closed schema',
        'knows an unresolved token again, within its tenant only',
      ),
      ...shownIn(
        HOSTILE,
        'holds a PAN in no attribute of any event and in no form, wherever it was sent',
      ),
      ...shownIn(
        'test/evidence/pack.test.ts',
        'canary search over the trail, checkpoints and evidence pack finds no plaintext',
      ),
    ],
    settings: [],
    gaps: [NOT_ON_AWS],
  },
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
      ...exported('functions/vault/metrics.ts', 'createMetrics'),
    ],
    tests: [
      ...shownIn(
        'test/infra/functions-stack.test.ts',
        'alarms when it says nothing, and for each thing that must never happen',
      ),
      ...shownIn(
        `${VAULT}/honey-token.test.ts`,
        'writes a high-severity event that names it, and alarms, at the first use',
      ),
    ],
    settings: [synthesized('Functions', 'AWS::CloudWatch::Alarm', 'MetricName')],
    gaps: [
      notMet(
        'Nothing looks for unusual use in the trail. The alarms notify nobody until a target is added.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '10.7.2',
    demand: 'A control that fails is noticed and answered promptly.',
    controls: [
      ...exported('infra/audit-alarms.ts', 'createAuditAlarms'),
      ...exported('functions/vault/audit.ts', 'createAudit'),
    ],
    tests: [
      ...shownIn(HOSTILE, 'refuses %s if its attempt cannot be recorded, does nothing, and alarms'),
      ...shownIn(
        'test/infra/functions-stack.test.ts',
        'alarms when it says nothing, and for each thing that must never happen',
      ),
      ...shownIn(SEALER, 'flags an attempt to which no outcome came, and counts it'),
    ],
    settings: [],
    gaps: [notMet('The alarms notify nobody until a target is added.'), NOT_ON_AWS],
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
        'expire items of the vault, and never audit events or branch keys',
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
