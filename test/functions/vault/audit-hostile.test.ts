import type {
  KeyAdminOperation,
  VaultEvent,
  VaultOperation,
} from '../../../functions/vault/event.ts';
import { searchText } from '../../support/canary.ts';
import { concernsTokens, isWrite } from '../../support/fault-proxy.ts';
import { codesOf, send, VAULT_OPERATIONS } from '../../support/vault-operations.ts';
import { ask, event, runVault, tokenized, user } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

const PAN = '4000056655665556';
/** A PAN where a UUID is asked for: its digits are hexadecimal ones. */
const AS_UUID = '40000566-5566-4556-8000-000000000000';
const BUDGET = { scope: 'PURPOSE', purpose: 'LEGAL', perMinute: 1_000_000, perDay: 100_000_000 };
const APPROVAL = { purpose: 'LEGAL', ticket: 'T-1', reason: 'A case.', minutes: 1 };
const CHARGE = {
  ...{ processor: 'sandbox', amount: 1999, currency: 'EUR', purpose: 'PAYMENT' },
  idempotencyKey: 'k-1',
};
const GROUPS = ['tokenizers', 'support', 'payment-staff', 'approvers', 'auditors', 'vault-admins'];
const EVERYBODY = user(GROUPS, 'acme', 'everybody-1');

/** The forms in which a careless or malicious client sends a PAN. */
const FORMS = [
  PAN,
  '4000-0566-5566-5556',
  Buffer.from(PAN).toString('base64'),
  Buffer.from(PAN).toString('hex'),
  AS_UUID,
  `tok_${PAN}00000000000000`,
];

type Places = (pan: string, token: string) => object[];

/** Every member of every argument, each holding the PAN while the others are as they should be. */
const PLACES: Readonly<Record<VaultOperation, Places>> = {
  tokenize: (pan) => tokenizeInputs(pan).map((input) => ({ input })),
  tokenizeBatch: (pan) => [{ inputs: tokenizeInputs(pan) }, { inputs: pan }],
  detokenize: (pan, token) => resolveInputs(pan, token).map((input) => ({ input })),
  detokenizeBatch: (pan, token) => [{ inputs: resolveInputs(pan, token) }],
  release: resolveInputs,
  token: (token) => [{ token }],
  knownToken: (pan) => [
    { dataClass: 'TEXT', plaintext: pan, purpose: 'LEGAL' },
    { dataClass: pan, plaintext: 'x', purpose: 'LEGAL' },
    { dataClass: 'EMAIL', plaintext: 'x', purpose: pan },
    { dataClass: 'CUSTOM', customClass: pan, plaintext: 'x', purpose: 'LEGAL' },
    { dataClass: 'PAN', plaintext: pan, purpose: 'PAYMENT' },
  ],
  charge: (pan, token) => [
    ...inputsOf({ ...CHARGE, token }, pan),
    { input: { ...CHARGE, token, cvcToken: pan } },
    { input: { ...CHARGE, token: [pan] } },
    { input: pan },
  ],
  revokeToken: (pan, token) => stateInputs(pan, token),
  restoreToken: (pan, token) => stateInputs(pan, token),
  eraseToken: (pan) => stateInputs(pan, 'tok_of_nobody'),
  auditEvents: (pan) => [
    ...['from', 'to', 'actor', 'operation', 'code'].map((name) => ({ filter: { [name]: pan } })),
    { filter: pan },
    { limit: pan },
    { nextToken: pan },
    { nextToken: `${pan}.${pan}` },
  ],
  auditProof: (pan) => [
    { id: pan },
    { id: `2026-01-31T09:05:01.123Z#${AS_UUID}#ATTEMPT` },
    { id: [pan] },
  ],
  checkpoints: pageInputs,
  budgets: pageInputs,
  setBudget: (pan) => inputsOf(BUDGET, pan),
  seedHoneyToken: (pan) => [
    ...inputsOf({ dataClass: 'TEXT', plaintext: 'note', customClass: 'x', format: 'OPAQUE' }, pan),
    { input: { dataClass: 'PAN', plaintext: pan } },
    { input: { dataClass: 'TEXT', plaintext: 'note', metadata: [{ key: pan, value: pan }] } },
  ],
  requestApproval: (pan, token) => [
    ...inputsOf({ ...APPROVAL, count: 1 }, pan),
    { input: { ...APPROVAL, tokens: [pan] } },
    { input: { ...APPROVAL, tokens: [token, pan] } },
  ],
  decideApproval: (pan) => inputsOf({ id: 'approval-1', decision: 'APPROVE' }, pan),
  revokeApproval: (pan) => [{ id: pan }, { id: [pan] }],
  approvals: pageInputs,
  me: (pan) => [{ [pan]: pan }],
};

const KEY_ADMIN_PLACES: Readonly<Record<KeyAdminOperation, (pan: string) => object[]>> = {
  createTenant: (pan) => inputsOf({ tenant: 'acme', idempotencyKey: 'k-1' }, pan),
  eraseTenant: (pan) => inputsOf({ tenant: 'nobody', idempotencyKey: 'k-1' }, pan),
  tenants: pageInputs,
  rotateKeys: keyWorkInputs,
  startRewrap: keyWorkInputs,
  rewrapStatus: (pan) => [{ [pan]: pan }],
};

/** The input with each of its members holding the PAN in turn. */
function inputsOf(input: object, pan: string): object[] {
  return Object.keys(input).map((name) => ({ input: { ...input, [name]: pan } }));
}

function keyWorkInputs(pan: string): object[] {
  return [{ input: { idempotencyKey: pan } }, { input: pan }];
}

function pageInputs(pan: string): object[] {
  return [{ limit: pan }, { nextToken: pan }];
}

function tokenizeInputs(pan: string): object[] {
  const input = { dataClass: 'TEXT', plaintext: 'note' };
  const names = ['dataClass', 'customClass', 'format', 'deterministic', 'expiresAt', 'maxUses'];
  return [
    ...[...names, 'metadata', 'idempotencyKey', pan].map((name) => ({ ...input, [name]: pan })),
    { ...input, metadata: [{ key: pan, value: 'x' }] },
    { ...input, metadata: [{ key: `a${pan}`, value: 'x' }] },
    { ...input, metadata: [{ key: 'note', value: pan }] },
    { dataClass: 'PAN', plaintext: pan },
    { dataClass: 'CUSTOM', customClass: pan, plaintext: pan },
  ];
}

function resolveInputs(pan: string, token: string): object[] {
  return [
    { token: pan, purpose: 'LEGAL' },
    { token, purpose: pan },
    { token, purpose: 'LEGAL', idempotencyKey: pan },
    { token: [pan], purpose: 'LEGAL' },
  ];
}

function stateInputs(pan: string, token: string): object[] {
  return [{ token: pan }, { token, idempotencyKey: pan }].map((input) => ({ input }));
}

describe('the audit trail', () => {
  let vault: RunningVault;
  let answer: Answer;
  let keyAdmin: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    keyAdmin = vault.startKeyAdmin();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const trailText = async () =>
    (await vault.items('AUDIT_TABLE')).map((item) => JSON.stringify(item)).join('\n');

  test('holds a PAN in no attribute of any event and in no form, wherever it was sent', async () => {
    const { token } = await tokenized(answer, 'TEXT', 'note');
    let sent = 0;
    for (const form of FORMS) {
      for (const [name, places] of Object.entries(PLACES)) {
        for (const received of places(form, token)) {
          await ask(answer, name as VaultOperation, EVERYBODY, received);
          sent += 1;
        }
      }
      for (const [name, places] of Object.entries(KEY_ADMIN_PLACES)) {
        for (const received of places(form)) {
          await ask(keyAdmin, name as KeyAdminOperation, EVERYBODY, received);
        }
      }
      const strange = { ...event('me', EVERYBODY, {}), operation: form } as unknown as VaultEvent;
      const origin = { sourceIp: [form, `fe80::1%${form}`, '203.0.113.7'] };
      await answer(strange, 'request-1');
      await answer({ ...event('me', EVERYBODY, {}), origin }, 'request-1');
      await answer([event('release', EVERYBODY, form), form], 'request-1');
    }
    expect(sent).toBeGreaterThan(300);
    const text = await trailText();
    expect(text.split('\n').length).toBeGreaterThan(600);
    const canaries = { pan: PAN, uuid: AS_UUID, grouped: '4000-0566-5566-5556' };
    expect(searchText(text, 'the trail', canaries)).toEqual([]);
    const planted = text + Buffer.from(PAN).toString('hex');
    expect(searchText(planted, 'planted', canaries)).not.toEqual([]);
  }, 120_000);

  test.each(VAULT_OPERATIONS.map((one) => [one.name, one] as const))(
    'refuses %s if its attempt cannot be recorded, does nothing, and alarms',
    async (_name, { operation, prepare }) => {
      const received = await prepare(answer);
      vault.dynamodbWire.clear();
      vault.dynamodbWire.decide(({ body }) =>
        body.includes('"TableName":"audit"') && body.includes('ATTEMPT')
          ? { status: 400, type: 'AccessDeniedException' }
          : 'pass',
      );
      vault.lines.length = 0;
      const codes = codesOf(await send(answer, operation, received));
      expect(new Set(codes)).toEqual(new Set(['TEMPORARILY_UNAVAILABLE']));
      const { passages } = vault.dynamodbWire;
      expect(passages.filter((one) => isWrite(one) && concernsTokens(one))).toEqual([]);
      expect(vault.lines.filter((line) => line.includes('"AuditFailure":1'))).toHaveLength(1);
    },
  );

  test('holds a pair of events for the refusal of each operation to somebody in no group', async () => {
    const nobody = user([], 'acme', 'nobody-1');
    for (const operation of Object.keys(PLACES) as VaultOperation[]) {
      const reply = await ask(answer, operation, nobody, {});
      expect(reply).toMatchObject({ error: { code: 'NOT_AUTHORIZED' } });
    }
    const recorded = (await vault.items('AUDIT_TABLE')).filter(
      ({ actor }) => actor?.S === 'nobody-1',
    );
    const named = (kind: string) =>
      recorded.filter((one) => one.kind?.S === kind).map(({ operation }) => operation?.S ?? '');
    expect(named('ATTEMPT').sort()).toEqual(Object.keys(PLACES).sort());
    expect(named('OUTCOME').sort()).toEqual(Object.keys(PLACES).sort());
    expect(recorded.filter(({ code }) => code?.S === 'NOT_AUTHORIZED')).toHaveLength(
      Object.keys(PLACES).length,
    );
  });
});
