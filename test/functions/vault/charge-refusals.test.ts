import { TEST_CARDS } from '../../../local/processor/test-cards.ts';
import {
  ADMIN,
  CHARGING_CALLERS,
  ORDERS,
  chargeCalls,
  chargeOf,
  codeOf,
} from '../../support/charges.ts';
import { PAYMENT, SUPPORT, TOKENIZER, ask, runVault, user } from '../../support/vault.ts';
import type { Answer, RunningVault } from '../../support/vault.ts';

const AUDITOR = user(['auditors'], 'acme', 'auditor-1');

describe('a charge', () => {
  let vault: RunningVault;
  let answer: Answer;
  const { tokenFor, charge, code, charged, decideNothing } = chargeCalls(
    () => vault,
    () => answer,
  );

  beforeAll(async () => {
    vault = await runVault({ SERVICE_CALLERS: CHARGING_CALLERS });
    answer = vault.start();
  });
  afterAll(() => vault.stop());
  afterEach(decideNothing);

  describe('is refused', () => {
    test.each([
      ['support', SUPPORT],
      ['a person among the tokenizers', TOKENIZER],
      [
        'a service that may not charge',
        { kind: 'service', roleArn: 'arn:aws:sts::000000000000:assumed-role/checkout/x' } as const,
      ],
    ])('to %s', async (_who, who) => {
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      expect(await codeOf(ask(answer, 'charge', who, { input }))).toBe('NOT_AUTHORIZED');
    });

    test('to a service that may charge when it wants to read, and not when it charges', async () => {
      const token = await tokenFor(TEST_CARDS.approve);
      expect((await charge(chargeOf(token), ORDERS)).data).toMatchObject({ state: 'AUTHORIZED' });
      for (const operation of ['detokenize', 'release'] as const) {
        const received = { token, purpose: 'PAYMENT' };
        const asked = ask(answer, operation, ORDERS, { input: received, ...received });
        expect(await codeOf(asked)).toBe('NOT_AUTHORIZED');
      }
    });

    test.each([
      ['for another purpose', { purpose: 'REFUND' }, 'PURPOSE_NOT_ALLOWED'],
      ['by a processor that there is not', { processor: 'nobody' }, 'INVALID_INPUT'],
      ['by a name of Object', { processor: 'constructor' }, 'INVALID_INPUT'],
      ['in a currency that it does not take', { currency: 'CHF' }, 'INVALID_INPUT'],
      ['in no currency', { currency: 'eur' }, 'INVALID_INPUT'],
      ['of nothing', { amount: 0 }, 'INVALID_INPUT'],
      ['of a fraction', { amount: 1.5 }, 'INVALID_INPUT'],
      ['of too much', { amount: 100_000_000 }, 'INVALID_INPUT'],
      ['without a key', { idempotencyKey: null }, 'INVALID_INPUT'],
      ['of an unknown token', { token: 'tok_unknown' }, 'TOKEN_NOT_FOUND'],
    ])('%s', async (_what, more, expected) => {
      const token = await tokenFor(TEST_CARDS.approve);
      vault.charging.lambdaWire.clear();
      expect(await codeOf(charge(chargeOf(token, more)))).toBe(expected);
      expect(vault.charging.lambdaWire.passages).toEqual([]);
    });

    test('to another tenant: neither its token nor its processor', async () => {
      const token = await tokenFor(TEST_CARDS.approve);
      const globex = user(['payment-staff', 'tokenizers'], 'globex', 'globex-1');
      expect(await codeOf(ask(answer, 'charge', globex, { input: chargeOf(token) }))).toBe(
        'TOKEN_NOT_FOUND',
      );
      const own = await ask(answer, 'tokenize', globex, {
        input: { dataClass: 'PAN', plaintext: TEST_CARDS.approve },
      });
      const input = chargeOf((own.data as { token: string }).token);
      expect(await codeOf(ask(answer, 'charge', globex, { input }))).toBe('INVALID_INPUT');
    });

    test('when the uses or the budget are used up, and takes neither use nor code then', async () => {
      const token = await tokenFor(TEST_CARDS.approve, { maxUses: 1 });
      expect((await charged(chargeOf(token))).state).toBe('AUTHORIZED');
      expect(await codeOf(charge(chargeOf(token)))).toBe('ALREADY_USED');
      const few = JSON.stringify({ 'ACTOR/CHARGE': { perMinute: 1, perDay: 1 } });
      const poor = vault.start({}, { BUDGETS: few });
      const cvcToken = await code();
      const spender = user(['payment-staff'], 'acme', 'spender-1');
      const other = await tokenFor(TEST_CARDS.approve);
      const once = chargeOf(other);
      expect((await ask(poor, 'charge', spender, { input: once })).data).toBeDefined();
      const input = chargeOf(other, { cvcToken });
      expect(await codeOf(ask(poor, 'charge', spender, { input }))).toBe('BUDGET_EXCEEDED');
      expect((await ask(poor, 'charge', spender, { input: once })).data).toBeDefined();
      expect((await charged(chargeOf(other, { cvcToken }))).state).toBe('AUTHORIZED');
    });

    test('where nothing is configured to charge', async () => {
      const bare = vault.start({}, { CHARGE_FUNCTION: '' });
      const input = chargeOf(await tokenFor(TEST_CARDS.approve));
      expect(await codeOf(ask(bare, 'charge', PAYMENT, { input }))).toBe('INVALID_INPUT');
    });
  });

  test('is in the trail with card, code, processor, reference and end, before and after', async () => {
    const [token, cvcToken] = [await tokenFor(TEST_CARDS.decline), await code()];
    const { reference } = await charged(chargeOf(token, { cvcToken }));
    const { data } = await ask(answer, 'auditEvents', AUDITOR, {
      filter: { operation: 'charge' },
      limit: 2,
    });
    const { events } = data as { events: { kind: string; items: object[] }[] };
    const named = { token, cvcToken, processor: 'sandbox', reference, purpose: 'PAYMENT' };
    const items = Object.fromEntries(events.map((one) => [one.kind, one.items]));
    expect(items.ATTEMPT).toMatchObject([{ ...named, dataClass: 'PAN', charge: null, code: null }]);
    expect(items.OUTCOME).toMatchObject([{ ...named, charge: 'DECLINED', code: 'OK' }]);
  });

  test('sends nothing if its attempt cannot be recorded, and tells nothing if its end cannot', async () => {
    const input = chargeOf(await tokenFor(TEST_CARDS.approve));
    const refuseEvent = (kind: string) => {
      vault.dynamodbWire.decide(({ body }) =>
        body.includes('"TableName":"audit"') && body.includes(kind)
          ? { status: 400, type: 'AccessDeniedException' }
          : 'pass',
      );
    };
    vault.charging.lambdaWire.clear();
    refuseEvent('ATTEMPT');
    expect(await codeOf(charge(input))).toBe('TEMPORARILY_UNAVAILABLE');
    expect(vault.charging.lambdaWire.passages).toHaveLength(0);
    refuseEvent('OUTCOME');
    expect(await codeOf(charge(input))).toBe('TEMPORARILY_UNAVAILABLE');
    expect(vault.charging.lambdaWire.passages).toHaveLength(1);
    vault.dynamodbWire.decide(null);
    expect((await charged(input)).state).toBe('AUTHORIZED');
    expect(vault.charging.lambdaWire.passages).toHaveLength(1);
  });

  test('of a honey token looks like that of an unknown one and alarms', async () => {
    const made = await ask(answer, 'seedHoneyToken', ADMIN, {
      input: { dataClass: 'PAN', plaintext: TEST_CARDS.approve },
    });
    const { token } = made.data as { token: string };
    vault.lines.length = 0;
    expect(await codeOf(charge(chargeOf(token, { purpose: 'REFUND' })))).toBe('TOKEN_NOT_FOUND');
    expect(vault.lines.some((line) => line.includes('"HoneyToken":1'))).toBe(true);
  });

  test('with a honey token behind any other refusal alarms, and answers as without it', async () => {
    const made = await ask(answer, 'seedHoneyToken', ADMIN, {
      input: { dataClass: 'NAME', plaintext: 'Ada Bait' },
    });
    const { token: honey } = made.data as { token: string };
    const charged = chargeOf(await tokenFor(TEST_CARDS.approve));
    expect((await charge(charged)).data).toMatchObject({ state: 'AUTHORIZED' });
    const name = await ask(answer, 'tokenize', TOKENIZER, {
      input: { dataClass: 'NAME', plaintext: 'Ada Lovelace' },
    });
    const { token: ofName } = name.data as { token: string };
    for (const [input, expected] of [
      [chargeOf('tok_unknown', { cvcToken: honey }), 'TOKEN_NOT_FOUND'],
      [chargeOf(ofName, { cvcToken: honey }), 'INVALID_INPUT'],
      [{ ...charged, token: honey }, 'IDEMPOTENCY_CONFLICT'],
      [{ ...charged, cvcToken: honey }, 'IDEMPOTENCY_CONFLICT'],
    ] as const) {
      vault.lines.length = 0;
      expect(await codeOf(charge(input))).toBe(expected);
      expect(vault.lines.filter((line) => line.includes('"HoneyToken":1'))).toHaveLength(1);
    }
  });
});
