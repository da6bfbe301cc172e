import {
  CancelKeyDeletionCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import { setTimeout as sleep } from 'node:timers/promises';

import { halfVisible } from '../../support/consistency.ts';
import {
  KEY_STORE_FAULTS,
  KEY_USES,
  KMS_FAULTS,
  SILENCE,
  inTenant,
  runRound,
} from '../../support/key-faults.ts';
import type { KeyCase, KeyCourse, KeyFault, KeyUse } from '../../support/key-faults.ts';
import { joinRealms } from '../../support/realm.ts';
import { runs } from '../../support/runs.ts';
import { VAULT_OPERATIONS, send } from '../../support/vault-operations.ts';
import type { VaultOperation } from '../../support/vault-operations.ts';
import { PAYMENT, TOKENIZER, ask, runVault, tokenized } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

const note = { dataClass: 'TEXT', plaintext: 'note' };

async function twoTokens(answer: Answer): Promise<object[]> {
  const [made] = await send(answer, 'tokenizeBatch', [{ inputs: [note, note] }]);
  const views = (made?.data ?? []) as { token: string }[];
  return views.map(({ token }) => ({ token, purpose: 'FRAUD_REVIEW' }));
}

const BATCHES: readonly VaultOperation[] = [
  {
    name: 'tokenizeBatch',
    operation: 'tokenizeBatch',
    prepare: () => Promise.resolve([{ inputs: [note, note] }]),
  },
  {
    name: 'detokenizeBatch',
    operation: 'detokenizeBatch',
    prepare: async (answer) => [{ inputs: await twoTokens(answer) }],
  },
  { name: 'release: 2 at once', operation: 'release', prepare: twoTokens },
];

const SINGLE = [
  'tokenize: random',
  'tokenize: deterministic, new',
  'tokenize: card verification code',
  'token',
  'knownToken',
  'detokenize',
  'release',
  'me',
  'revokeToken',
  'restoreToken',
  'eraseToken',
];

/** Each operation of the API; its variants ask for the same keys. */
const OPERATIONS = [...VAULT_OPERATIONS.filter(({ name }) => SINGLE.includes(name)), ...BATCHES];

/** The keys that a vault with cold caches asks for. */
function usesOf({ operation }: VaultOperation): readonly KeyUse[] {
  const [beacon, active, version, receipt] = KEY_USES;
  if (operation.startsWith('tokenize')) return [beacon, active];
  if (operation === 'release') return [beacon, version];
  return operation === 'eraseToken' ? [beacon, receipt] : [beacon];
}

function casesOf(prefix: string, asks: (use: KeyUse) => boolean): KeyCase[] {
  return OPERATIONS.flatMap((operation) =>
    usesOf(operation)
      .filter(asks)
      .map((use) => ({ operation, use })),
  ).map((one, at) => ({ ...one, tenant: `${prefix}-${at}` }));
}

const KMS_CASES = casesOf('kms', () => true);
const KEY_STORE_CASES = casesOf('key-store', (use) => use !== 'receipt');

/** Between them they ask for every key. All operations meet a refusal, an outage and silence. */
const SOME = ['tokenize: random', 'release', 'eraseToken'];
const MET_BY_ALL = runs(1) > 1 ? ['denied access', 'throttling'] : ['denied access'];

function casesOfSome(cases: readonly KeyCase[]): readonly KeyCase[] {
  return cases.filter(({ operation }) => SOME.includes(operation.name));
}

/** By the SDK, whatever the fault. */
const ATTEMPTS = 3;

const all = (cases: readonly KeyCase[], value: (one: KeyCase) => unknown) =>
  Object.fromEntries(cases.map((one) => [`${one.operation.name}, ${one.use}`, value(one)]));

const by = (courses: readonly KeyCourse[], value: (one: KeyCourse) => unknown) =>
  Object.fromEntries(courses.map((one) => [one.name, value(one)]));

describe('keys that cannot be had', () => {
  let vault: RunningVault;
  let warm: Answer;

  beforeAll(async () => {
    joinRealms();
    vault = await runVault();
    warm = vault.start();
    for (const { tenant } of [...KMS_CASES, ...KEY_STORE_CASES]) {
      await vault.createTenant(tenant);
      await twoTokens(inTenant(warm, tenant)).then((asked) =>
        send(inTenant(warm, tenant), 'release', asked),
      );
    }
  });
  afterAll(() => vault.stop());

  const ofKms = (cases: readonly KeyCase[]) => ({ vault, warm, wire: vault.kmsWire, cases });
  const ofKeyStore = (cases: readonly KeyCase[]) => ({
    ...ofKms(cases),
    wire: vault.dynamodbWire,
  });

  const expectUnavailable = (
    courses: readonly KeyCourse[],
    cases: readonly KeyCase[],
    { fault, metric }: KeyFault,
    met: number,
  ) => {
    expect(by(courses, ({ codes }) => codes)).toEqual(
      all(cases, () => ['TEMPORARILY_UNAVAILABLE']),
    );
    expect(by(courses, (one) => one.met)).toEqual(all(cases, () => met));
    expect(by(courses, ({ counted }) => counted)).toEqual(
      all(cases, () => [`${metric}: ${fault}`]),
    );
    expect(by(courses, ({ again }) => again)).toEqual(all(cases, () => ['OK']));
    expect(courses.map(({ said }) => said).join()).not.toMatch(/Broken by a test|arn:aws/);
  };

  const expectUnnoticed = (courses: readonly KeyCourse[], cases: readonly KeyCase[]) => {
    expect(by(courses, ({ codes }) => codes)).toEqual(all(cases, () => ['OK']));
    expect(by(courses, ({ met }) => met)).toEqual(all(cases, () => 1));
    expect(by(courses, ({ counted }) => counted)).toEqual(all(cases, () => []));
  };

  describe.each([
    ['KMS', KMS_FAULTS, KMS_CASES, ofKms],
    ['the key store', KEY_STORE_FAULTS, KEY_STORE_CASES, ofKeyStore],
  ] as const)('because of %s', (_service, faults, allCases, round) => {
    test.each(Object.entries(faults).filter(([, { isRetried }]) => isRetried))(
      'once, by %s, goes unnoticed',
      async (_name, fault) => {
        const cases = casesOfSome(allCases);
        expectUnnoticed(await runRound(round(cases), fault.fate, 1), cases);
      },
    );

    test.each(Object.entries(faults))(
      'for good, by %s, is TEMPORARILY_UNAVAILABLE, counted, and over when the fault is',
      async (name, fault) => {
        const cases = MET_BY_ALL.includes(name) ? allCases : casesOfSome(allCases);
        const courses = await runRound(round(cases), fault.fate, Infinity);
        expectUnavailable(courses, cases, fault, fault.isRetried ? ATTEMPTS : 1);
      },
    );
  });

  test('by silence are TEMPORARILY_UNAVAILABLE after three times the limit of a request', async () => {
    const [ofTheKms, ofTheStore] = await Promise.all([
      runRound(ofKms(KMS_CASES), SILENCE.fate, Infinity),
      runRound(ofKeyStore(KEY_STORE_CASES), SILENCE.fate, Infinity),
    ]);
    expectUnavailable(ofTheKms, KMS_CASES, SILENCE, ATTEMPTS);
    expectUnavailable(ofTheStore, KEY_STORE_CASES, SILENCE, ATTEMPTS);
  });

  test.each(['InvalidCiphertextException', 'IncorrectKeyException'])(
    'because KMS says %s are a changed row: tampering, which does not outlast the row',
    async (type) => {
      const courses = await runRound(
        ofKms(casesOfSome(KMS_CASES)),
        { status: 400, type },
        Infinity,
      );
      const cases = courses.filter(({ name }) => !name.endsWith('receipt'));
      const expected = ({ name }: KeyCourse) =>
        name.endsWith('branch key version') ? ['TOKEN_NOT_FOUND'] : ['INTERNAL'];
      expect(by(cases, ({ codes }) => codes)).toEqual(by(cases, expected));
      for (const { counted } of cases) expect(counted).toContain('Tampering: ');
      expect(by(cases, ({ again }) => again)).toEqual(by(cases, () => ['OK']));
    },
  );

  test('leave nothing half-visible, and no word of theirs in the audit trail', async () => {
    expect(await halfVisible(vault)).toEqual([]);
    const trail = JSON.stringify(await vault.items('AUDIT_TABLE'));
    expect(trail).toContain('TEMPORARILY_UNAVAILABLE');
    expect(trail).not.toMatch(/Broken by a test|arn:aws:kms/);
  });
});

type Change = (kms: KMSClient, key: { readonly KeyId: string }) => Promise<unknown>;

const enable: Change = (kms, key) => kms.send(new EnableKeyCommand(key));

const cancelDeletion: Change = async (kms, key) => {
  await kms.send(new CancelKeyDeletionCommand(key));
  return enable(kms, key);
};

const disable: Change = (kms, key) => kms.send(new DisableKeyCommand(key));

const scheduleDeletion: Change = (kms, key) =>
  kms.send(new ScheduleKeyDeletionCommand({ ...key, PendingWindowInDays: 7 }));

/** Puts a policy that denies what the vault does with the key, or puts the one before back. */
function policyChange(deny: boolean): Change {
  return async (kms, key) => {
    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand(key));
    const policy = JSON.parse(Policy) as { Statement: { Sid?: string }[] };
    const others = policy.Statement.filter(({ Sid }) => Sid !== 'Stop');
    const stop = { Sid: 'Stop', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt' };
    const Statement = deny ? [...others, { ...stop, Resource: '*' }] : others;
    return kms.send(
      new PutKeyPolicyCommand({ ...key, Policy: JSON.stringify({ ...policy, Statement }) }),
    );
  };
}

describe('a root key that is taken away', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const use = async (answer: Answer, token: string): Promise<string[]> => {
    const made = await ask(answer, 'tokenize', TOKENIZER, { input: note });
    const released = await ask(answer, 'release', PAYMENT, { token, purpose: 'LEGAL' });
    return [made.error?.code ?? 'OK', released.error?.code ?? 'OK'];
  };

  const NEITHER = ['TEMPORARILY_UNAVAILABLE', 'TEMPORARILY_UNAVAILABLE'];

  test.each([
    ['disabled', disable, enable, 'DisabledException'],
    ['scheduled for deletion', scheduleDeletion, cancelDeletion, 'KMSInvalidStateException'],
    ['closed by its policy', policyChange(true), policyChange(false), 'AccessDeniedException'],
  ])(
    'because it is %s, serves as long as its keys are cached, then alarms, and comes back',
    async (_name, take, giveBack, fault) => {
      const KeyId = String(vault.env.ROOT_KEY_ARN);
      const [lasting, brief] = [vault.start(), vault.start({}, { BRANCH_KEY_TTL_SECONDS: '1' })];
      const { token } = await tokenized(lasting, 'TEXT', 'kept');
      for (const answer of [lasting, brief]) expect(await use(answer, token)).toEqual(['OK', 'OK']);
      vault.lines.length = 0;
      await take(vault.kms, { KeyId });
      expect(await use(lasting, token)).toEqual(['OK', 'OK']);
      expect(vault.lines).toEqual([]);
      // However far the second has come with its keys when this begins.
      while ((await use(brief, token)).includes('OK')) await sleep(50);
      expect(await use(vault.start(), token)).toEqual(NEITHER);
      expect(await use(lasting, token)).toEqual(['OK', 'OK']);
      const counted = new Set(vault.lines.map((line) => line.replace(/^.*"fault"/, '"fault"')));
      expect(counted).toEqual(new Set([`"fault":"${fault}","KeyUnavailable":1}\n`]));
      await giveBack(vault.kms, { KeyId });
      expect(await use(brief, token)).toEqual(['OK', 'OK']);
    },
  );
});
