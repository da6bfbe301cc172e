import { TABLES } from '../../infra/tables.ts';
import { SUITE_ID } from '../../functions/vault/message-format.ts';
import { CVC_LIFE_SECONDS } from '../../functions/vault/order.ts';
import { configured, constant, synthesized } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';

/** PCI DSS v4.0.1, 3.2 to 3.5: what is kept of account data, and how. */
export const STORED_DATA: readonly Requirement[] = [
  {
    id: '3.2.1',
    demand:
      'Account data is kept as little and as short as needed, removed securely, and overdue items are looked for every quarter.',
    controls: [
      ...exported('functions/vault/order.ts', 'orderOf'),
      ...exported('functions/vault/erase.ts', 'createErase'),
      ...exported('functions/key-admin/tenants.ts', 'createTenantErasure'),
      ...exported('functions/vault/spend-code.ts', 'spendCode'),
      ...exported('functions/cvc-sweeper/sweep.ts', 'createSweep'),
      ...exported('infra/tables.ts', 'TABLES'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/limited-use.test.ts`,
        'resolves until the last millisecond before and not at the very moment',
      ),
      ...shownIn(
        `${VAULT}/erasure.test.ts`,
        'leaves neither record nor fingerprint, and its value gets a new token',
        'has a receipt that states both times and is checked offline',
      ),
      ...shownIn(
        'test/functions/key-admin/tenants.test.ts',
        'all versions go, also one that is made at that moment',
      ),
      ...shownIn(
        'test/infra/stores.test.ts',
        'expire items of the vault and profiles, and never audit events or branch keys',
      ),
    ],
    settings: [
      constant(
        'TABLES.vault.timeToLiveAttribute',
        'infra/tables.ts',
        TABLES.vault.timeToLiveAttribute,
      ),
    ],
    gaps: [
      notMet(
        'A value without an expiry is kept until it is erased: no configuration bounds its age.',
      ),
      notMet('Nothing lists values that are older than a retention period.'),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.3.1',
    demand:
      'Sensitive authentication data, such as a card verification code, is not kept after authorization.',
    controls: [
      ...exported('functions/vault/cvc.ts', 'CVC'),
      ...exported('functions/vault/order.ts', 'CVC_LIFE_SECONDS'),
      ...exported('functions/cvc-sweeper/sweep.ts', 'createSweep'),
      ...exported('infra/tables.ts', 'TABLES'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/card-verification-code.test.ts`,
        'is kept in its own table for an hour at most, and shown masked',
        'is never released, for no purpose, to no group',
        'is neither revoked nor restored, and erased without a trace in any backup',
      ),
      ...shownIn(
        `${VAULT}/charge.test.ts`,
        'sends it along once and removes it before, whatever comes of the charge',
        'of two charges at once, one has it',
      ),
      ...shownIn(
        'test/functions/cvc-sweeper/sweep.test.ts',
        'leaves a code for its hour and removes it, and all that tells of it, after that',
        'is not what ends a code: past its hour it is unknown while it is still there',
      ),
      ...shownIn(
        'test/infra/stores.test.ts',
        'but that of the card verification codes are recoverable for 35 days',
      ),
    ],
    settings: [
      constant('CVC_LIFE_SECONDS', 'functions/vault/order.ts', CVC_LIFE_SECONDS),
      constant('TABLES.cvc.backups', 'infra/tables.ts', TABLES.cvc.backups),
    ],
    gaps: [
      notMet(
        'A code that was tokenized under an idempotency key leaves a keyed HMAC of itself for the rest of its hour, after the charge, too.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.3.2',
    demand:
      'Sensitive authentication data that is kept before authorization is encrypted with strong cryptography.',
    controls: [...exported('functions/vault/envelope.ts', 'createEnvelope')],
    tests: [
      ...shownIn(
        `${VAULT}/card-verification-code.test.ts`,
        'is kept in its own table for an hour at most, and shown masked',
      ),
      ...shownIn(
        `${VAULT}/norms.test.ts`,
        'a card verification code leaves no trace in its mask, its format or its equality',
      ),
      ...shownIn(`${VAULT}/envelope.test.ts`, 'leaves the plaintext nowhere in the message'),
    ],
    settings: [constant('SUITE_ID', 'functions/vault/message-format.ts', SUITE_ID)],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '3.4.1',
    demand:
      'A PAN is shown with BIN and last four digits at most, and whole only to roles that need it, which are documented.',
    controls: [
      ...exported('functions/vault/masks.ts', 'maskAllButLast'),
      ...exported('functions/vault/policy.ts', 'mayDo', 'mayUse'),
      ...exported('functions/vault/release.ts', 'createRelease'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/norms.test.ts`,
        'a masked PAN shows less than BIN and last four to anybody',
      ),
      ...shownIn(
        `${VAULT}/masks.test.ts`,
        'of %s shows at most the last four and never the whole value',
      ),
      ...shownIn(
        `${VAULT}/policy.test.ts`,
        'every purpose is open to exactly the groups and data classes decided',
      ),
      ...shownIn('test/e2e/authorization.test.ts', 'get the answer that the matrix in docs/ says'),
    ],
    settings: [],
    gaps: [
      notMet(
        'Why each group needs whole PANs is for the operator to document; the matrix says only which do.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.5.1',
    demand:
      'A PAN is unreadable wherever it is stored, logs and backups included; hashed and truncated forms cannot be put together to a PAN.',
    controls: [
      ...exported('functions/vault/envelope.ts', 'createEnvelope'),
      ...exported('functions/vault/record.ts', 'toItem'),
      ...exported('functions/vault/plaintext.ts', 'Plaintext'),
      ...exported('functions/vault/clients.ts', 'createClients'),
      ...exported('functions/vault/fingerprint.ts', 'fingerprintKey'),
    ],
    tests: [
      ...shownIn(
        'test/e2e/canary.test.ts',
        'no file holds a value: database, journal, key files and logs included',
        'nothing that was printed holds a value',
        'no answer holds a value but those that release it',
        'the same search finds a value that is planted',
      ),
      ...shownIn(
        'test/evidence/pack.test.ts',
        'canary search over the trail, checkpoints and evidence pack finds no plaintext',
      ),
      ...shownIn(
        `${VAULT}/plaintext.test.ts`,
        'a plaintext does not show when printed, serialized, joined, spread or inspected',
      ),
      ...shownIn(
        `${VAULT}/clients.test.ts`,
        'no client hands what it sends and receives to a logger',
      ),
      ...shownIn(
        'test/functions/key-admin/rotation.test.ts',
        'show no equality across tenants, classes and formats to who reads the table',
      ),
      ...shownIn('test/infra/gateway-stack.test.ts', 'logs neither requests nor fields'),
    ],
    settings: [
      constant('SUITE_ID', 'functions/vault/message-format.ts', SUITE_ID),
      synthesized('Gateway', 'AWS::AppSync::GraphQLApi', 'LogConfig.FieldLogLevel'),
      synthesized('Gateway', 'AWS::AppSync::GraphQLApi', 'LogConfig.ExcludeVerboseContent'),
    ],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '3.5.1.1',
    demand:
      'Hashes that make a PAN unreadable are keyed, over the whole PAN, with keys that are managed.',
    controls: [
      ...exported('functions/vault/fingerprint.ts', 'macOfValue'),
      ...exported('functions/vault/keys.ts', 'createTenantKeys'),
    ],
    tests: [
      ...shownIn('test/e2e/canary.test.ts', 'no file holds a bare hash of a value'),
      ...shownIn(
        'test/functions/key-admin/rotation.test.ts',
        'show no equality across tenants, classes and formats to who reads the table',
      ),
      ...shownIn(
        `${VAULT}/deterministic.test.ts`,
        'two tenants, two classes or two formats never share a token',
      ),
      ...shownIn(
        `${VAULT}/idempotency.test.ts`,
        'what is kept of key and request is neither, nor a bare hash, and equal ones differ',
      ),
    ],
    settings: [],
    gaps: [
      notMet('Fingerprint keys are not changed at the end of a cryptoperiod: see 3.7.4.'),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.5.1.2',
    demand: 'Encryption of disks or partitions alone is not what makes a PAN unreadable.',
    controls: [...exported('functions/vault/envelope.ts', 'createEnvelope')],
    tests: [
      ...shownIn(
        `${VAULT}/tokenize.test.ts`,
        'writes the value nowhere in the clear, and what it writes fits one write unit',
      ),
      ...shownIn(
        'test/e2e/canary.test.ts',
        'no file holds a value: database, journal, key files and logs included',
      ),
    ],
    settings: [configured('branchKeyTtlSeconds')],
    gaps: [NOT_ON_AWS],
  },
];
