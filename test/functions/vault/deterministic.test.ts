import { PutItemCommand } from '@aws-sdk/client-dynamodb';

import { isToken } from '../../../functions/vault/token.ts';
import { PAYMENT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Item, Reply, RunningVault, TokenView } from '../../support/vault.ts';
import { pan } from './card-numbers.ts';

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const OTHER_TENANT = user(['tokenizers'], 'globex', 'tokenizer-1');
const PAN = { dataClass: 'PAN', plaintext: '4111111111111111' };
const SETTINGS = JSON.stringify({
  acme: {
    deterministic: ['SSN', 'CUSTOM:member'],
    customClasses: {
      member: { pattern: '[0-9]{10}', maxBytes: 10, mask: { keepLast: 2 }, purposes: {} },
    },
  },
});

interface Token extends TokenView {
  readonly deterministic: boolean;
  readonly state: string;
}

interface BatchItem extends Partial<Token> {
  readonly __typename: string;
  readonly code?: string;
}

describe('deterministic tokens', () => {
  let vault: RunningVault;
  let answer: Answer;
  let next = 1;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start({}, { TENANT_SETTINGS: SETTINGS });
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const newPan = () => ({ dataClass: 'PAN', plaintext: pan(next++) });

  const tokenize = (input: unknown, by = answer, identity = TOKENIZER): Promise<Reply> =>
    ask(by, 'tokenize', identity, { input });

  const tokenOf = async (input: unknown, by = answer, identity = TOKENIZER): Promise<Token> => {
    const { data, error } = await tokenize(input, by, identity);
    if (error !== undefined) throw new Error(error.code);
    return data as Token;
  };

  const batch = async (inputs: readonly unknown[], by = answer): Promise<BatchItem[]> => {
    const { data, error } = await ask(by, 'tokenizeBatch', TOKENIZER, { inputs });
    if (error !== undefined) throw new Error(error.code);
    return data as BatchItem[];
  };

  const known = (value: object, identity = PAYMENT, by = answer): Promise<Reply> =>
    ask(by, 'knownToken', identity, { purpose: 'FRAUD_REVIEW', ...value });

  const fingerprints = async (): Promise<Item[]> =>
    (await vault.items('VAULT_TABLE')).filter(({ pk }) => pk?.S?.includes('#fingerprint#'));

  const records = async (): Promise<Item[]> =>
    (await vault.items('VAULT_TABLE')).filter(({ pk }) => pk?.S?.includes('#token#'));

  const isStandingRead = (body: string) => body.includes('"acme#tenant"');
  /** Beside the audit trail and the one read of the caller's standing that runs along with it. */
  const writes = () => {
    const bodies = vault.dynamodbWire.passages.map(({ body }) => body);
    expect(bodies.filter(isStandingRead)).toHaveLength(1);
    return vault.dynamodbWire.passages
      .filter(({ body }) => !body.includes('"audit"') && !isStandingRead(body))
      .map(({ operation }) => operation);
  };

  test('a disabled actor does not get the token of a known value', async () => {
    const input = newPan();
    await tokenOf(input);
    const banned = user(['tokenizers'], 'acme', 'banned-2');
    const pk = { S: 'acme#actor#banned-2' };
    const Item = { pk, disabled: { BOOL: true } };
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'control', Item }));
    const { data, error } = await tokenize(input, answer, banned);
    expect([data, error?.code]).toEqual([undefined, 'NOT_AUTHORIZED']);
  });

  test('equal values get one token, however they are written, and one record', async () => {
    const before = (await records()).length;
    const first = await tokenOf({ dataClass: 'PAN', plaintext: '4111 1111 1111 1111' });
    const second = await tokenOf({ dataClass: 'PAN', plaintext: '4111-1111-1111-1111' });
    expect(second).toEqual(first);
    expect(first.deterministic).toBe(true);
    expect(isToken(first.token)).toBe(true);
    expect((await records()).length).toBe(before + 1);
  });

  test('a random token of the same value is another one each time', async () => {
    const value = { ...newPan(), deterministic: false };
    const tokens = [await tokenOf(value), await tokenOf(value), await tokenOf(newPan())];
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(3);
    expect(tokens[0]?.deterministic).toBe(false);
  });

  test('two tenants, two classes or two formats never share a token', async () => {
    const digits = '1234567897';
    const tokens = [
      await tokenOf({ dataClass: 'BANK_ACCOUNT', plaintext: digits }),
      await tokenOf({ dataClass: 'BANK_ACCOUNT', plaintext: digits }, answer, OTHER_TENANT),
      await tokenOf({ dataClass: 'BANK_ACCOUNT', plaintext: digits, format: 'UUID' }),
      await tokenOf({
        dataClass: 'CUSTOM',
        customClass: 'member',
        plaintext: digits,
        deterministic: true,
      }),
    ];
    expect(tokens.map(({ deterministic }) => deterministic)).toEqual(Array(4).fill(true));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(4);
    const macs = (await fingerprints()).map(({ pk }) => pk?.S?.split('#').at(-1));
    expect(new Set(macs).size).toBe(macs.length);
  });

  test.each([
    ["SSN with the tenant's consent", { dataClass: 'SSN', plaintext: '219-09-9999' }, 'OK'],
    ['PHONE without it', { dataClass: 'PHONE', plaintext: '+12025550123' }, 'INVALID_INPUT'],
    ['a PAN of 16 digits', { dataClass: 'PAN', plaintext: '4012888888881881' }, 'OK'],
    ['one of 15', { dataClass: 'PAN', plaintext: '378282246310005' }, 'OK'],
    ['one of 14 of Diners', { dataClass: 'PAN', plaintext: '30569309025904' }, 'INVALID_INPUT'],
    ['one of 13', { dataClass: 'PAN', plaintext: '0000000000000' }, 'OK'],
    ['one of 13 of Visa', { dataClass: 'PAN', plaintext: '4222222222222' }, 'INVALID_INPUT'],
    ['one of 12', { dataClass: 'PAN', plaintext: '000000000000' }, 'INVALID_INPUT'],
    ['a bank account of 8 digits', { dataClass: 'BANK_ACCOUNT', plaintext: '12345678' }, 'OK'],
    ['one of 7', { dataClass: 'BANK_ACCOUNT', plaintext: '1234567' }, 'INVALID_INPUT'],
    ['one of 4', { dataClass: 'BANK_ACCOUNT', plaintext: '12-34' }, 'INVALID_INPUT'],
    ['an address of 6 characters', { dataClass: 'EMAIL', plaintext: 'a@b.co' }, 'INVALID_INPUT'],
    ['CVC', { dataClass: 'CVC', plaintext: '123' }, 'INVALID_INPUT'],
    ['DATE_OF_BIRTH', { dataClass: 'DATE_OF_BIRTH', plaintext: '1980-02-29' }, 'INVALID_INPUT'],
    ['ROUTING_NUMBER', { dataClass: 'ROUTING_NUMBER', plaintext: '021000021' }, 'INVALID_INPUT'],
    ['NAME', { dataClass: 'NAME', plaintext: 'Ada Lovelace' }, 'INVALID_INPUT'],
    ['TEXT', { dataClass: 'TEXT', plaintext: 'yes' }, 'INVALID_INPUT'],
    ['a PAN whose uses are limited', { ...PAN, maxUses: 1 }, 'INVALID_INPUT'],
    ['a PAN that expires', { ...PAN, expiresAt: '2999-01-01T00:00:00Z' }, 'INVALID_INPUT'],
  ])('a deterministic token of %s is decided by the rules', async (_title, value, code) => {
    const { error } = await tokenize({ ...value, deterministic: true });
    expect(error?.code ?? 'OK').toBe(code);
    const { data } = await tokenize({ ...value, deterministic: false });
    expect((data as Token | undefined)?.deterministic).toBe(false);
  });

  test.each(['1234', '123-4567', '0000000'])(
    'a bank account that can be tried, %s, gets a random token unless asked for',
    async (plaintext) => {
      const value = { dataClass: 'BANK_ACCOUNT', plaintext };
      const tokens = [await tokenOf(value), await tokenOf(value)];
      expect(tokens.map(({ deterministic }) => deterministic)).toEqual([false, false]);
      expect(tokens[0]?.token).not.toBe(tokens[1]?.token);
      expect(await known(value)).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    },
  );

  test('a telephone number of a country with few is random in spite of consent', async () => {
    const by = vault.start({}, { TENANT_SETTINGS: '{"acme":{"deterministic":["PHONE"]}}' });
    const few = { dataClass: 'PHONE', plaintext: '+354 410 1234' };
    const many = { dataClass: 'PHONE', plaintext: '+1 202 555 0123' };
    expect((await tokenize({ ...few, deterministic: true }, by)).error?.code).toBe('INVALID_INPUT');
    expect((await tokenOf(few, by)).deterministic).toBe(false);
    expect(await known(few, PAYMENT, by)).toMatchObject({ error: { code: 'INVALID_INPUT' } });
    expect((await tokenOf({ ...many, deterministic: true }, by)).deterministic).toBe(true);
  });

  test('a token that ends is not deterministic unless asked for', async () => {
    const value = newPan();
    const tokens = [await tokenOf(value), await tokenOf({ ...value, maxUses: 3 })];
    expect(tokens.map(({ deterministic }) => deterministic)).toEqual([true, false]);
    expect(tokens[1]).toMatchObject({ maxUses: 3, usesLeft: 3 });
  });

  test('duplicates in a batch converge, in any order with others', async () => {
    const [one, two, other] = [newPan(), newPan(), { dataClass: 'TEXT', plaintext: 'note' }];
    const before = (await records()).length;
    const results = await batch([one, other, two, one, other, { dataClass: 'PAN' }, two, one]);
    const tokens = results.map(({ token, code }) => code ?? token);
    expect(tokens[3]).toBe(tokens[0]);
    expect(tokens[7]).toBe(tokens[0]);
    expect(tokens[6]).toBe(tokens[2]);
    expect(tokens[5]).toBe('INVALID_INPUT');
    expect(new Set(tokens).size).toBe(5);
    expect((await records()).length).toBe(before + 4);
  });

  test('concurrent batches agree on their values, and a lost race fails no item', async () => {
    const shared = Array.from({ length: 20 }, newPan);
    const notes = Array.from({ length: 5 }, (_, at) => ({
      dataClass: 'TEXT',
      plaintext: `note ${String(at)}`,
    }));
    const processes = Array.from({ length: 4 }, () => vault.start());
    const all = await Promise.all(
      processes.map((one, at) =>
        batch([...shared.slice(at), ...shared.slice(0, at), ...notes], one),
      ),
    );
    const codes = all.flat().map(({ __typename, code }) => code ?? __typename);
    expect(new Set(codes)).toEqual(new Set(['Token']));
    const ofShared = all.flatMap((results, at) => [
      ...results.slice(20 - at, 20),
      ...results.slice(0, 20 - at),
    ]);
    expect(new Set(ofShared.map(({ token }) => token)).size).toBe(20);
  });

  test('a batch of 50 costs rounds of calls, not calls per item', async () => {
    const values = Array.from({ length: 50 }, newPan);
    vault.dynamodbWire.clear();
    await batch(values);
    expect(writes().sort()).toEqual([
      'BatchGetItem',
      ...Array<string>(5).fill('TransactWriteItems'),
      'UpdateItem',
    ]);
    vault.dynamodbWire.clear();
    await batch(values);
    // 50 records and their states are 100 keys, which is what one read takes.
    expect(writes()).toEqual(['UpdateItem', 'BatchGetItem', 'BatchGetItem']);
  });

  test('a single value costs three calls when new, three when known, one when random', async () => {
    const value = newPan();
    vault.dynamodbWire.clear();
    await tokenOf(value);
    expect(writes()).toEqual(['UpdateItem', 'BatchGetItem', 'TransactWriteItems']);
    vault.dynamodbWire.clear();
    await tokenOf(value);
    expect(writes()).toEqual(['UpdateItem', 'BatchGetItem', 'BatchGetItem']);
    vault.dynamodbWire.clear();
    await tokenOf({ ...value, deterministic: false });
    expect(writes()).toEqual(['PutItem']);
  });

  test('a revoked token is not handed out for its value, nor replaced', async () => {
    const value = newPan();
    const { token } = await tokenOf(value);
    await ask(answer, 'revokeToken', ADMIN, { input: { token } });
    expect(await tokenize(value)).toMatchObject({ error: { code: 'TOKEN_REVOKED' } });
    expect(await known(value)).toMatchObject({ data: { token, state: 'REVOKED' } });
    await ask(answer, 'restoreToken', ADMIN, { input: { token } });
    expect((await tokenOf(value)).token).toBe(token);
  });

  test('an erased value gets a new token, also if its fingerprint came back from a backup', async () => {
    const value = newPan();
    const { token } = await tokenOf(value);
    const kept = (await fingerprints()).find((item) => item.token?.S === token);
    await ask(answer, 'eraseToken', ADMIN, { input: { token } });
    expect((await fingerprints()).some((item) => item.token?.S === token)).toBe(false);
    expect(await known(value)).toEqual({ data: null });
    await vault.dynamodb.send(new PutItemCommand({ TableName: 'vault', Item: kept }));
    const second = await tokenOf(value);
    expect(second.token).not.toBe(token);
    expect((await tokenOf(value)).token).toBe(second.token);
  });

  test('a fingerprint that was changed or put in place of another is tampering', async () => {
    const [one, two] = [newPan(), newPan()];
    const tokens = [await tokenOf(one), await tokenOf(two)];
    const [first, second] = tokens.map(({ token }) => token);
    const items = await fingerprints();
    const [ofOne, ofTwo] = [first, second].map((token) =>
      items.find((item) => item.token?.S === token),
    );
    const swapped = { ...ofTwo, pk: ofOne?.pk ?? { S: '' } };
    const changed = { ...ofOne, token: { S: second ?? '' } };
    for (const Item of [swapped, changed]) {
      await vault.dynamodb.send(new PutItemCommand({ TableName: 'vault', Item }));
      vault.lines.length = 0;
      expect(await tokenize(one)).toMatchObject({ error: { code: 'TOKEN_NOT_FOUND' } });
      expect(await known(one)).toMatchObject({ error: { code: 'TOKEN_NOT_FOUND' } });
      expect(vault.lines.filter((line) => line.includes('"Tampering":1'))).toHaveLength(2);
    }
  });
});
