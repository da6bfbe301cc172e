import { KEY_BYTES } from '../../functions/vault/aes-gcm.ts';
import { WRAPPED_KEY_BYTES } from '../../functions/vault/hierarchical-wrap.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from '../../infra/policies/root-key.ts';
import { configured, constant, synthesized } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, notVerified, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';
const ROTATION = 'test/functions/key-admin/rotation.test.ts';
const ROOT_KEY = 'test/infra/policies/root-key.test.ts';

const LOOPBACK_KMS = notVerified(
  'Every test runs against the loopback KMS, which is for development: that keys never leave a security module is what AWS attests of KMS.',
);

/** PCI DSS v4.0.1, 3.6 and 3.7: the keys that protect account data. */
export const KEYS: readonly Requirement[] = [
  {
    id: '3.6.1',
    demand:
      'Fewest custodians have access to keys; keys that encrypt keys are as strong as those and lie elsewhere.',
    controls: [
      ...exported('infra/policies/root-key.ts', 'rootKeyStatements'),
      ...exported('infra/policies/table-access.ts', 'TABLE_ACCESS'),
      ...exported('functions/vault/hierarchical-wrap.ts', 'wrapDataKey'),
    ],
    tests: [
      ...shownIn(
        ROOT_KEY,
        '%s may decrypt a row of the key store and use the key in no other way',
        'the key-admin role reads beacon keys, and nothing can be turned into one',
        '%s cannot use the key',
        'lets no administrator use the key',
      ),
      ...shownIn(
        'test/infra/policies/endpoints.test.ts',
        'lets only the key-admin role write branch keys',
      ),
      ...shownIn(
        'test/infra/proofs/deployment.test.ts',
        'hold of production, and each allows what the gateway needs',
      ),
    ],
    settings: [
      constant('VAULT_KEY_ACTIONS', 'infra/policies/root-key.ts', VAULT_KEY_ACTIONS),
      constant('KEY_ADMIN_ACTIONS', 'infra/policies/root-key.ts', KEY_ADMIN_ACTIONS),
    ],
    gaps: [
      notMet(
        'Whoever deploys may change the policy of a key and so let himself in; with an organization nobody else may. The trail of the account has it, no alarm tells of it.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.6.1.2',
    demand:
      'Secret keys are stored wrapped by a key of at least their strength, or in a secure cryptographic device.',
    controls: [
      ...exported('functions/vault/branch-keys.ts', 'createKeyStore'),
      ...exported('functions/key-admin/branch-key.ts', 'createBranchKeys'),
      ...exported('functions/vault/hierarchical-wrap.ts', 'wrapDataKey'),
    ],
    tests: [
      ...shownIn(
        'test/functions/key-admin/answer.test.ts',
        'never asks KMS for a key in the clear',
      ),
      ...shownIn(`${VAULT}/branch-keys.test.ts`, 'of a tenant are bound to its name'),
    ],
    settings: [
      constant('KEY_BYTES', 'functions/vault/aes-gcm.ts', KEY_BYTES),
      constant('WRAPPED_KEY_BYTES', 'functions/vault/hierarchical-wrap.ts', WRAPPED_KEY_BYTES),
    ],
    gaps: [LOOPBACK_KMS, NOT_ON_AWS],
  },
  {
    id: '3.7.1',
    demand: 'Keys are generated strong.',
    controls: [
      ...exported('functions/key-admin/branch-key.ts', 'createBranchKeys'),
      ...exported('functions/vault/one-shot-message.ts', 'sealMessage'),
    ],
    tests: [
      ...shownIn(
        'test/functions/key-admin/answer.test.ts',
        'makes a branch key and a beacon key for a new tenant, and says so',
      ),
      ...shownIn(
        `${VAULT}/message-vectors.test.ts`,
        'a message takes all of its random bytes at once, and wipes its data key',
      ),
    ],
    settings: [constant('KEY_BYTES', 'functions/vault/aes-gcm.ts', KEY_BYTES)],
    gaps: [LOOPBACK_KMS, NOT_ON_AWS],
  },
  {
    id: '3.7.2, 3.7.3',
    demand: 'Keys are distributed and stored securely.',
    controls: [
      ...exported('functions/vault/branch-key-cache.ts', 'createKeyCache'),
      ...exported('functions/vault/keyrings.ts', 'createKeyrings'),
      ...exported('infra/policies/endpoints.ts', 'kmsEndpointStatements'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/branch-key-cache.test.ts`,
        'lends a key for as long as it lives, and wipes it when that is over',
        'wipes a key that is used up, after its last use and not before',
      ),
      ...shownIn(
        'test/infra/policies/endpoints.test.ts',
        'lets each role through with its own actions on keys of the account',
      ),
      ...shownIn(
        'test/infra/network-stack.test.ts',
        'reaches KMS by an interface endpoint under its usual name',
      ),
    ],
    settings: [configured('branchKeyTtlSeconds')],
    gaps: [
      notMet(
        'Strings and buffers of the answers of KMS, copies that its client makes, and the MAC keys of a tenant cannot be wiped; they are left to the garbage collector.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.7.4',
    demand: 'Keys are changed at the end of their cryptoperiod.',
    controls: [
      ...exported('functions/key-admin/rotation.ts', 'createRotation'),
      ...exported('infra/keys-stack.ts', 'createKeysStack'),
    ],
    tests: [
      ...shownIn(
        ROTATION,
        'makes one new version, which it answers with the time from which all use it',
        'has writers use it once the life of a key is over, and keeps old values readable',
        'of the root key in KMS disturbs nothing',
      ),
    ],
    settings: [
      synthesized('Keys', 'AWS::KMS::Key', 'RotationPeriodInDays'),
      configured('branchKeyTtlSeconds'),
    ],
    gaps: [
      notMet('Branch keys are rotated when somebody asks: no schedule does.'),
      notMet(
        'Beacon keys, from which the keys of fingerprints and MACs stem, and the keys that sign are never changed.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.7.5',
    demand:
      'Keys are retired, replaced or destroyed when they are weakened or suspected to be known.',
    controls: [
      ...exported('functions/key-admin/rotation.ts', 'createRotation'),
      ...exported('functions/key-admin/tenants.ts', 'createTenantErasure'),
    ],
    tests: [
      ...shownIn(`${VAULT}/key-faults.test.ts`, 'a root key that is taken away'),
      ...shownIn(
        'test/functions/key-admin/tenants.test.ts',
        'all versions go, also one that is made at that moment',
      ),
      ...shownIn(
        ROTATION,
        'has writers use it once the life of a key is over, and keeps old values readable',
      ),
    ],
    settings: [synthesized('Keys', 'AWS::KMS::Key', 'PendingWindowInDays')],
    gaps: [notMet('No drill for a key that is suspected to be known.'), NOT_ON_AWS],
  },
  {
    id: '3.7.6',
    demand:
      'Where people handle keys in the clear, they do so by split knowledge and dual control.',
    controls: [
      ...exported('infra/policies/root-key.ts', 'KEY_ADMIN_ACTIONS'),
      ...exported('functions/key-admin/branch-key.ts', 'createBranchKeys'),
    ],
    tests: [
      ...shownIn(ROTATION, 'asks KMS for no key in the clear but the beacon key'),
      ...shownIn(ROOT_KEY, 'lets no administrator use the key'),
    ],
    settings: [],
    gaps: [
      notVerified(
        'No person handles a key in the clear, so there is nothing to split. Rotating and erasing keys takes one administrator, not two.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.7.7',
    demand: 'No key or ciphertext can be put in the place of another.',
    controls: [
      ...exported('functions/vault/encryption-context.ts', 'contextToMeet'),
      ...exported('functions/vault/item-mac.ts', 'hasOurMac'),
      ...exported('functions/vault/record.ts', 'fromItem'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/key-store-rows.test.ts`,
        'seal nothing when anything about the active version was edited',
        'open nothing when anything about the version was edited',
      ),
      ...shownIn(`${VAULT}/envelope.test.ts`, 'refuses a message bound to %s'),
      ...shownIn(`${VAULT}/record-tampering.test.ts`, 'what the vault keeps of a value, touched:'),
      ...shownIn(
        `${VAULT}/state-tampering.test.ts`,
        'what the vault keeps of the life of a token, touched:',
      ),
    ],
    settings: [],
    gaps: [
      notMet(
        'Older genuine items that nothing left in storage contradicts are believed: the residual risks in SECURITY.md.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '3.7.8, 3.7.9',
    demand:
      'Custodians of keys accept their duty; customers of a service provider get guidance on keys.',
    controls: [],
    tests: [],
    settings: [],
    gaps: [notMet('Left to whoever operates the gateway. docs/keys.md describes the keys.')],
  },
];
