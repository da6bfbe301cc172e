import { MAX_LIMIT } from '../../../functions/vault/budget-limits.ts';
import { GROUPS, mayDo } from '../../../functions/vault/policy.ts';
import {
  PAYMENT,
  SUPPORT,
  TOKENIZER,
  ask,
  event,
  runVault,
  tokenized,
  user,
} from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

const CANARY = 'canary-7d3e91';
const OPERATIONS = [
  'tokenize',
  'tokenizeBatch',
  'detokenize',
  'detokenizeBatch',
  'release',
  'token',
  'me',
] as const;
const NOT_FOUND = { error: { code: 'TOKEN_NOT_FOUND', message: 'There is no such token.' } };

describe('the door of the vault', () => {
  let vault: RunningVault;
  let answer: Answer;
  let token: string;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    token = (await tokenized(answer, 'EMAIL', 'ada@example.org')).token;
  });
  afterAll(() => vault.stop());

  const received = () => {
    const input = { token, purpose: 'CUSTOMER_SUPPORT', dataClass: 'TEXT', plaintext: 'note' };
    return { ...input, input, inputs: [input] };
  };

  test.each(GROUPS)(
    'lets a caller of the group %s do what the policy says, no more',
    async (group) => {
      for (const operation of OPERATIONS) {
        const reply = await ask(answer, operation, user([group]), received());
        if (mayDo([group], operation)) expect(reply).toHaveProperty('data');
        else expect(reply).toMatchObject({ error: { code: 'NOT_AUTHORIZED' } });
      }
    },
  );

  test('lets nobody do anything without a group, or without a tenant', async () => {
    for (const operation of OPERATIONS) {
      expect(await ask(answer, operation, user([]), received())).toMatchObject({
        error: { code: 'NOT_AUTHORIZED' },
      });
      expect(await ask(answer, operation, user(GROUPS, null), received())).toMatchObject({
        error: { code: 'TENANT_REQUIRED' },
      });
    }
  });

  test('gives each operation the data that the resolvers expect', async () => {
    const known = { token, dataClass: 'EMAIL', customClass: null, masked: 'a***@***.org' };
    const view = {
      ...known,
      brand: null,
      format: 'OPAQUE',
      deterministic: true,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      expiresAt: null,
      maxUses: null,
      usesLeft: null,
      state: 'ACTIVE',
      metadata: [],
    };
    const budget = { actorLeft: MAX_LIMIT, resetsAt: expect.any(String) as string };
    const resolved = { ...known, budget, purpose: 'CUSTOMER_SUPPORT', grant: null };
    expect(await ask(answer, 'token', SUPPORT, { token })).toEqual({ data: view });
    expect(await ask(answer, 'detokenize', SUPPORT, received())).toEqual({ data: resolved });
    expect(await ask(answer, 'detokenizeBatch', SUPPORT, received())).toEqual({
      data: [{ __typename: 'Detokenization', ...resolved }],
    });
    expect(await ask(answer, 'release', SUPPORT, received())).toEqual({ data: 'ada@example.org' });
    expect(await ask(answer, 'me', SUPPORT, {})).toEqual({
      data: { id: 'support-1', tenant: 'acme', groups: ['support'] },
    });
    expect(await ask(answer, 'tokenizeBatch', TOKENIZER, received())).toMatchObject({
      data: [{ __typename: 'Token', dataClass: 'TEXT', masked: '********' }],
    });
  });

  test('never decrypts when resolving', async () => {
    const cold = vault.start();
    vault.kmsWire.clear();
    await ask(cold, 'detokenize', SUPPORT, received());
    await ask(cold, 'token', SUPPORT, { token });
    // The beacon key for the record MAC, and no branch key.
    expect(vault.kmsWire.count('Decrypt')).toBe(1);
  });

  test.each([
    ['unknown', 'tok_00000000000000000000002qsZJJ'],
    ['of no format', CANARY + ' with spaces'],
    ['empty', ''],
    ['of 100,000 characters', 'a'.repeat(100_000)],
    ['of a lone surrogate', '\ud800\ud800\ud800\ud800\ud800'],
    ['a key of another kind', 'x#actor#payment-1'],
  ])('answers a token that is %s as one that is not there', async (_what, asked) => {
    expect(await ask(answer, 'token', SUPPORT, { token: asked })).toEqual(NOT_FOUND);
    const asking = { token: asked, purpose: 'CUSTOMER_SUPPORT' };
    expect(await ask(answer, 'release', SUPPORT, asking)).toEqual(NOT_FOUND);
  });

  test("answers another tenant's token exactly as an unknown one", async () => {
    const stranger = user(['payment-staff', 'tokenizers'], 'globex');
    expect(await ask(answer, 'token', stranger, { token })).toEqual(NOT_FOUND);
    expect(await ask(answer, 'detokenize', stranger, received())).toEqual(NOT_FOUND);
    expect(await ask(answer, 'release', stranger, received())).toEqual(NOT_FOUND);
  });

  test('gives a batch of detokenizations its results in order, duplicates too', async () => {
    const card = (await tokenized(answer, 'PAN', '4111111111111111')).token;
    const asked = [token, 'tok_none-of-these', card, token].map((one) => ({
      token: one,
      purpose: 'CUSTOMER_SUPPORT',
    }));
    const inputs = [...asked, { token }, { token, purpose: 'BECAUSE' }];
    const { data } = await ask(answer, 'detokenizeBatch', SUPPORT, { inputs });
    expect(
      (data as { code?: string; token?: string }[]).map((one) => one.code ?? one.token),
    ).toEqual([
      token,
      'TOKEN_NOT_FOUND',
      'PURPOSE_NOT_ALLOWED',
      token,
      'INVALID_INPUT',
      'INVALID_INPUT',
    ]);
  });

  test('reads a batch of releases at once, each decided for itself', async () => {
    const card = (await tokenized(answer, 'PAN', '4111111111111111')).token;
    const asked = [
      { token, purpose: 'REFUND' },
      { token: card, purpose: 'REFUND' },
      { token: card, purpose: 'CUSTOMER_SUPPORT' },
      { token: 'tok_none-of-these', purpose: 'REFUND' },
      { token: card, purpose: 'REFUND' },
    ];
    vault.dynamodbWire.clear();
    const events = asked.map((one) => event('release', PAYMENT, one));
    expect(await answer(events, 'request-1')).toMatchObject([
      { data: 'ada@example.org' },
      { data: '4111111111111111' },
      { error: { code: 'PURPOSE_NOT_ALLOWED' } },
      NOT_FOUND,
      { data: '4111111111111111' },
    ]);
    const { dynamodbWire: wire } = vault;
    // The standing, the tokens and the budgets are read; two events and two counters are written.
    expect([wire.count('BatchGetItem'), wire.count('PutItem')]).toEqual([3, 4]);
  });

  test('takes no caller of a batch for another, and releases nothing but by release', async () => {
    const asked = { token, purpose: 'CUSTOMER_SUPPORT' };
    const stranger = user(['support'], 'globex');
    const events = [
      event('release', SUPPORT, asked),
      event('release', stranger, asked),
      event('release', TOKENIZER, asked),
      event('detokenize', SUPPORT, { input: asked }),
      event('release', SUPPORT, asked),
      null,
    ];
    expect(await answer(events, 'request-1')).toMatchObject([
      { data: 'ada@example.org' },
      NOT_FOUND,
      { error: { code: 'NOT_AUTHORIZED' } },
      { error: { code: 'INVALID_INPUT' } },
      { data: 'ada@example.org' },
      { error: { code: 'TENANT_REQUIRED' } },
    ]);
    expect(await answer([], 'request-1')).toEqual([]);
  });

  test('repeats what DynamoDB left unread, and says so if it stays unread', async () => {
    const unread = (times: number) => {
      let left = times;
      vault.dynamodbWire.decide(({ operation }) =>
        operation === 'BatchGetItem' && left-- > 0
          ? { status: 400, type: 'ProvisionedThroughputExceededException' }
          : 'pass',
      );
    };
    unread(1);
    expect(await ask(answer, 'token', SUPPORT, { token })).toHaveProperty('data');
    unread(1000);
    expect(await ask(answer, 'token', SUPPORT, { token })).toMatchObject({
      error: { code: 'TEMPORARILY_UNAVAILABLE' },
    });
    vault.dynamodbWire.decide(null);
  });

  test('answers every bad event with a code, and never with what it received', async () => {
    const odd = [CANARY, [CANARY], { [CANARY]: CANARY }, 7, null, undefined, true];
    const identities = [
      TOKENIZER,
      PAYMENT,
      SUPPORT,
      ...odd,
      { ...TOKENIZER, subject: `${CANARY} x` },
    ];
    const events: unknown[] = [...odd, { operation: CANARY, identity: TOKENIZER }];
    for (const operation of [...OPERATIONS, '__proto__', 'constructor']) {
      for (const identity of identities) {
        for (const value of odd) {
          const input = {
            dataClass: value,
            plaintext: value,
            format: value,
            token: value,
            purpose: value,
          };
          events.push({ operation, identity, origin: value, arguments: value });
          events.push({
            operation,
            identity,
            arguments: { ...input, input, inputs: [input, value] },
          });
        }
      }
    }
    vault.lines.length = 0;
    const known = events.filter((_, at) => at % 11 === 0);
    for (let at = 0; at < known.length; at += 20) {
      const some = known.slice(at, at + 20);
      const replies = await Promise.all(some.map((one) => answer(one, 'request-1')));
      for (const reply of replies) {
        const text = JSON.stringify(reply);
        expect(text).toMatch(/^\[?(\{"(data|error)"|\])/);
        expect(text).not.toContain('INTERNAL');
        expect(text).not.toContain(CANARY);
      }
    }
    expect(vault.lines.join('')).not.toContain(CANARY);
    for (const table of ['VAULT_TABLE', 'AUDIT_TABLE'] as const) {
      expect(JSON.stringify(await vault.items(table))).not.toContain(CANARY);
    }
  });
});
