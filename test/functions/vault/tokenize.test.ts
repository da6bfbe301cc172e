import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { isToken } from '../../../functions/vault/token.ts';
import { PAYMENT, TOKENIZER, ask, event, runVault, tokenized } from '../../support/vault.ts';
import type { Answer, RunningVault, TokenView } from '../../support/vault.ts';
import type { Fate } from '../../support/wire-tap.ts';

interface BatchItem extends Partial<TokenView> {
  readonly __typename: string;
  readonly code?: string;
}

describe('tokenizing', () => {
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

  const batch = async (inputs: readonly unknown[], by = answer): Promise<BatchItem[]> => {
    const { data, error } = await ask(by, 'tokenizeBatch', TOKENIZER, { inputs });
    if (error !== undefined) throw new Error(error.code);
    return data as BatchItem[];
  };

  const notes = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ dataClass: 'TEXT', plaintext: `note ${at}` }));

  const releaseAll = (items: readonly BatchItem[]) =>
    answer(
      items.map(({ token }) => event('release', PAYMENT, { token, purpose: 'LEGAL' })),
      'request-1',
    );

  /** Decides the fate of the first `count` requests that write to the vault table. */
  const breakWrites = (count: number, fate: Fate) => {
    let broken = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      const isWrite = ['PutItem', 'TransactWriteItems'].includes(operation);
      return isWrite && body.includes('"vault"') && broken++ < count ? fate : 'pass';
    });
  };

  const recordCount = async () => (await vault.items('VAULT_TABLE')).length;

  test('gives an OPAQUE token unless asked for another format, each time another one', async () => {
    const [first, second] = [
      await tokenized(answer, 'SSN', '219-09-9999'),
      await tokenized(answer, 'SSN', '219-09-9999'),
    ];
    expect(isToken(first.token)).toBe(true);
    expect(first.format).toBe('OPAQUE');
    expect(second.token).not.toBe(first.token);
  });

  test.each([
    ['PAN', '4111111111111111', /^0[0-9]{11}1111$/],
    ['SSN', '219-09-9999', /^(000|666)[0-9]{6}$/],
    ['EMAIL', 'ada.lovelace@example.org', /^[a-z0-9]{12}@[a-z0-9]{3}\.invalid$/],
  ])('gives a format-preserving token of %s on demand', async (dataClass, plaintext, shape) => {
    const { token, format } = await tokenized(answer, dataClass, plaintext, 'FORMAT_PRESERVING');
    expect(token).toMatch(shape);
    expect(format).toBe('FORMAT_PRESERVING');
    expect(await ask(answer, 'release', PAYMENT, { token, purpose: 'FRAUD_REVIEW' })).toEqual({
      data: plaintext.replace(/^219-09-9999$/, '219099999'),
    });
  });

  test('writes the value nowhere in the clear, and what it writes fits one write unit', async () => {
    await tokenized(answer, 'PAN', '4929 0000 0000 6');
    const items = await vault.items('VAULT_TABLE');
    const sizes = items.map((item) =>
      Object.entries(item).reduce(
        (sum, [name, { S, N, B }]) => sum + name.length + (S ?? N ?? '').length + (B?.length ?? 0),
        0,
      ),
    );
    expect(Math.max(...sizes)).toBeLessThan(1024);
    const bytes = items.flatMap((item) =>
      Object.values(item).map(({ S, B }) => S ?? Buffer.from(B ?? [])),
    );
    for (const one of bytes) expect(one.includes('4929000000006')).toBe(false);
  });

  test('gives a batch its results in order, and one refused item fails no other', async () => {
    const results = await batch([
      { dataClass: 'TEXT', plaintext: 'first' },
      { dataClass: 'PAN', plaintext: '4111111111111112' },
      { dataClass: 'TEXT', plaintext: 'third', format: 'FORMAT_PRESERVING' },
      { dataClass: 'IBAN', plaintext: 'fourth' },
      { dataClass: 'TEXT' },
      null,
      { dataClass: 'SSN', plaintext: '219-09-9999', format: null },
    ]);
    expect(results.map(({ __typename, code }) => code ?? __typename)).toEqual([
      'Token',
      'INVALID_PLAINTEXT',
      'INVALID_INPUT',
      'INVALID_PLAINTEXT',
      'INVALID_INPUT',
      'INVALID_INPUT',
      'Token',
    ]);
    expect(results[6]).toMatchObject({ masked: '***-**-9999', dataClass: 'SSN' });
  });

  test('takes 50 items at once, each back under its own token', async () => {
    const results = await batch(notes(50));
    expect(new Set(results.map(({ token }) => token)).size).toBe(50);
    expect(await releaseAll(results)).toEqual(
      notes(50).map(({ plaintext }) => ({ data: plaintext })),
    );
  });

  test.each([
    [[], 'INVALID_INPUT'],
    [notes(51), 'BATCH_TOO_LARGE'],
    ['not a list', 'INVALID_INPUT'],
  ])('refuses a batch as a whole that is empty, too large or none', async (inputs, code) => {
    expect(await ask(answer, 'tokenizeBatch', TOKENIZER, { inputs })).toMatchObject({
      error: { code },
    });
  });

  test('draws again when a token is taken, whoever has it', async () => {
    // Three draws of the first token, then real ones.
    const scripted = (repeats: number) => {
      let draws = 0;
      const uuid = () => SECURE_RANDOM.uuid();
      return {
        uuid,
        below: (bound: number) => (draws++ < repeats * 22 ? 0 : SECURE_RANDOM.below(bound)),
      };
    };
    const first = await batch(notes(1), vault.start({ random: scripted(1) }));
    expect(first[0]?.token).toBe('tok_00000000000000000000002qsZJJ');
    const results = await batch(notes(20), vault.start({ random: scripted(40) }));
    expect(results.map(({ __typename }) => __typename)).toEqual(Array(20).fill('Token'));
    expect(new Set([...results, ...first].map(({ token }) => token)).size).toBe(21);
    expect(await releaseAll([...first, ...results])).toEqual(
      [...notes(1), ...notes(20)].map(({ plaintext }) => ({ data: plaintext })),
    );
  });

  test('says so when no free token is found, and overwrites nothing', async () => {
    const stuck = vault.start({ random: { below: () => 1, uuid: () => SECURE_RANDOM.uuid() } });
    const values = [
      { dataClass: 'SSN', plaintext: '219-09-9999', format: 'FORMAT_PRESERVING' },
      { dataClass: 'SSN', plaintext: '219-09-9998', format: 'FORMAT_PRESERVING' },
    ];
    const codes = (await batch(values, stuck)).map(({ code, __typename }) => code ?? __typename);
    expect(codes.sort()).toEqual(['TOKEN_SPACE_EXHAUSTED', 'Token']);
    const before = await recordCount();
    const again = await batch(values, stuck);
    expect(again.map(({ code }) => code)).toEqual(Array(2).fill('TOKEN_SPACE_EXHAUSTED'));
    expect(await recordCount()).toBe(before);
  });

  test.each([1, 2, 20])(
    'takes a lost answer for the success it was, in a batch of %i',
    async (size) => {
      const before = await recordCount();
      breakWrites(2, 'lose-answer');
      const results = await batch(notes(size));
      expect(await recordCount()).toBe(before + size);
      expect(await releaseAll(results)).toEqual(
        notes(size).map(({ plaintext }) => ({ data: plaintext })),
      );
    },
  );

  test('knows its own records by their write id when a repeated transaction meets them', async () => {
    const before = await recordCount();
    let transactions = 0;
    vault.dynamodbWire.decide(({ operation, body }) => {
      if (operation !== 'TransactWriteItems' || transactions++ > 0) return 'pass';
      const { TransactItems } = JSON.parse(body) as { TransactItems: { Put: { Item: object } }[] };
      const reasons = TransactItems.map(({ Put }) => ({
        Code: 'ConditionalCheckFailed',
        Item: Put.Item,
      }));
      const more = { CancellationReasons: reasons };
      return { status: 400, type: 'TransactionCanceledException', more, afterPassing: true };
    });
    const results = await batch(notes(5));
    expect(transactions).toBe(1);
    expect(await recordCount()).toBe(before + 5);
    expect(results.map(({ __typename }) => __typename)).toEqual(Array(5).fill('Token'));
  });

  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'tries again after a transaction was cancelled by %s, and in the end says to try later',
    async (Code) => {
      const reasons = [{ Code: 'None' }, { Code }];
      const cancelled = {
        status: 400,
        type: 'TransactionCanceledException',
        more: { CancellationReasons: reasons },
      };
      breakWrites(2, cancelled);
      const results = await batch(notes(2));
      expect(results.map(({ __typename }) => __typename)).toEqual(['Token', 'Token']);
      breakWrites(100, cancelled);
      const refused = await batch(notes(2));
      expect(refused.map(({ code }) => code)).toEqual(Array(2).fill('TEMPORARILY_UNAVAILABLE'));
    },
  );

  test('says to try later when the table is throttled or forbidden, and raises an alarm of its own', async () => {
    breakWrites(100, { status: 400, type: 'ProvisionedThroughputExceededException' });
    const input = notes(1)[0];
    expect(await ask(answer, 'tokenize', TOKENIZER, { input })).toMatchObject({
      error: { code: 'TEMPORARILY_UNAVAILABLE' },
    });
    breakWrites(100, { status: 400, type: 'AccessDeniedException' });
    vault.lines.length = 0;
    expect(await ask(answer, 'tokenize', TOKENIZER, { input })).toMatchObject({
      error: { code: 'TEMPORARILY_UNAVAILABLE' },
    });
    expect(JSON.parse(vault.lines.join())).toMatchObject({
      TableUnavailable: 1,
      fault: 'AccessDeniedException',
      requestId: 'request-1',
    });
  });
});
