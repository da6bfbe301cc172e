import { PAYMENT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Item, Reply, RunningVault, TokenView } from '../../support/vault.ts';

const ADMIN = user(['vault-admins'], 'acme', 'admin-1');
const DAY_MS = 86_400_000;
const NOTE = { dataClass: 'TEXT', plaintext: 'a note' };
const PAN = { dataClass: 'PAN', plaintext: '4111 1111 1111 1111' };

interface BatchItem extends Partial<TokenView> {
  readonly __typename: string;
  readonly code?: string;
}

describe('idempotency keys of tokenize', () => {
  let vault: RunningVault;
  let answer: Answer;
  let next = 0;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(() => {
    vault.dynamodbWire.decide(null);
  });

  const newKey = () => `key-${String(next++)}`;

  const tokenize = (input: unknown, by = answer, identity = TOKENIZER): Promise<Reply> =>
    ask(by, 'tokenize', identity, { input });

  const tokenOf = async (input: unknown, by = answer, identity = TOKENIZER): Promise<TokenView> => {
    const { data, error } = await tokenize(input, by, identity);
    if (error !== undefined) throw new Error(error.code);
    return data as TokenView;
  };

  const batch = async (inputs: readonly unknown[], by = answer): Promise<BatchItem[]> => {
    const { data, error } = await ask(by, 'tokenizeBatch', TOKENIZER, { inputs });
    if (error !== undefined) throw new Error(error.code);
    return data as BatchItem[];
  };

  const records = async (): Promise<Item[]> =>
    (await vault.items('VAULT_TABLE')).filter(({ pk }) => pk?.S?.includes('#token#'));

  const guards = async (table: 'CONTROL_TABLE' | 'CVC_TABLE' = 'CONTROL_TABLE') =>
    (await vault.items(table)).filter(({ pk }) => pk?.S?.includes('#idempotency#'));

  /** Beside the audit trail and the read of the caller's standing that runs along with it. */
  const writes = () =>
    vault.dynamodbWire.passages
      .filter(({ body }) => !body.includes('"audit"') && !body.includes('"acme#tenant"'))
      .map(({ operation }) => operation);

  test.each([
    ['a random token', NOTE],
    ['a deterministic token', PAN],
    ['a token with limits', { ...NOTE, maxUses: 2, expiresAt: '2999-01-01T00:00:00.000Z' }],
    ['a card verification code', { dataClass: 'CVC', plaintext: '123' }],
  ])('the same request gets %s once, with the same answer', async (_title, value) => {
    const input = { ...value, idempotencyKey: newKey() };
    const first = await tokenOf(input);
    expect(await tokenOf(input)).toEqual(first);
    expect(await tokenOf(input, vault.start())).toEqual(first);
  });

  test('another request with the same key is refused, whatever differs', async () => {
    const input = { ...NOTE, idempotencyKey: newKey() };
    await tokenOf(input);
    const others = [
      { plaintext: 'another note' },
      { dataClass: 'NAME' },
      { format: 'UUID' },
      { deterministic: false },
      { maxUses: 1 },
      { expiresAt: '2999-01-01T00:00:00Z' },
      { metadata: [{ key: 'order', value: '7' }] },
    ];
    for (const other of others) {
      expect(await tokenize({ ...input, ...other })).toMatchObject({
        error: { code: 'IDEMPOTENCY_CONFLICT' },
      });
    }
  });

  test('another code with the same key is refused, and its HMAC is kept for an hour only', async () => {
    const input = { dataClass: 'CVC', plaintext: '123', idempotencyKey: newKey() };
    const before = [await guards('CVC_TABLE'), await guards()].map(({ length }) => length);
    await tokenOf(input);
    expect(await tokenize({ ...input, plaintext: '124' })).toMatchObject({
      error: { code: 'IDEMPOTENCY_CONFLICT' },
    });
    const after = [await guards('CVC_TABLE'), await guards()].map(({ length }) => length);
    expect(after).toEqual(before.map((count) => count + 1));
    const ends = (await guards('CVC_TABLE')).map(({ expiresAt }) => Number(expiresAt?.N));
    expect(Math.max(...ends) * 1000).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect((await records()).some(({ dataClass }) => dataClass?.S === 'CVC')).toBe(false);
  });

  test('guards are read strongly, those of codes, too', async () => {
    for (const value of [NOTE, { dataClass: 'CVC', plaintext: '123' }]) {
      vault.dynamodbWire.clear();
      await tokenOf({ ...value, idempotencyKey: newKey() });
      const tables = vault.dynamodbWire.passages
        .filter(({ operation }) => operation === 'BatchGetItem')
        .flatMap(({ body }) => {
          const { RequestItems } = JSON.parse(body) as {
            RequestItems: Record<string, { ConsistentRead: boolean }>;
          };
          return Object.entries(RequestItems).map(([table, asked]) => [
            table,
            asked.ConsistentRead,
          ]);
        });
      const ofCode = value === NOTE ? [] : [['cvc', true]];
      // The caller's standing is in the control table, too.
      expect(tables).toEqual([['control', true], ['control', true], ...ofCode]);
    }
  });

  test('of a code whose guards are half seen, as within a transaction, the write decides', async () => {
    const input = { dataClass: 'CVC', plaintext: '123', idempotencyKey: newKey() };
    const { token } = await tokenOf(input);
    const withoutCodes = (answered: Record<string, unknown>) => ({
      ...answered,
      Responses: { ...(answered.Responses as object), cvc: [] },
    });
    for (const [plaintext, expected] of [
      ['124', { error: { code: 'IDEMPOTENCY_CONFLICT' } }],
      ['123', { data: { token } }],
    ] as const) {
      let hidden = 0;
      vault.dynamodbWire.decide(({ operation }) =>
        operation === 'BatchGetItem' && (hidden += 1) === 1 ? { edit: withoutCodes } : 'pass',
      );
      expect(await tokenize({ ...input, plaintext })).toMatchObject(expected);
      vault.dynamodbWire.decide(null);
    }
  });

  test("a key is the actor's and the tenant's own", async () => {
    const input = { ...NOTE, idempotencyKey: newKey() };
    const tokens = [
      await tokenOf(input),
      await tokenOf(input, answer, user(['tokenizers'], 'acme', 'tokenizer-2')),
      await tokenOf(input, answer, user(['tokenizers'], 'globex', 'tokenizer-1')),
    ];
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(3);
  });

  test('a key stands for a day, and then for a new request', async () => {
    const input = { ...NOTE, idempotencyKey: newKey() };
    const first = await tokenOf(input);
    const at = (ms: number) => vault.start({ clock: () => new Date(Date.now() + ms) });
    expect(await tokenOf(input, at(DAY_MS - 60_000))).toEqual(first);
    const later = at(DAY_MS + 60_000);
    const second = await tokenOf({ ...input, plaintext: 'another note' }, later);
    expect(second.token).not.toBe(first.token);
    expect(await tokenize(input, later)).toMatchObject({ error: { code: 'IDEMPOTENCY_CONFLICT' } });
  });

  test.each([NOTE, { dataClass: 'PAN', plaintext: '5555555555554444' }])(
    'concurrent duplicates get one token and one record',
    async (value) => {
      const input = { ...value, idempotencyKey: newKey() };
      const before = (await records()).length;
      const processes = Array.from({ length: 4 }, () => vault.start());
      const tokens = await Promise.all(
        Array.from({ length: 40 }, (_, at) => tokenOf(input, processes[at % 4])),
      );
      expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
      expect((await records()).length).toBe(before + 1);
    },
  );

  test('of concurrent rivals with one key and two requests one wins, whole', async () => {
    const key = newKey();
    const inputs = ['first', 'second'].map((plaintext) => ({
      dataClass: 'TEXT',
      plaintext,
      idempotencyKey: key,
    }));
    const before = (await records()).length;
    const replies = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => ({
        at: at % 2,
        ...(await tokenize(inputs[at % 2])),
      })),
    );
    const winners = replies.filter(({ error }) => error === undefined);
    expect(new Set(winners.map(({ at }) => at)).size).toBe(1);
    expect(winners).toHaveLength(10);
    expect(new Set(winners.map(({ data }) => (data as TokenView).token)).size).toBe(1);
    const codes = replies.flatMap(({ error }) => error?.code ?? []);
    expect(new Set(codes)).toEqual(new Set(['IDEMPOTENCY_CONFLICT']));
    expect((await records()).length).toBe(before + 1);
  });

  test('items of a batch with one key converge if they are one request, else the later is refused', async () => {
    const key = newKey();
    const item = { ...NOTE, idempotencyKey: key };
    const results = await batch([
      item,
      { ...NOTE, plaintext: 'another', idempotencyKey: key },
      item,
      NOTE,
      { ...NOTE, idempotencyKey: newKey() },
    ]);
    const tokens = results.map(({ token, code }) => code ?? token);
    expect(tokens[1]).toBe('IDEMPOTENCY_CONFLICT');
    expect(tokens[2]).toBe(tokens[0]);
    expect(new Set(tokens).size).toBe(4);
    expect((await tokenOf(item)).token).toBe(tokens[0]);
  });

  test('equal values with different keys share a token, and each key keeps it', async () => {
    const keys = [newKey(), newKey(), newKey()];
    const value = { dataClass: 'EMAIL', plaintext: 'ada@example.org' };
    const first = await batch(
      keys.slice(0, 2).map((idempotencyKey) => ({ ...value, idempotencyKey })),
    );
    const last = await tokenOf({ ...value, idempotencyKey: keys[2] });
    const again = await Promise.all(
      keys.map((idempotencyKey) => tokenOf({ ...value, idempotencyKey })),
    );
    const tokens = [...first, last, ...again].map(({ token }) => token);
    expect(new Set(tokens).size).toBe(1);
  });

  test('after a crash between effect and reply the same key gives the token that was made', async () => {
    const input = { ...NOTE, idempotencyKey: newKey() };
    const before = (await records()).length;
    // The write takes effect, no answer ever comes back, and the outcome is not recorded either.
    let isCrashed = false;
    vault.dynamodbWire.decide(({ operation }) => {
      if (operation === 'TransactWriteItems') isCrashed = true;
      return isCrashed ? 'lose-answer' : 'pass';
    });
    expect(await tokenize(input, vault.start())).toMatchObject({
      error: { code: 'TEMPORARILY_UNAVAILABLE' },
    });
    vault.dynamodbWire.decide(null);
    expect((await records()).length).toBe(before + 1);
    const { token } = await tokenOf(input, vault.start());
    expect((await records()).length).toBe(before + 1);
    expect(await ask(answer, 'release', PAYMENT, { token, purpose: 'LEGAL' })).toEqual({
      data: 'a note',
    });
  });

  test('a repeated request shows what became of its token', async () => {
    const input = { ...NOTE, idempotencyKey: newKey() };
    const { token } = await tokenOf(input);
    await ask(answer, 'revokeToken', ADMIN, { input: { token } });
    expect(await tokenOf(input)).toMatchObject({ token, state: 'REVOKED' });
    await ask(answer, 'eraseToken', ADMIN, { input: { token } });
    expect(await tokenize(input)).toMatchObject({ error: { code: 'TOKEN_NOT_FOUND' } });
  });

  test('what is kept of key and request is neither, nor a bare hash, and equal ones differ', async () => {
    const requests = ['secret-key-1', 'secret-key-2'].map((idempotencyKey) => ({
      ...PAN,
      idempotencyKey,
    }));
    const before = new Set((await guards()).map(({ pk }) => pk?.S));
    for (const input of requests) await tokenOf(input);
    const text = JSON.stringify(await vault.items('CONTROL_TABLE'));
    expect(text).not.toContain('secret-key');
    expect(text).not.toContain('4111');
    const made = (await guards()).filter(({ pk }) => !before.has(pk?.S));
    const macs = made.map(({ requestMac }) => Buffer.from(requestMac?.B ?? []).toString('hex'));
    expect(new Set(macs).size).toBe(2);
  });

  test('a keyed request costs a read and a transaction when new; repeated, it waits its turn behind wrong ones', async () => {
    const input = { ...NOTE, idempotencyKey: newKey() };
    vault.dynamodbWire.clear();
    await tokenOf(input);
    expect(writes()).toEqual(['BatchGetItem', 'TransactWriteItems']);
    vault.dynamodbWire.clear();
    await tokenOf(input);
    // A read in place of the write would be answered before counts that came first.
    expect(writes()).toEqual(['BatchGetItem', 'UpdateItem', 'BatchGetItem']);
  });

  test.each([7, '', 'x'.repeat(129), '\ud800', {}, ['key']])(
    'a key that is none is refused',
    async (idempotencyKey) => {
      expect(await tokenize({ ...NOTE, idempotencyKey })).toMatchObject({
        error: { code: 'INVALID_INPUT' },
      });
    },
  );
});
