import { configured } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';
const AUDIT = `${VAULT}/audit.test.ts`;
const HOSTILE = `${VAULT}/audit-hostile.test.ts`;
const EVENTS = `${VAULT}/audit-events.test.ts`;
const SEALER = 'test/functions/audit-sealer/sealer.test.ts';
const TENANTS = 'test/functions/key-admin/tenants.test.ts';

const writing = exported('functions/vault/audit.ts', 'createAudit');
/** What is done in the AWS account, past the gateway. */
const ofAccount = {
  controls: exported('infra/trail-stack.ts', 'createTrailStack'),
  tests: shownIn('test/infra/gates/gates.test.ts', 'let the undamaged configuration pass'),
} as const;

/** PCI DSS v4.0.1, 10.2: what is recorded. */
export const RECORDED_EVENTS: readonly Requirement[] = [
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
    controls: [
      ...writing,
      ...exported('functions/key-admin/operations.ts', 'createOperations'),
      ...ofAccount.controls,
    ],
    tests: [
      ...ofAccount.tests,
      ...shownIn(TENANTS, 'writes down a name only once it is one of ours'),
      ...shownIn(
        `${VAULT}/budget-settings.test.ts`,
        'are each in the history, also if many are set at once, page by page',
      ),
    ],
    settings: [],
    gaps: [NOT_ON_AWS],
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
        'The trail of the account has writes to the audit table, by configuration, and no reading of it past the gateway, as an export does.',
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
    ...ofAccount,
    settings: [],
    gaps: [
      notMet(
        'Users, groups and passwords are changed in Cognito, past the gateway: the trail of the account has that, and no test shows what is in it.',
      ),
      NOT_ON_AWS,
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
    ...ofAccount,
    settings: [configured('trailDataEvents')],
    gaps: [NOT_ON_AWS],
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
];
