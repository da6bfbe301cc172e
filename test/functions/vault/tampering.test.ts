import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { PAYMENT, TOKENIZER, ask, runVault, tokenized, user } from '../../support/vault.ts';
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

const NOT_FOUND = { error: { code: 'TOKEN_NOT_FOUND', message: 'There is no such token.' } };

describe('a vault record that was touched', () => {
  let vault: RunningVault;
  let answer: Answer;
  let token: string;
  let original: Item;
  let other: Item;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
    const otherToken = (await tokenized(answer, 'PAN', '5555555555554444')).token;
    token = (await tokenized(answer, 'PAN', '4111111111111111')).token;
    original = await itemOf(token);
    other = await itemOf(otherToken);
  });
  afterAll(() => vault.stop());
  afterEach(() => put(original));

  const put = (item: Item) =>
    vault.dynamodb.send(new PutItemCommand({ TableName: 'vault', Item: item }));

  const itemOf = async (wanted: string): Promise<Item> => {
    const items = await vault.items('VAULT_TABLE');
    const found = items.find(({ pk }) => pk?.S?.endsWith(`#${wanted}`));
    if (found === undefined) throw new Error('The record is missing.');
    return found;
  };

  const lastFinding = async () => {
    const outcomes = (await vault.items('AUDIT_TABLE')).filter(({ kind }) => kind?.S === 'OUTCOME');
    const times = outcomes.sort((a, b) => (String(a.sk?.S) < String(b.sk?.S) ? 1 : -1));
    return times[0]?.items?.L?.[0]?.M?.finding?.S;
  };

  const askAll = async (): Promise<unknown[]> => [
    await ask(answer, 'token', TOKENIZER, { token }),
    await ask(answer, 'detokenize', PAYMENT, { input: { token, purpose: 'PAYMENT' } }),
    await ask(answer, 'release', PAYMENT, { token, purpose: 'PAYMENT' }),
  ];

  const expectRefused = async (finding: string) => {
    vault.lines.length = 0;
    expect(await askAll()).toEqual([NOT_FOUND, NOT_FOUND, NOT_FOUND]);
    expect(await lastFinding()).toBe(finding);
    const counted = vault.lines.filter((line) => line.includes('"Tampering":1'));
    expect(counted).toHaveLength(finding === 'TAMPERED' ? 3 : 0);
    for (const line of vault.lines) expect(line).not.toContain(token);
  };

  const CHANGES: Readonly<Record<string, AttributeValue>> = {
    schema: { N: '2' },
    state: { S: 'REVOKED' },
    version: { N: '1' },
    dataClass: { S: 'TEXT' },
    brand: { S: 'AMEX' },
    deterministic: { BOOL: false },
    fingerprint: { S: 'acme#fingerprint#another' },
    format: { S: 'FORMAT_PRESERVING' },
    masked: { S: '4111111111111111' },
    created: { S: '2020-01-01T00:00:00.000Z' },
    writeId: { S: 'another' },
    ciphertext: { B: Buffer.from('another') },
    mac: { B: Buffer.alloc(32) },
  };

  test('is tested attribute by attribute', () => {
    expect(Object.keys(original).sort()).toEqual(['pk', ...Object.keys(CHANGES)].sort());
  });

  test.each(Object.entries(CHANGES))(
    'with %s changed is no token, in any view',
    async (name, value) => {
      await put({ ...original, [name]: value });
      await expectRefused('TAMPERED');
    },
  );

  test.each(Object.keys(CHANGES))('with %s removed is no token, in any view', async (name) => {
    await put(Object.fromEntries(Object.entries(original).filter(([key]) => key !== name)));
    await expectRefused('TAMPERED');
  });

  test.each(Object.keys(CHANGES).filter((name) => name !== 'schema'))(
    "with another record's %s is no token, unless that is the same",
    async (name) => {
      const isSame = JSON.stringify(original[name]) === JSON.stringify(other[name]);
      await put({ ...original, [name]: other[name] ?? { NULL: true } });
      if (isSame) expect(await askAll()).not.toContainEqual(NOT_FOUND);
      else await expectRefused('TAMPERED');
    },
  );

  test.each<[string, Item]>([
    ['text', { extra: { S: '' } }],
    ['number', { extra: { N: '1' } }],
    ['flag', { extra: { BOOL: true } }],
    ['list', { extra: { L: [] } }],
    ['map', { extra: { M: {} } }],
  ])('with one more attribute, a %s, is no token', async (_kind, more) => {
    await put({ ...original, ...more });
    await expectRefused('TAMPERED');
  });

  test('with an attribute of another type but the same bytes is no token', async () => {
    await put({ ...original, masked: { B: Buffer.from('************1111') } });
    await expectRefused('TAMPERED');
  });

  test("moved under another token's key is no token there", async () => {
    await put({ ...other, pk: original.pk ?? { S: '' } });
    await expectRefused('TAMPERED');
  });

  test('moved to another tenant is no token there', async () => {
    await put({ ...original, pk: { S: `globex#token#${token}` } });
    const stranger = user(['payment-staff'], 'globex');
    expect(await ask(answer, 'release', stranger, { token, purpose: 'PAYMENT' })).toEqual(
      NOT_FOUND,
    );
    expect(await lastFinding()).toBe('TAMPERED');
  });

  test('and deleted is no token', async () => {
    await vault.dynamodb.send(
      new DeleteItemCommand({ TableName: 'vault', Key: { pk: original.pk ?? { S: '' } } }),
    );
    await expectRefused('UNKNOWN');
  });

  test('is a token again once it is what it was', async () => {
    expect((await askAll())[2]).toEqual({ data: '4111111111111111' });
  });
});
