import { TEST_CARDS } from '../../../local/processor/test-cards.ts';
import { searchText } from '../../support/canary.ts';
import {
  ADMIN,
  CHARGING_CALLERS,
  CVC,
  ORDERS,
  chargeCalls,
  chargeOf,
  codeOf,
  freshKey,
} from '../../support/charges.ts';
import type { Charge } from '../../support/charges.ts';
import { PAYMENT, ask, runVault } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

describe('a charge', () => {
  let vault: RunningVault;
  let answer: Answer;
  const calls = chargeCalls(
    () => vault,
    () => answer,
  );
  const { tokenFor, charge, code, charged, passages, unknown, decideNothing } = calls;
  const sent = () => passages().length;

  beforeAll(async () => {
    vault = await runVault({ SERVICE_CALLERS: CHARGING_CALLERS });
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(decideNothing);

  describe('by test card', () => {
    test('is authorized: with a code, a reference that the processor has, and a masked card', async () => {
      const token = await tokenFor(TEST_CARDS.approve);
      const input = chargeOf(token);
      vault.charging.processorWire.clear();
      const done = await charged(input);
      expect(done).toEqual({
        ...{ token, processor: 'sandbox', amount: 1999, currency: 'EUR', state: 'AUTHORIZED' },
        ...{ masked: '************1111', brand: 'VISA' },
        reference: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        authorization: expect.stringMatching(/^[0-9A-F]{6}$/) as string,
        chargedAt: expect.stringMatching(/Z$/) as string,
      });
      const [body] = passages().map((one) => JSON.parse(one.body) as unknown);
      expect(body).toEqual({
        card: { pan: TEST_CARDS.approve },
        amount: 1999,
        currency: 'EUR',
        reference: done.reference,
      });
    });

    test.each([
      ['decline', 'DECLINED'],
      ['time-out', 'UNKNOWN'],
      ['fail', 'UNKNOWN'],
      ['redirect', 'UNKNOWN'],
      ['refuse', 'FAILED'],
    ] as const)('%s ends as %s, without a code, sent once', async (card, state) => {
      const input = chargeOf(await tokenFor(TEST_CARDS[card]));
      vault.charging.processorWire.clear();
      const done = await charged(input);
      expect(done).toMatchObject({ state, authorization: null });
      expect(await charged(input)).toEqual(done);
      expect([sent(), unknown(done.reference)]).toEqual([1, state === 'UNKNOWN' ? 1 : 0]);
    });

    test('echo is authorized, and nothing that it repeats passes or is written down', async () => {
      const [token, cvcToken] = [await tokenFor(TEST_CARDS.echo), await code()];
      vault.charging.lambdaWire.clear();
      const reply = await charge(chargeOf(token, { cvcToken }));
      expect(reply.data).toMatchObject({ state: 'AUTHORIZED', authorization: null });
      const canaries = { pan: TEST_CARDS.echo };
      expect(searchText(JSON.stringify(reply), 'the reply', canaries)).toEqual([]);
      const answers = vault.charging.lambdaWire.passages.map((one) => one.answer?.body ?? '');
      expect(searchText(answers.join('\n'), 'the answer of Lambda', canaries)).toEqual([]);
      const stored = JSON.stringify([await vault.items('CONTROL_TABLE'), vault.lines]);
      expect(searchText(stored, 'storage', canaries)).toEqual([]);
      const trail = JSON.stringify(await vault.items('AUDIT_TABLE'));
      expect(searchText(trail, 'the trail', canaries)).toEqual([]);
      const [heard] = vault.charging.processorWire.passages.slice(-1);
      expect(searchText(heard?.answer?.body ?? '', 'the echo', canaries)).not.toEqual([]);
    });
  });

  describe('under a key that was used', () => {
    test.each(['approve', 'decline', 'time-out', 'refuse'] as const)(
      'is told how %s ended, and charges nobody again',
      async (card) => {
        const input = chargeOf(await tokenFor(TEST_CARDS[card]));
        const first = await charged(input);
        vault.charging.processorWire.clear();
        expect(await charged(input)).toEqual(first);
        expect(sent()).toBe(0);
      },
    );

    test('is told so also when the use, the code and the token are gone', async () => {
      const token = await tokenFor(TEST_CARDS.approve, { maxUses: 1 });
      const input = chargeOf(token, { cvcToken: await code() });
      const first = await charged(input);
      expect(first.state).toBe('AUTHORIZED');
      expect(await charged(input)).toEqual(first);
      await ask(answer, 'eraseToken', ADMIN, { input: { token } });
      expect(await charged(input)).toEqual({ ...first, masked: null, brand: null });
      expect(await codeOf(charge({ ...input, idempotencyKey: freshKey() }))).toBe(
        'TOKEN_NOT_FOUND',
      );
    });

    test('conflicts with any other request, and is another key for another actor', async () => {
      const token = await tokenFor(TEST_CARDS.approve);
      const input = chargeOf(token);
      const first = await charged(input);
      const others = [
        { amount: 2000 },
        { currency: 'USD' },
        { token: await tokenFor(TEST_CARDS.approve) },
        { cvcToken: await code() },
      ];
      for (const other of others) {
        expect(await codeOf(charge({ ...input, ...other }))).toBe('IDEMPOTENCY_CONFLICT');
      }
      const another = await charge(input, ORDERS);
      expect((another.data as Charge).reference).not.toBe(first.reference);
    });

    test('charges once among twenty at the same time, in two processes', async () => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      const before = vault.charging.processor.charged();
      vault.charging.processorWire.clear();
      const other = vault.start();
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          ask(at % 2 === 0 ? answer : other, 'charge', PAYMENT, { input }),
        ),
      );
      const done = replies.flatMap(({ data }) => (data === undefined ? [] : [data as Charge]));
      expect(new Set(done.map(({ state }) => state))).toEqual(new Set(['AUTHORIZED']));
      const refused = replies.flatMap(({ error }) => error?.code ?? []);
      expect(new Set(refused).size).toBeLessThanOrEqual(1);
      expect(refused.every((one) => one === 'TEMPORARILY_UNAVAILABLE')).toBe(true);
      expect(sent()).toBe(1);
      expect(vault.charging.processor.charged()).toBe(before + 1);
      expect((await charged(input)).reference).toBe(done[0]?.reference);
    });

    test('charges once though none sees the claim of another before it writes its own', async () => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      const before = vault.charging.processor.charged();
      vault.dynamodbWire.decide(({ operation, body }) =>
        operation === 'BatchGetItem' && body.includes('#idempotency#charge#')
          ? { edit: () => ({ Responses: { control: [] } }) }
          : 'pass',
      );
      const replies = await Promise.all(Array.from({ length: 5 }, () => charge(input)));
      decideNothing();
      const refused = replies.flatMap(({ error }) => error?.code ?? []);
      const done = replies.flatMap(({ data }) => (data as Charge | undefined)?.reference ?? []);
      expect(new Set(done).size).toBe(1);
      expect(refused.every((one) => one === 'TEMPORARILY_UNAVAILABLE')).toBe(true);
      expect(vault.charging.processor.charged()).toBe(before + 1);
    });

    test('whose end was lost is UNKNOWN once it cannot be under way, and sends nothing', async () => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      let writes = 0;
      vault.dynamodbWire.decide(({ body }) => {
        const isOfCharge = body.includes('#idempotency#charge#') && body.includes('"Item"');
        if (isOfCharge) writes += 1;
        return isOfCharge && writes > 1 ? { status: 400, type: 'AccessDeniedException' } : 'pass';
      });
      expect(await codeOf(charge(input))).toBe('TEMPORARILY_UNAVAILABLE');
      vault.dynamodbWire.decide(null);
      vault.charging.processorWire.clear();
      expect(await codeOf(charge(input))).toBe('TEMPORARILY_UNAVAILABLE');
      const later = vault.start({ clock: () => new Date(Date.now() + 61_000) });
      const { data } = await ask(later, 'charge', PAYMENT, { input });
      expect(data).toMatchObject({ state: 'UNKNOWN', authorization: null });
      expect(unknown((data as Charge).reference)).toBe(1);
      expect(sent()).toBe(0);
    });

    test('is free again after thirty days, and where nothing was sent', async () => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      const first = await charged(input);
      const later = vault.start({ clock: () => new Date(Date.now() + 31 * 86_400_000) });
      const { data } = await ask(later, 'charge', PAYMENT, { input });
      expect((data as Charge).reference).not.toBe(first.reference);
    });

    test('is refused if what is stored of it was altered', async () => {
      const input = chargeOf(await tokenFor(TEST_CARDS.decline));
      await charged(input);
      vault.dynamodbWire.decide(({ body }) =>
        body.includes('#idempotency#charge#')
          ? {
              edit: (read) =>
                JSON.parse(JSON.stringify(read).replaceAll('"DECLINED"', '"AUTHORIZED"')) as object,
            }
          : 'pass',
      );
      expect(await codeOf(charge(input))).toBe('TOKEN_NOT_FOUND');
    });
  });

  describe('with a card verification code', () => {
    test('sends it along once and removes it before, whatever comes of the charge', async () => {
      for (const card of ['approve', 'decline', 'time-out', 'refuse'] as const) {
        const [token, cvcToken] = [await tokenFor(TEST_CARDS[card]), await code()];
        let codes = Promise.resolve(['not asked']);
        vault.charging.processorWire.clear();
        vault.charging.processorWire.decide(({ body }) => {
          expect(JSON.parse(body)).toHaveProperty('card.cvc', CVC);
          return 'pass';
        });
        vault.charging.lambdaWire.decide(() => {
          codes = vault
            .items('CVC_TABLE')
            .then((items) => items.flatMap(({ pk }) => pk?.S?.split('#').at(-1) ?? []));
          return 'pass';
        });
        await charged(chargeOf(token, { cvcToken }));
        expect(sent()).toBe(1);
        expect(await codes).not.toContain(cvcToken);
        const again = charge(chargeOf(token, { cvcToken }));
        expect(await codeOf(again)).toBe('TOKEN_NOT_FOUND');
        expect(sent()).toBe(1);
      }
    });

    test('of two charges at once, one has it', async () => {
      const [token, cvcToken] = [await tokenFor(TEST_CARDS.approve), await code()];
      const replies = await Promise.all([1, 2, 3].map(() => charge(chargeOf(token, { cvcToken }))));
      const codes = replies.map(({ error }) => error?.code ?? 'OK').sort();
      expect(codes).toEqual(['OK', 'TOKEN_NOT_FOUND', 'TOKEN_NOT_FOUND']);
    });

    test('takes none that is expired, erased, of another class or in the place of the card', async () => {
      const token = await tokenFor(TEST_CARDS.approve);
      const other = await tokenFor('some note', { dataClass: 'TEXT' });
      expect(await codeOf(charge(chargeOf(token, { cvcToken: other })))).toBe('INVALID_INPUT');
      expect(await codeOf(charge(chargeOf(await code())))).toBe('INVALID_INPUT');
      expect(await codeOf(charge(chargeOf(other)))).toBe('INVALID_INPUT');
      const erased = await code();
      await ask(answer, 'eraseToken', ADMIN, { input: { token: erased } });
      expect(await codeOf(charge(chargeOf(token, { cvcToken: erased })))).toBe('TOKEN_NOT_FOUND');
      const input = chargeOf(token, { cvcToken: await code() });
      const later = vault.start({ clock: () => new Date(Date.now() + 3_601_000) });
      expect(await codeOf(ask(later, 'charge', PAYMENT, { input }))).toBe('TOKEN_NOT_FOUND');
    });
  });

  describe('when Lambda', () => {
    test.each([
      ['does not let it run', { status: 403, type: 'AccessDeniedException' }, 'FAILED'],
      ['has no room', { status: 429, type: 'TooManyRequestsException' }, 'FAILED'],
      ['fails', { status: 500, type: 'ServiceException' }, 'UNKNOWN'],
      ['loses the answer', 'lose-answer', 'UNKNOWN'],
      ['breaks the connection', 'cut', 'UNKNOWN'],
      [
        'answers out of its form',
        { edit: () => ({ state: 'PAID', authorization: TEST_CARDS.approve, pan: 1 }) },
        'UNKNOWN',
      ],
      [
        'answers with the card in the place of a code',
        { edit: () => ({ state: 'AUTHORIZED', authorization: TEST_CARDS.approve }) },
        'AUTHORIZED',
      ],
    ] as const)('%s, it is told so and stays so', async (_what, fate, state) => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      vault.charging.lambdaWire.clear();
      vault.charging.lambdaWire.decide(() => fate);
      expect(await charged(input)).toMatchObject({ state, authorization: null });
      vault.charging.lambdaWire.decide(null);
      expect(await charged(input)).toMatchObject({ state, authorization: null });
      expect(vault.charging.lambdaWire.passages).toHaveLength(1);
    });

    test('gets what cannot be opened, it gets nothing, and the key is free', async () => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      const damaged = vault.start();
      vault.dynamodbWire.decide(({ body }) =>
        body.includes('"TableName":"keys"')
          ? { status: 400, type: 'AccessDeniedException' }
          : 'pass',
      );
      vault.charging.lambdaWire.clear();
      const refused = await ask(damaged, 'charge', PAYMENT, { input });
      expect(refused.error?.code).toBe('TEMPORARILY_UNAVAILABLE');
      expect(vault.charging.lambdaWire.passages).toEqual([]);
      vault.dynamodbWire.decide(null);
      expect((await charged(input)).state).toBe('AUTHORIZED');
    });
  });
});
