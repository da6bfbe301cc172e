import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, RunningVault, TokenView } from '../../support/vault.ts';
import { pan } from './card-numbers.ts';

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const CODE = { dataClass: 'CVC', plaintext: '123' };

interface BatchItem {
  readonly __typename: string;
  readonly code?: string;
}

describe('issuing tokens', () => {
  let vault: RunningVault;
  let answer: Answer;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const tokenize = (input: unknown, by = answer) => ask(by, 'tokenize', TOKENIZER, { input });

  const tokenOf = async (input: unknown, by = answer): Promise<TokenView> => {
    const { data, error } = await tokenize(input, by);
    if (error !== undefined) throw new Error(error.code);
    return data as TokenView;
  };

  const transactions = () =>
    vault.dynamodbWire.passages.filter(({ operation }) => operation === 'TransactWriteItems');

  test('a format-preserving token that was erased is never drawn again', async () => {
    const stuck = vault.start({ random: { below: () => 1, uuid: () => SECURE_RANDOM.uuid() } });
    const value = { dataClass: 'SSN', plaintext: '219-09-9999', format: 'FORMAT_PRESERVING' };
    const { token } = await tokenOf(value, stuck);
    await ask(answer, 'eraseToken', ADMIN, { input: { token } });
    for (const more of [{}, { maxUses: 1 }]) {
      expect(await tokenize({ ...value, ...more }, stuck)).toMatchObject({
        error: { code: 'TOKEN_SPACE_EXHAUSTED' },
      });
    }
    const items = await vault.items('VAULT_TABLE');
    expect(items.some(({ pk }) => pk?.S === `acme#token#${token}`)).toBe(false);
  });

  test('a token with limited uses has its state item from the same transaction', async () => {
    vault.dynamodbWire.clear();
    const { token } = await tokenOf({ dataClass: 'TEXT', plaintext: 'once', maxUses: 1 });
    expect(transactions()).toHaveLength(1);
    const states = await vault.items('CONTROL_TABLE');
    expect(states.find(({ pk }) => pk?.S === `acme#token#${token}`)).toMatchObject({
      state: { S: 'ACTIVE' },
      uses: { N: '0' },
    });
  });

  test('a card verification code is kept in its own table only, with its end', async () => {
    const before = (await vault.items('VAULT_TABLE')).length;
    const made = await tokenOf(CODE);
    expect(made).toMatchObject({ masked: '***', format: 'OPAQUE' });
    const [record] = (await vault.items('CVC_TABLE')).filter(
      ({ pk }) => pk?.S === `acme#token#${made.token}`,
    );
    const seconds = Number(record?.expiresAt?.N) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(3500);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect((await vault.items('VAULT_TABLE')).length).toBe(before);
  });

  test('a write that met a transaction of another is tried again', async () => {
    let conflicts = 0;
    vault.dynamodbWire.decide(({ operation, body }) =>
      operation === 'PutItem' && body.includes('"vault"') && conflicts++ < 3
        ? { status: 400, type: 'TransactionConflictException' }
        : 'pass',
    );
    await tokenOf({ dataClass: 'TEXT', plaintext: 'note' });
    expect(conflicts).toBe(4);
  });

  test('keys that a read left out are asked for again', async () => {
    const value = { dataClass: 'PAN', plaintext: pan(1) };
    const { token } = await tokenOf(value);
    let reads = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      const isOfTokens = operation === 'BatchGetItem' && !body.includes('#tenant"');
      if (!isOfTokens || reads++ % 2 > 0) return 'pass';
      const { RequestItems } = JSON.parse(body) as { RequestItems: object };
      return { edit: () => ({ Responses: {}, UnprocessedKeys: RequestItems }) };
    });
    expect((await tokenOf(value)).token).toBe(token);
    expect(reads).toBe(4);
  });

  test('items that ask nothing are made while nothing can be read', async () => {
    vault.dynamodbWire.decide(({ operation, body }) =>
      operation === 'BatchGetItem' && body.includes('"vault"')
        ? { status: 400, type: 'ProvisionedThroughputExceededException' }
        : 'pass',
    );
    const inputs = [
      { dataClass: 'PAN', plaintext: pan(2) },
      { dataClass: 'TEXT', plaintext: 'note' },
    ];
    const { data } = await ask(answer, 'tokenizeBatch', TOKENIZER, { inputs });
    const codes = (data as BatchItem[]).map(({ __typename, code }) => code ?? __typename);
    expect(codes).toEqual(['TEMPORARILY_UNAVAILABLE', 'Token']);
  });

  test('metadata comes back with the token and goes nowhere else', async () => {
    const metadata = [{ key: 'order', value: 'A-1001-canary' }];
    const made = await tokenOf({ dataClass: 'TEXT', plaintext: 'note', metadata });
    expect(made).toMatchObject({ metadata });
    expect(JSON.stringify(await vault.items('AUDIT_TABLE'))).not.toContain('canary');
  });
});
