import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, GetPublicKeyCommand } from '@aws-sdk/client-kms';

import { checkReceipt } from '../../../tools/receipt-check.ts';
import { PAYMENT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Item, Reply, RunningVault } from '../../support/vault.ts';

const PAN = '4111111111111111';
const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const NOT_FOUND = { error: { code: 'TOKEN_NOT_FOUND', message: 'There is no such token.' } };
const DAY_MS = 86_400_000;

describe('an erased token', () => {
  let vault: RunningVault;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
    vault.kmsWire.decide(null);
  });

  const make = async (more: object = {}, dataClass = 'PAN', plaintext = PAN): Promise<string> => {
    const input = { dataClass, plaintext, ...more };
    const { data, error } = await ask(answer, 'tokenize', TOKENIZER, { input });
    if (error !== undefined) throw new Error(error.code);
    return (data as { token: string }).token;
  };
  const change = (
    operation: 'revokeToken' | 'restoreToken' | 'eraseToken',
    token: string,
    idempotencyKey: string | null = null,
  ): Promise<Reply> => ask(answer, operation, ADMIN, { input: { token, idempotencyKey } });
  const release = (token: string) => ask(answer, 'release', PAYMENT, { token, purpose: 'PAYMENT' });
  const view = (token: string) => ask(answer, 'token', TOKENIZER, { token });
  const itemOf = async (table: 'VAULT_TABLE' | 'CONTROL_TABLE' | 'CVC_TABLE', token: string) =>
    (await vault.items(table)).find(({ pk }) => pk?.S === `acme#token#${token}`);
  const put = (TableName: string, Item: Item | undefined) =>
    vault.dynamodb.send(new PutItemCommand({ TableName, Item: Item ?? {} }));
  const lastFinding = async () => {
    const outcomes = (await vault.items('AUDIT_TABLE')).filter(({ kind }) => kind?.S === 'OUTCOME');
    const [last] = outcomes.sort((a, b) => (String(a.sk?.S) < String(b.sk?.S) ? 1 : -1));
    return last?.items?.L?.[0]?.M?.finding?.S;
  };
  const expectDead = async (token: string, finding: string) => {
    expect([await release(token), await view(token)]).toEqual([NOT_FOUND, NOT_FOUND]);
    expect(await lastFinding()).toBe(finding);
  };
  const publicKey = async (keyId?: string) => {
    const KeyId = keyId ?? vault.env.RECEIPT_KEY_ARN;
    const { PublicKey } = await vault.kms.send(new GetPublicKeyCommand({ KeyId }));
    return Buffer.from(PublicKey ?? []);
  };

  test('leaves neither record nor fingerprint, and its value gets a new token', async () => {
    const token = await make({ deterministic: true });
    const other = await make({ deterministic: true }, 'PAN', '5555555555554444');
    const before = await vault.items('VAULT_TABLE');
    expect((await change('eraseToken', token)).data).toMatchObject({ token });
    const after = await vault.items('VAULT_TABLE');
    expect(before.length - after.length).toBe(2);
    expect(JSON.stringify(after)).not.toContain(token);
    await expectDead(token, 'ERASED');
    expect(await release(other)).toEqual({ data: '5555555555554444' });
    expect(await make({ deterministic: true })).not.toBe(token);
  });

  test('has a receipt that states both times and is checked offline', async () => {
    const before = Date.now();
    const { data } = await change('eraseToken', await make());
    const receipt = data as Record<string, string>;
    const check = checkReceipt(JSON.stringify(receipt), await publicKey());
    expect(check).toMatchObject({
      isGenuine: true,
      stated: {
        tenant: 'acme',
        token: receipt.token,
        dataClass: 'PAN',
        inaccessibleSince: receipt.inaccessibleSince,
        keyId: vault.env.RECEIPT_KEY_ARN,
      },
    });
    const [since = '', from = ''] = [receipt.inaccessibleSince, receipt.irrecoverableFrom];
    expect(Date.parse(since)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(from) - Date.parse(since)).toBe(35 * DAY_MS);
    expect(
      checkReceipt(JSON.stringify({ data: { eraseToken: receipt } }), await publicKey()),
    ).toEqual(check);
  });

  test('has a receipt that is refused once it is altered, or under another key', async () => {
    const { data } = await change('eraseToken', await make());
    const receipt = data as Record<string, string>;
    const key = await publicKey();
    const isGenuine = (changed: object, under = key) =>
      checkReceipt(JSON.stringify({ ...receipt, ...changed }), under).isGenuine;
    const statement = Buffer.from(receipt.statement ?? '', 'base64').toString('utf8');
    const rewritten = statement.replace('"acme"', '"evil"');
    expect(rewritten).not.toBe(statement);
    expect(isGenuine({})).toBe(true);
    expect(isGenuine({ statement: Buffer.from(rewritten).toString('base64') })).toBe(false);
    for (const name of ['token', 'inaccessibleSince', 'irrecoverableFrom', 'keyId']) {
      expect(isGenuine({ [name]: `${receipt[name] ?? ''}0` })).toBe(false);
    }
    expect(isGenuine({ signature: Buffer.from('no signature').toString('base64') })).toBe(false);
    expect(isGenuine({ signature: undefined })).toBe(false);
    const { KeyMetadata } = await vault.kms.send(
      new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
    );
    expect(isGenuine({}, await publicKey(KeyMetadata?.KeyId))).toBe(false);
  });

  test('gives the same receipt again, also to rivals at once', async () => {
    const token = await make();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => change('eraseToken', token, `key-${index}`)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0]?.data).toMatchObject({ token });
    expect(await change('eraseToken', token)).toEqual(replies[0]);
  });

  test('has its receipt made later if the signing failed, and is dead meanwhile', async () => {
    const token = await make();
    vault.kmsWire.decide(({ operation }) =>
      operation === 'Sign' ? { status: 400, type: 'DisabledException' } : 'pass',
    );
    expect((await change('eraseToken', token)).error?.code).toBe('TEMPORARILY_UNAVAILABLE');
    await expectDead(token, 'ERASED');
    vault.kmsWire.decide(null);
    const { data } = await change('eraseToken', token);
    expect(checkReceipt(JSON.stringify(data), await publicKey()).isGenuine).toBe(true);
  });

  test('is erased once, though the answer is lost and the SDK repeats the write', async () => {
    const token = await make();
    let lost = 0;
    vault.dynamodbWire.decide(({ operation }) => {
      if (operation !== 'TransactWriteItems') return 'pass';
      lost += 1;
      return lost === 1 ? 'lose-answer' : 'pass';
    });
    expect((await change('eraseToken', token)).data).toMatchObject({ token });
    expect(lost).toBe(2);
  });

  test('is released to nobody who asks after the erasing, however many asked before', async () => {
    const token = await make({ maxUses: 100 });
    const before = Promise.all(Array.from({ length: 40 }, () => release(token)));
    const { data } = await change('eraseToken', token);
    expect(data).toMatchObject({ token });
    expect(await release(token)).toEqual(NOT_FOUND);
    const codes = (await before).map(({ error }) => error?.code ?? 'OK');
    expect(codes.filter((code) => code !== 'OK' && code !== 'TOKEN_NOT_FOUND')).toEqual([]);
  });

  test('stays dead when its record comes back, and that is reported as tampering', async () => {
    const token = await make();
    const record = await itemOf('VAULT_TABLE', token);
    await change('eraseToken', token);
    await put('vault', record);
    vault.lines.length = 0;
    await expectDead(token, 'TAMPERED');
    for (const operation of ['revokeToken', 'restoreToken', 'eraseToken'] as const) {
      expect(await change(operation, token)).toEqual(NOT_FOUND);
    }
    expect(vault.lines.filter((line) => line.includes('"Tampering":1'))).toHaveLength(5);
  });

  test('can be neither revoked nor restored', async () => {
    const token = await make();
    await change('eraseToken', token);
    expect(await change('revokeToken', token)).toEqual(NOT_FOUND);
    expect(await change('restoreToken', token)).toEqual(NOT_FOUND);
  });

  test("tombstone of another token, or of before its receipt, is no token's tombstone", async () => {
    const [token, other] = [await make(), await make({}, 'PAN', '5555555555554444')];
    await change('eraseToken', token);
    const tombstone = await itemOf('CONTROL_TABLE', token);
    await put('control', { ...tombstone, pk: { S: `acme#token#${other}` } });
    await expectDead(other, 'TAMPERED');
    await put('control', { ...tombstone, state: { S: 'ACTIVE' } });
    await expectDead(token, 'TAMPERED');
  });
});
