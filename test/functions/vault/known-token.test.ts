import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { PAYMENT, SUPPORT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, Reply, RunningVault, TokenView } from '../../support/vault.ts';
import { pan } from './card-numbers.ts';

const PAN = { dataClass: 'PAN', plaintext: '4111111111111111' };

describe('questions of equality', () => {
  let vault: RunningVault;
  let answer: Answer;
  let next = 1;

  beforeAll(async () => {
    vault = await runVault();
    answer = vault.start();
  });
  afterAll(() => vault.stop());

  const newPan = () => ({ dataClass: 'PAN', plaintext: pan(next++) });

  const tokenize = (input: unknown, by = answer, identity = TOKENIZER): Promise<Reply> =>
    ask(by, 'tokenize', identity, { input });

  const tokenOf = async (input: unknown, by = answer, identity = TOKENIZER): Promise<TokenView> => {
    const { data, error } = await tokenize(input, by, identity);
    if (error !== undefined) throw new Error(error.code);
    return data as TokenView;
  };

  const known = (value: object, identity = PAYMENT, by = answer): Promise<Reply> =>
    ask(by, 'knownToken', identity, { purpose: 'FRAUD_REVIEW', ...value });

  describe('knownToken', () => {
    test('gives the token of a value for a purpose, null for a value that has none', async () => {
      const value = newPan();
      const { token } = await tokenOf({ ...value, format: 'UUID' });
      expect(await known(value)).toMatchObject({ data: { token, deterministic: true } });
      expect(await known(newPan())).toEqual({ data: null });
      const random = newPan();
      await tokenOf({ ...random, deterministic: false });
      expect(await known(random)).toEqual({ data: null });
    });

    test.each([
      ['a tokenizer', TOKENIZER, {}, 'NOT_AUTHORIZED'],
      ['support, for a PAN', SUPPORT, {}, 'PURPOSE_NOT_ALLOWED'],
      ['a purpose that is none', PAYMENT, { purpose: 'CURIOSITY' }, 'INVALID_INPUT'],
      ['no value', PAYMENT, { plaintext: 4111 }, 'INVALID_INPUT'],
      ['no PAN', PAYMENT, { plaintext: '4111111111111112' }, 'INVALID_PLAINTEXT'],
      [
        'a class without equality',
        PAYMENT,
        { dataClass: 'DATE_OF_BIRTH', plaintext: '1980-02-29' },
        'INVALID_INPUT',
      ],
    ])('is refused to %s', async (_title, identity, value, code) => {
      expect(await known({ ...PAN, ...value }, identity)).toMatchObject({ error: { code } });
    });

    test('leaves no trace of the value in the trail, and names the token it found', async () => {
      const [value, unknown] = [newPan(), newPan()];
      const { token } = await tokenOf(value);
      await known(value);
      await known(unknown);
      const events = (await vault.items('AUDIT_TABLE')).filter(
        ({ operation }) => operation?.S === 'knownToken',
      );
      const text = JSON.stringify(events);
      expect(text).toContain(token);
      for (const { plaintext } of [value, unknown]) expect(text).not.toContain(plaintext);
      const names = events
        .flatMap(({ items }) => items?.L ?? [])
        .flatMap(({ M }) => Object.keys(M ?? {}));
      expect(new Set(names)).toEqual(new Set(['dataClass', 'purpose', 'format', 'token', 'code']));
    });

    test('is refused to a disabled actor, whether the value is known or not', async () => {
      const banned = user(['payment-staff'], 'acme', 'banned-1');
      await vault.dynamodb.send(
        new PutItemCommand({
          TableName: 'control',
          Item: { pk: { S: 'acme#actor#banned-1' }, disabled: { BOOL: true } },
        }),
      );
      const value = newPan();
      await tokenOf(value);
      for (const one of [value, newPan()]) {
        expect(await known(one, banned)).toMatchObject({ error: { code: 'NOT_AUTHORIZED' } });
      }
    });
  });

  describe('the equality budget', () => {
    const actor = (id: string) => user(['tokenizers', 'payment-staff'], 'acme', id);
    const limited = (clock = () => new Date()) =>
      vault.start({ clock }, { EQUALITY_BUDGET_PER_HOUR: '3' });

    test('counts new and known values and questions alike, per actor and hour', async () => {
      let now = new Date('2026-03-01T10:59:00Z');
      const by = limited(() => now);
      const value = newPan();
      await tokenOf(value, by, actor('a-1'));
      await tokenOf(value, by, actor('a-1'));
      expect(await known(newPan(), actor('a-1'), by)).toEqual({ data: null });
      const over = { error: { code: 'BUDGET_EXCEEDED' } };
      expect(await known(value, actor('a-1'), by)).toMatchObject(over);
      expect(await tokenize(newPan(), by, actor('a-1'))).toMatchObject(over);
      await tokenOf({ ...value, deterministic: false }, by, actor('a-1'));
      await tokenOf(value, by, actor('a-2'));
      now = new Date('2026-03-01T11:00:00Z');
      await tokenOf(value, by, actor('a-1'));
    });

    test('lets the first items of a batch have what is left, and all that do not ask', async () => {
      const inputs = [
        newPan(),
        newPan(),
        { dataClass: 'TEXT', plaintext: 'x' },
        newPan(),
        newPan(),
      ];
      const { data } = await ask(limited(), 'tokenizeBatch', actor('a-3'), { inputs });
      const codes = (data as { __typename: string; code?: string }[]).map(
        ({ __typename, code }) => code ?? __typename,
      );
      expect(codes).toEqual(['Token', 'Token', 'Token', 'Token', 'BUDGET_EXCEEDED']);
    });

    test('gives exactly as many as it holds to rivals, and is counted before any look-up', async () => {
      const by = limited();
      const value = newPan();
      vault.dynamodbWire.clear();
      const replies = await Promise.all(
        Array.from({ length: 12 }, () => tokenize(value, by, actor('a-4'))),
      );
      expect(replies.filter(({ error }) => error === undefined)).toHaveLength(3);
      const looked = vault.dynamodbWire.passages.filter(({ body }) =>
        body.includes('#fingerprint#'),
      );
      expect(looked.filter(({ operation }) => operation === 'BatchGetItem')).toHaveLength(3);
    });

    test('is not spent by repetitions, nor evaded by other keys and values', async () => {
      const by = limited();
      const [one, two] = [newPan(), newPan()];
      const first = { ...one, idempotencyKey: 'once' };
      const { token } = await tokenOf(first, by, actor('a-6'));
      const again = () => tokenOf(first, by, actor('a-6'));
      for (let time = 0; time < 5; time += 1) expect((await again()).token).toBe(token);
      const { data } = await ask(by, 'tokenizeBatch', actor('a-6'), {
        inputs: Array.from({ length: 50 }, () => first),
      });
      expect(new Set((data as TokenView[]).map((item) => item.token))).toEqual(new Set([token]));
      for (const idempotencyKey of ['other', 'another']) {
        await tokenOf({ ...one, idempotencyKey }, by, actor('a-6'));
      }
      const over = { error: { code: 'BUDGET_EXCEEDED' } };
      for (const value of [one, two]) {
        const invented = { ...value, idempotencyKey: 'invented' };
        expect(await tokenize(invented, by, actor('a-6'))).toMatchObject(over);
      }
      expect((await again()).token).toBe(token);
    });

    test('bounds the guesses at the value that a key stands for, in every class', async () => {
      let now = new Date('2026-03-01T10:00:00Z');
      const by = vault.start({ clock: () => now });
      const birth = (day: number, idempotencyKey = 'birth') => ({
        dataClass: 'DATE_OF_BIRTH',
        plaintext: `1980-01-${String(day).padStart(2, '0')}`,
        idempotencyKey,
      });
      const codeOf = async (input: object, id = 'a-7') =>
        (await tokenize(input, by, actor(id))).error?.code ?? 'OK';
      expect(await codeOf(birth(31))).toBe('OK');
      const guesses: string[] = [];
      for (let day = 1; day <= 25; day += 1) guesses.push(await codeOf(birth(day)));
      expect(guesses).toEqual([
        ...Array<string>(20).fill('IDEMPOTENCY_CONFLICT'),
        ...Array<string>(5).fill('BUDGET_EXCEEDED'),
      ]);
      expect(await codeOf(birth(31))).toBe('BUDGET_EXCEEDED');
      expect(await codeOf(birth(31, 'new'))).toBe('OK');
      expect(await codeOf(birth(31), 'a-8')).toBe('OK');
      now = new Date('2026-03-01T11:00:00Z');
      expect(await codeOf(birth(31))).toBe('OK');
    });

    test('lets no batch of guesses have an answer that it does not hold', async () => {
      const by = vault.start();
      const keys = Array.from({ length: 25 }, (_, at) => `guess-${String(at)}`);
      const batch = async (plaintext: (at: number) => string) => {
        const inputs = keys.map((idempotencyKey, at) => ({
          dataClass: 'TEXT',
          plaintext: plaintext(at),
          idempotencyKey,
        }));
        const { data } = await ask(by, 'tokenizeBatch', actor('a-9'), { inputs });
        return (data as { code?: string }[]).map(({ code }) => code ?? 'OK');
      };
      expect(new Set(await batch(() => 'yes'))).toEqual(new Set(['OK']));
      const guessed = await batch((at) => (at === 7 ? 'yes' : 'no'));
      expect(new Set(guessed)).toEqual(new Set(['BUDGET_EXCEEDED']));
    });

    test('refuses while it cannot be counted', async () => {
      await vault.dynamodb.send(
        new UpdateItemCommand({
          TableName: 'control',
          Key: { pk: { S: `acme#equality#a-5#${new Date().toISOString().slice(0, 13)}` } },
          UpdateExpression: 'SET used = :none',
          ExpressionAttributeValues: { ':none': { S: 'none' } },
        }),
      );
      expect((await tokenize(newPan(), answer, actor('a-5'))).error).toBeDefined();
    });
  });
});
