import { PutItemCommand, TransactionConflictException } from '@aws-sdk/client-dynamodb';

import { createSweep } from '../../../functions/cvc-sweeper/sweep.ts';
import { createMetrics } from '../../../functions/vault/metrics.ts';
import { TOKENIZER, ask, runVault, tokenized, user } from '../../support/vault.ts';
import type { Answer, Item, RunningVault } from '../../support/vault.ts';

const HOUR_MS = 3_600_000;

describe('the sweep of card verification codes', () => {
  let vault: RunningVault;
  let answer: Answer;
  let now: Date;
  let lines: string[];

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  beforeEach(() => {
    now = new Date();
    lines = [];
    answer = vault.start({ clock: () => now });
  });

  const sweep = () =>
    createSweep({
      dynamodb: vault.dynamodb,
      tableName: 'cvc',
      metrics: createMetrics((line) => lines.push(line), Date.now),
      clock: () => now,
    })();
  const later = (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
  };
  const put = (item: Item) =>
    vault.dynamodb.send(new PutItemCommand({ TableName: 'cvc', Item: item }));
  const keys = async () => (await vault.items('CVC_TABLE')).map(({ pk }) => pk?.S ?? '');
  const tokenizeKeyed = (plaintext: string, idempotencyKey: string) =>
    ask(answer, 'tokenize', TOKENIZER, { input: { dataClass: 'CVC', plaintext, idempotencyKey } });

  test('leaves a code for its hour and removes it, and all that tells of it, after that', async () => {
    const { token } = await tokenized(answer, 'CVC', '123');
    await tokenizeKeyed('456', 'sweep-key');
    expect(await sweep()).toEqual({ removed: 0, overdue: 0 });
    later(HOUR_MS - 60_000);
    expect(await sweep()).toEqual({ removed: 0, overdue: 0 });
    expect((await keys()).some((key) => key.endsWith(token))).toBe(true);
    later(118_000);
    expect(await sweep()).toEqual({ removed: 0, overdue: 0 });
    later(3_000);
    expect(await sweep()).toEqual({ removed: 3, overdue: 0 });
    expect(await keys()).toEqual([]);
    expect(lines).toEqual([]);
  });

  test('leaves a code that was made while it ran, or by a clock somewhat ahead of its own', async () => {
    const began = now;
    later(90_000);
    const { token } = await tokenized(answer, 'CVC', '123');
    await tokenizeKeyed('456', 'ahead-key');
    now = began;
    expect(await sweep()).toEqual({ removed: 0, overdue: 0 });
    expect((await keys()).some((key) => key.endsWith(token))).toBe(true);
    later(2 * HOUR_MS);
    expect(await sweep()).toMatchObject({ removed: 3 });
  });

  test('is not what ends a code: past its hour it is unknown while it is still there', async () => {
    const { token } = await tokenized(answer, 'CVC', '123');
    later(HOUR_MS + 1_000);
    const viewer = user(['tokenizers', 'payment-staff'], 'acme', 'viewer-1');
    const notFound = { error: { code: 'TOKEN_NOT_FOUND', message: 'There is no such token.' } };
    expect(await keys()).toHaveLength(1);
    expect(await ask(answer, 'token', viewer, { token })).toEqual(notFound);
    expect(await ask(answer, 'release', viewer, { token, purpose: 'PAYMENT' })).toEqual(notFound);
    await sweep();
  });

  test('by a clock that is ahead looks like no tampering to a vault whose clock is behind', async () => {
    const input = { dataClass: 'CVC', plaintext: '123', maxUses: 1 };
    const { data } = await ask(answer, 'tokenize', TOKENIZER, { input });
    const { token } = data as { token: string };
    later(HOUR_MS + 50_000);
    await sweep();
    later(-52_000);
    vault.lines.length = 0;
    const reply = await ask(answer, 'token', TOKENIZER, { token });
    expect(reply).toMatchObject({ data: { token } });
    expect(vault.lines).toEqual([]);
    later(2 * HOUR_MS);
    await sweep();
  });

  test('goes by every part of the table, and begins at another each time', async () => {
    const begun = new Set<unknown>();
    for (let run = 0; run < 12; run += 1) {
      vault.dynamodbWire.clear();
      await sweep();
      const segments = vault.dynamodbWire.passages.map(({ body }) => {
        const { Segment, TotalSegments } = JSON.parse(body) as Record<string, number>;
        expect(TotalSegments).toBe(32);
        return Segment;
      });
      expect(new Set(segments).size).toBe(32);
      begun.add(segments[0]);
    }
    expect(begun.size).toBeGreaterThan(1);
  });

  test('counts what is still there a quarter of an hour after its time', async () => {
    await tokenized(answer, 'CVC', '123');
    later(HOUR_MS + 901_000);
    expect(await sweep()).toEqual({ removed: 1, overdue: 1 });
    expect(lines.map((line) => (JSON.parse(line) as { OverdueCode: number }).OverdueCode)).toEqual([
      1,
    ]);
  });

  test.each<[string, Item]>([
    ['without a time', {}],
    ['with a time that is no number', { expiresAt: { S: '4102444800' } }],
    ['with a time no code may reach', { expiresAt: { N: '4102444800' } }],
  ])('removes an item %s', async (_which, more) => {
    await put({ pk: { S: 'acme#token#forged' }, ...more });
    expect(await sweep()).toMatchObject({ removed: 1 });
    expect(await keys()).toEqual([]);
  });

  test('takes all pages, and two sweeps at once remove each item once', async () => {
    const soon = String(Math.floor(now.getTime() / 1000) - 61);
    const large = { B: Buffer.alloc(300_000) };
    const items = Array.from({ length: 8 }, (_, at) => ({
      pk: { S: `acme#token#${String(at)}` },
      expiresAt: { N: soon },
      large,
    }));
    for (const item of items) await put(item);
    const swept = await Promise.all([sweep(), sweep()]);
    const removed = swept.reduce((sum, one) => sum + one.removed, 0);
    expect(await keys()).toEqual([]);
    // Deleting what is gone succeeds, so both may count an item; none is left out.
    expect(removed).toBeGreaterThanOrEqual(items.length);
  });

  test('takes all others where one cannot be removed, counts what is late, and fails', async () => {
    const late = String(Math.floor(now.getTime() / 1000) - 1000);
    const pks = Array.from({ length: 60 }, (_, at) => `acme#token#${String(at)}`);
    await Promise.all(pks.map((pk) => put({ pk: { S: pk }, expiresAt: { N: late } })));
    vault.dynamodbWire.decide(({ operation, body }) =>
      operation === 'DeleteItem' && body.includes('"acme#token#10"')
        ? { status: 400, type: 'TransactionConflictException' }
        : 'pass',
    );
    await expect(sweep()).rejects.toThrow(TransactionConflictException);
    vault.dynamodbWire.decide(null);
    expect(await keys()).toEqual(['acme#token#10']);
    expect(lines).toHaveLength(59);
    expect(await sweep()).toEqual({ removed: 1, overdue: 1 });
  });

  test('leaves an item that was renewed after it was read', async () => {
    const pk = { S: 'acme#token#renewed' };
    await put({ pk, expiresAt: { N: String(Math.floor(now.getTime() / 1000) + 600) } });
    vault.dynamodbWire.decide(({ operation }) =>
      operation === 'Scan' ? { edit: (page) => ({ ...page, Items: [{ pk }] }) } : 'pass',
    );
    expect(await sweep()).toEqual({ removed: 0, overdue: 0 });
    vault.dynamodbWire.decide(null);
    expect(await keys()).toEqual([pk.S]);
  });
});
