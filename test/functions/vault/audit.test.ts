import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

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
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

const UNAVAILABLE = { error: { code: 'TEMPORARILY_UNAVAILABLE' } };

/** An event as plain values, for comparing. */
function plain(value: AttributeValue | undefined): unknown {
  if (value?.L !== undefined) return value.L.map(plain);
  if (value?.M !== undefined) return plainAll(value.M);
  return value?.S ?? value?.N;
}

function plainAll(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

describe('the audit trail', () => {
  let vault: RunningVault;
  let answer: Answer;
  const seen = new Set<string>();

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  /** What was recorded since the last call, attempts before outcomes. */
  const fresh = async () => {
    const items = (await vault.items('AUDIT_TABLE')).map(plainAll);
    const added = items.filter(({ sk }) => !seen.has(String(sk)));
    for (const { sk } of added) seen.add(String(sk));
    return added.sort((a, b) => String(a.kind).localeCompare(String(b.kind)));
  };

  const breakAudit = (kind: string) => {
    vault.dynamodbWire.decide(({ body }) =>
      body.includes('"audit"') && body.includes(kind)
        ? { status: 400, type: 'AccessDeniedException' }
        : 'pass',
    );
  };

  test('holds one linked pair of events for a tokenization, in a closed schema', async () => {
    await fresh();
    const { token } = await tokenized(answer, 'PAN', '4111111111111111');
    const [attempt, outcome] = await fresh();
    const { attemptId } = attempt ?? {};
    const header = {
      attemptId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      pk: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ#[0-7]$/) as string,
      tenantDay: expect.stringMatching(/^acme#\d{4}-\d\d-\d\d#[0-7]$/) as string,
      operation: 'tokenize',
      requestId: 'request-1',
      tenant: 'acme',
      actor: 'tokenizer-1',
      actorKind: 'user',
      groups: ['tokenizers'],
      sourceIps: ['203.0.113.7'],
      count: '1',
    };
    const item = { dataClass: 'PAN', format: 'OPAQUE' };
    expect(attempt).toEqual({
      ...header,
      kind: 'ATTEMPT',
      sk: `${String(attempt?.time)}#${String(attemptId)}#ATTEMPT`,
      items: [item],
    });
    expect(outcome).toEqual({
      ...header,
      attemptId,
      kind: 'OUTCOME',
      sk: `${String(outcome?.time)}#${String(attemptId)}#OUTCOME`,
      code: 'OK',
      items: [{ ...item, token, code: 'OK' }],
    });
  });

  test('holds one pair for a batch, listing its items with their codes', async () => {
    const { token } = await tokenized(answer, 'PAN', '4111111111111111');
    await fresh();
    const missing = 'tok_0000000000000000000000AAAAAA';
    const batch = [token, missing, token].map((one) =>
      event('release', PAYMENT, { token: one, purpose: 'REFUND' }),
    );
    await answer(batch, 'request-2');
    const [attempt, outcome, ...more] = await fresh();
    expect(more).toEqual([]);
    const released = { token, dataClass: 'PAN', format: 'OPAQUE', purpose: 'REFUND' };
    const unknown = { purpose: 'REFUND', askedMac: expect.stringMatching(/^[\w-]{43}$/) as string };
    expect(attempt?.items).toEqual([released, unknown, released]);
    expect(outcome).toMatchObject({ code: 'PARTIAL', count: '3', requestId: 'request-2' });
    expect(outcome?.items).toEqual([
      { ...released, code: 'OK' },
      { ...unknown, code: 'TOKEN_NOT_FOUND', finding: 'UNKNOWN' },
      { ...released, code: 'OK' },
    ]);
  });

  test('knows an unresolved token again, within its tenant only', async () => {
    await fresh();
    const asked = { token: 'tok_0000000000000000000000AAAAAA' };
    const callers = [TOKENIZER, PAYMENT, user(['support'], 'globex')];
    for (const caller of callers) await ask(answer, 'token', caller, asked);
    const outcomes = (await fresh()).filter(({ kind }) => kind === 'OUTCOME');
    const macOf = (actor: string) =>
      outcomes
        .filter((one) => one.actor === actor)
        .flatMap(({ items }) => items as { askedMac: string }[])[0]?.askedMac;
    expect(macOf('tokenizer-1')).toBeDefined();
    expect(macOf('tokenizer-1')).toBe(macOf('payment-1'));
    expect(macOf('u-1')).not.toBe(macOf('tokenizer-1'));
  });

  test.each([
    ['a wrong group', 'release', TOKENIZER, 'NOT_AUTHORIZED', 'acme'],
    ['a wrong purpose', 'release', SUPPORT, 'PURPOSE_NOT_ALLOWED', 'acme'],
    ['a caller without a tenant', 'release', user(['support'], null), 'TENANT_REQUIRED', undefined],
    ['a tenant without keys', 'me', user(['support'], 'nowhere'), 'TENANT_REQUIRED', undefined],
    ['an unknown role', 'me', { kind: 'service', roleArn: 'arn' }, 'TENANT_REQUIRED', undefined],
  ] as const)('holds the refusal for %s', async (_why, operation, caller, code, tenant) => {
    const { token } = await tokenized(answer, 'PAN', '4111111111111111');
    await fresh();
    const asked = { token, purpose: 'CUSTOMER_SUPPORT' };
    expect(await ask(answer, operation, caller, asked)).toMatchObject({ error: { code } });
    const [attempt, outcome, ...more] = await fresh();
    expect(more).toEqual([]);
    expect(attempt).toMatchObject({ kind: 'ATTEMPT', operation });
    expect(outcome).toMatchObject({ kind: 'OUTCOME', code, attemptId: attempt?.attemptId });
    // An index holds only items that have its key: nobody's auditors see one without a tenant.
    expect(outcome?.tenant).toBe(tenant);
    expect(String(outcome?.tenantDay).split('#')[0]).toBe(String(tenant));
  });

  test.each(['token', 'detokenize', 'me', 'tokenizeBatch', 'detokenizeBatch'] as const)(
    'holds a pair for %s',
    async (operation) => {
      const { token } = await tokenized(answer, 'EMAIL', 'ada@example.org');
      await fresh();
      const input = { token, purpose: 'CUSTOMER_SUPPORT', dataClass: 'TEXT', plaintext: 'note' };
      const received = { token, input, inputs: [input] };
      const caller = user(['support', 'tokenizers']);
      expect(await ask(answer, operation, caller, received)).toHaveProperty('data');
      expect((await fresh()).map(({ kind, code }) => [kind, code])).toEqual([
        ['ATTEMPT', undefined],
        ['OUTCOME', 'OK'],
      ]);
    },
  );

  test('is written before anything is done: without it nothing is', async () => {
    breakAudit('ATTEMPT');
    vault.lines.length = 0;
    const before = (await vault.items('VAULT_TABLE')).length;
    const input = { dataClass: 'TEXT', plaintext: 'note' };
    expect(await ask(answer, 'tokenize', TOKENIZER, { input })).toMatchObject(UNAVAILABLE);
    expect(await ask(answer, 'me', TOKENIZER, {})).toMatchObject(UNAVAILABLE);
    expect(await ask(answer, 'release', TOKENIZER, {})).toMatchObject(UNAVAILABLE);
    expect(await vault.items('VAULT_TABLE')).toHaveLength(before);
    expect(vault.lines.filter((line) => line.includes('"AuditFailure":1'))).toHaveLength(3);
  });

  test('keeps a plaintext in if its release cannot be recorded', async () => {
    const { token } = await tokenized(answer, 'TEXT', 'a note to keep');
    breakAudit('OUTCOME');
    const reply = await ask(answer, 'release', PAYMENT, { token, purpose: 'LEGAL' });
    expect(reply).toMatchObject(UNAVAILABLE);
    expect(JSON.stringify(reply)).not.toContain('a note to keep');
  });

  test('takes an answer that got lost for no failure', async () => {
    await fresh();
    let lost = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      const isEvent = operation === 'PutItem' && body.includes('"audit"');
      return isEvent && lost++ % 2 === 0 ? 'lose-answer' : 'pass';
    });
    expect(await ask(answer, 'me', TOKENIZER, {})).toHaveProperty('data');
    expect(lost).toBe(4);
    expect((await fresh()).map(({ kind }) => kind)).toEqual(['ATTEMPT', 'OUTCOME']);
  });

  test('keeps only addresses without a zone, and the last eight: the first ones the caller makes up', async () => {
    await fresh();
    const sourceIp = [
      '198.51.100.1',
      'canary',
      '2001:db8::1',
      7,
      '1.2.3',
      'fe80::1%4111111111111111',
      ...Array<string>(7).fill('192.0.2.1'),
      '203.0.113.9',
    ];
    await answer({ ...event('me', PAYMENT, {}), origin: { sourceIp } }, 'request-1');
    const [attempt] = await fresh();
    expect(attempt?.sourceIps).toEqual([...Array<string>(7).fill('192.0.2.1'), '203.0.113.9']);
  });

  test('keeps no hop that spells a card number, but the one that nobody can make up', async () => {
    await fresh();
    const pan = '4111:1111:1111:1111::';
    const sourceIp = ['192.0.2.1', pan, '2001:db8::1', `::ffff:${pan.slice(0, 19)}`, '203.0.113.9'];
    await answer({ ...event('me', PAYMENT, {}), origin: { sourceIp } }, 'request-1');
    const [attempt] = await fresh();
    expect(attempt?.sourceIps).toEqual(['192.0.2.1', '2001:db8::1', '203.0.113.9']);
  });

  test('refuses a disabled actor also where a key stands for another request', async () => {
    const banned = user(['tokenizers'], 'acme', 'banned-1');
    const tokenize = (plaintext: string) =>
      ask(answer, 'tokenize', banned, {
        input: { dataClass: 'TEXT', plaintext, idempotencyKey: 'banned' },
      });
    expect(await tokenize('one')).toHaveProperty('data');
    const Item = { pk: { S: 'acme#actor#banned-1' }, disabled: { BOOL: true } };
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'control', Item }));
    for (const plaintext of ['one', 'another']) {
      expect(await tokenize(plaintext)).toMatchObject({ error: { code: 'NOT_AUTHORIZED' } });
    }
  });

  test('names a service by account and role', async () => {
    await fresh();
    const roleArn = 'arn:aws:sts::000000000000:assumed-role/checkout/any-session';
    expect(await ask(answer, 'me', { kind: 'service', roleArn }, {})).toEqual({
      data: { id: '000000000000/checkout', tenant: 'acme', groups: ['tokenizers'] },
    });
    const [attempt] = await fresh();
    expect(attempt).toMatchObject({ actor: '000000000000/checkout', actorKind: 'service' });
  });

  test('refuses who is disabled, also when only that was changed meanwhile', async () => {
    const { token } = await tokenized(answer, 'TEXT', 'note');
    const asked = { token, purpose: 'LEGAL' };
    const disable = (key: string, disabled: AttributeValue) =>
      vault.dynamodb.send(
        new PutItemCommand({ TableName: 'control', Item: { pk: { S: key }, disabled } }),
      );
    for (const [key, finding] of [
      ['acme#actor#payment-1', 'ACTOR_DISABLED'],
      ['acme#tenant', 'TENANT_DISABLED'],
    ] as const) {
      for (const flag of [{ BOOL: true }, { S: 'false' }]) {
        await disable(key, flag);
        await fresh();
        const reply = await ask(answer, 'release', PAYMENT, asked);
        expect(reply).toMatchObject({ error: { code: 'NOT_AUTHORIZED' } });
        const [, outcome] = await fresh();
        expect(outcome?.items).toMatchObject([{ code: 'NOT_AUTHORIZED', finding }]);
      }
      await disable(key, { BOOL: false });
      expect(await ask(answer, 'release', PAYMENT, asked)).toEqual({ data: 'note' });
    }
  });
});
