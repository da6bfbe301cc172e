import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

import { PAYMENT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

const PAN = '4111111111111111';
const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const NOT_FOUND = { error: { code: 'TOKEN_NOT_FOUND', message: 'There is no such token.' } };

describe('a revoked token', () => {
  let vault: RunningVault;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());

  const input = { dataClass: 'PAN', plaintext: PAN, deterministic: false };
  const make = async (more: object = {}): Promise<string> => {
    const { data } = await ask(answer, 'tokenize', TOKENIZER, { input: { ...input, ...more } });
    return (data as { token: string }).token;
  };
  const change = (operation: 'revokeToken' | 'restoreToken', token: string, key?: string) =>
    ask(answer, operation, ADMIN, { input: { token, idempotencyKey: key ?? null } });
  const release = (token: string) => ask(answer, 'release', PAYMENT, { token, purpose: 'PAYMENT' });
  const itemOf = async (table: 'VAULT_TABLE' | 'CONTROL_TABLE', token: string) =>
    (await vault.items(table)).find(({ pk }) => pk?.S === `acme#token#${token}`) ?? {};
  const put = (TableName: string, Item: Item) =>
    vault.dynamodb.send(new PutItemCommand({ TableName, Item }));

  test('does not resolve, shows its state, and resolves again once restored', async () => {
    const token = await make();
    expect((await change('revokeToken', token)).data).toMatchObject({ token, state: 'REVOKED' });
    expect(await release(token)).toEqual(NOT_FOUND);
    const asked = { input: { token, purpose: 'PAYMENT' } };
    expect(await ask(answer, 'detokenize', PAYMENT, asked)).toEqual(NOT_FOUND);
    const shown = await ask(answer, 'token', TOKENIZER, { token });
    expect(shown.data).toMatchObject({ state: 'REVOKED', masked: '************1111' });
    expect((await change('restoreToken', token)).data).toMatchObject({ state: 'ACTIVE' });
    expect(await release(token)).toEqual({ data: PAN });
  });

  test('may be revoked by payment staff and restored by administrators only', async () => {
    const token = await make();
    const as = (operation: 'revokeToken' | 'restoreToken') =>
      ask(answer, operation, PAYMENT, { input: { token } });
    expect((await as('revokeToken')).data).toMatchObject({ state: 'REVOKED' });
    expect((await as('restoreToken')).error?.code).toBe('NOT_AUTHORIZED');
  });

  test('repeated under its idempotency key does not undo what came later', async () => {
    const [token, other] = [await make(), await make()];
    await change('revokeToken', token, 'once');
    await change('restoreToken', token);
    expect((await change('revokeToken', token, 'once')).data).toMatchObject({ state: 'ACTIVE' });
    expect(await release(token)).toEqual({ data: PAN });
    expect((await change('revokeToken', other, 'once')).error?.code).toBe('IDEMPOTENCY_CONFLICT');
    expect(await release(other)).toEqual({ data: PAN });
  });

  test('that is found as wished is a masked view, which has a budget; to revoke one has none', async () => {
    const none = { perMinute: 0, perDay: 0 };
    const by = vault.start({}, { BUDGETS: JSON.stringify({ 'ACTOR/MASKED': none }) });
    const [token, other] = [await make(), await make()];
    const changeBy = async (
      operation: 'revokeToken' | 'restoreToken',
      of: string,
      key?: string,
    ) => {
      const input = { token: of, idempotencyKey: key ?? null };
      return (await ask(by, operation, ADMIN, { input })).error?.code ?? 'OK';
    };
    expect(await changeBy('restoreToken', token)).toBe('BUDGET_EXCEEDED');
    expect(await changeBy('revokeToken', other, 'by key')).toBe('OK');
    expect(await changeBy('revokeToken', other, 'by key')).toBe('BUDGET_EXCEEDED');
    expect(await changeBy('revokeToken', other)).toBe('BUDGET_EXCEEDED');
    expect(await changeBy('restoreToken', other)).toBe('OK');
    expect(await release(token)).toEqual({ data: PAN });
  });

  test('does not come back with the record of before', async () => {
    const token = await make();
    const record = await itemOf('VAULT_TABLE', token);
    await change('revokeToken', token);
    await put('vault', record);
    expect(await release(token)).toEqual(NOT_FOUND);
    await change('restoreToken', token);
    expect(await release(token)).toEqual(NOT_FOUND);
  });

  type Damage = (token: string, other: string, before: Item) => Promise<unknown>;
  const damages: Readonly<Record<string, Damage>> = {
    edited: async (token) =>
      put('control', { ...(await itemOf('CONTROL_TABLE', token)), state: { S: 'ACTIVE' } }),
    'of before': (_token, _other, before) => put('control', before),
    'of another token': async (token, other) => {
      const item = await itemOf('CONTROL_TABLE', other);
      return put('control', { ...item, pk: { S: `acme#token#${token}` } });
    },
    deleted: (token) => {
      const Key = { pk: { S: `acme#token#${token}` } };
      return vault.dynamodb.send(new DeleteItemCommand({ TableName: 'control', Key }));
    },
  };

  test.each(Object.entries(damages))('with a state item %s does not resolve', async (_, damage) => {
    const [token, other] = [await make({ maxUses: 5 }), await make({ maxUses: 5 })];
    const before = await itemOf('CONTROL_TABLE', token);
    await change('revokeToken', token);
    await damage(token, other, before);
    vault.lines.length = 0;
    expect(await release(token)).toEqual(NOT_FOUND);
    expect(vault.lines.filter((line) => line.includes('"Tampering":1'))).toHaveLength(1);
  });

  test('an edited use counter stops the token', async () => {
    const token = await make({ maxUses: 1 });
    expect(await release(token)).toEqual({ data: PAN });
    await put('control', { ...(await itemOf('CONTROL_TABLE', token)), uses: { N: '0' } });
    expect(await release(token)).toEqual(NOT_FOUND);
  });
});
