import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

import { openInstallation } from '../../local/installation.ts';
import { ORDERS_TABLE } from '../../local/orders.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import { TEST_CARDS } from '../../local/processor/test-cards.ts';
import { searchFiles, searchText } from '../support/canary.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor, callerWith, signIn } from '../support/graphql.ts';
import type { Answer, Caller } from '../support/graphql.ts';
import { startOrderBackend } from '../support/order-backend.ts';
import type { OrderBackend } from '../support/order-backend.ts';

const ORDER = 'id state amount currency payment { state reference authorization masked }';
const CREATE = `mutation($input: CreateOrderInput!) { createOrder(input: $input) { ${ORDER} } }`;
const PAY = `mutation($input: PayBillInput!) { payBill(input: $input) { ${ORDER} } }`;
/** With a card number for its random part, and the right checksum. */
const FORGED = 'tok_4242424242424242abcdef44P19P';
const SHOW = `query($id: ID!) { order(id: $id) { ${ORDER} } }`;
const TOKENIZE = 'mutation($input: TokenizeInput!) { tokenize(input: $input) { token } }';

interface Order {
  readonly id: string;
  readonly state: string;
  readonly payment: { readonly state: string; readonly reference: string } | null;
}

let made = 0;

describe('an order, whose card is a token', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  /** Asks the vault, as the page does. */
  let page: Caller;
  let [owner, staff, stranger, foreigner]: (Caller | undefined)[] = [];
  const answers: Answer[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
    page = await callerFor(gateway.ready, 'acme-tokenizer');
    const orders = { ...gateway.ready, graphql: gateway.ready.orders };
    owner = await callerFor(orders, 'acme-tokenizer');
    staff = await callerFor(orders, 'acme-payments');
    stranger = await callerFor(orders, 'acme-support');
    foreigner = await callerFor(orders, 'globex-payments');
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  const ask = async (who: Caller | undefined, document: string, variables: object) => {
    if (who === undefined) throw new Error('Nobody asks.');
    const answer = await who.query(document, variables);
    answers.push(answer);
    return answer;
  };
  const codeOf = async (asked: Promise<Answer>) => (await asked).errors[0]?.errorType;
  const tokenFor = async (plaintext: string, dataClass = 'PAN'): Promise<string> => {
    const input = { dataClass, plaintext, deterministic: false };
    const { data } = await page.query(TOKENIZE, { input });
    return (data?.tokenize as { token: string }).token;
  };
  const inputFor = (token: string, more: object = {}) => ({
    ...{ token, amount: 4200, currency: 'EUR', idempotencyKey: `order-${(made += 1)}` },
    ...more,
  });
  const ordered = async (card: string): Promise<string> => {
    const input = inputFor(await tokenFor(card));
    const { data } = await ask(owner, CREATE, { input });
    return (data?.createOrder as Order).id;
  };
  const pay = (id: string, who = owner, cvcToken?: string) =>
    ask(who, PAY, { input: { orderId: id, cvcToken } });
  const paid = async (id: string, who = owner) => (await pay(id, who)).data?.payBill as Order;
  const charged = async (): Promise<number> => {
    const response = await fetch(gateway.ready.processor.endpoint);
    return ((await response.json()) as { charged: number }).charged;
  };

  test('is made once for a key, is shown without its token, and is another with another key', async () => {
    const input = inputFor(await tokenFor(TEST_CARDS.approve));
    const twice = await Promise.all([ask(owner, CREATE, { input }), ask(owner, CREATE, { input })]);
    const [first, second] = twice.map(({ data }) => data?.createOrder as Order);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ state: 'OPEN', amount: 4200, currency: 'EUR', payment: null });
    const changed = { ...input, amount: 1 };
    expect(await codeOf(ask(owner, CREATE, { input: changed }))).toBe('IDEMPOTENCY_CONFLICT');
    const others = await ask(staff, CREATE, { input });
    expect((others.data?.createOrder as Order).id).not.toBe(first?.id);
  });

  test('is paid once: with a code of the processor, a masked card, and the same answer again', async () => {
    const [id, before] = [await ordered(TEST_CARDS.approve), await charged()];
    const code = await tokenFor('737', 'CVC');
    const { data } = await pay(id, owner, code);
    expect(data?.payBill).toEqual({
      ...{ id, state: 'PAID', amount: 4200, currency: 'EUR' },
      payment: {
        state: 'AUTHORIZED',
        reference: expect.any(String) as string,
        authorization: expect.stringMatching(/^[0-9A-F]{6}$/) as string,
        masked: '************1111',
      },
    });
    expect(await paid(id)).toEqual(data?.payBill);
    expect(await paid(id, staff)).toEqual(data?.payBill);
    expect(await charged()).toBe(before + 1);
  });

  test('is charged once by eight who pay it at the same time', async () => {
    const [id, before] = [await ordered(TEST_CARDS.approve), await charged()];
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => pay(id, at % 2 === 0 ? owner : staff)),
    );
    const states = all.map(({ data, errors }) => {
      return (data?.payBill as Order | undefined)?.state ?? errors[0]?.errorType;
    });
    expect(states.filter((one) => one !== 'PAYMENT_UNDER_WAY')).toContain('PAID');
    expect(new Set([...states, 'PAID', 'PAYMENT_UNDER_WAY']).size).toBe(2);
    expect((await paid(id)).state).toBe('PAID');
    expect(await charged()).toBe(before + 1);
  });

  test('is paid by its owner and by payment staff, and is none to anybody else', async () => {
    const id = await ordered(TEST_CARDS.approve);
    const before = await charged();
    expect(await codeOf(pay(id, stranger))).toBe('ORDER_NOT_FOUND');
    expect(await codeOf(ask(stranger, SHOW, { id }))).toBe('ORDER_NOT_FOUND');
    expect(await codeOf(pay(id, foreigner))).toBe('NOT_AUTHORIZED');
    const { accessToken } = await signIn(gateway.ready, 'acme-payments');
    const orders = { ...gateway.ready, graphql: gateway.ready.orders };
    expect(await codeOf(pay(id, callerWith(orders, accessToken)))).toBe('NOT_AUTHORIZED');
    expect((await pay(id, callerWith(orders, ''))).status).toBe(401);
    expect(await charged()).toBe(before);
    expect((await paid(id, staff)).state).toBe('PAID');
    expect(await codeOf(pay(`order-${'0'.repeat(32)}`))).toBe('ORDER_NOT_FOUND');
  });

  test('stays open when the card is declined or refused, and each try is a charge of its own', async () => {
    for (const [card, state] of [
      [TEST_CARDS.decline, 'DECLINED'],
      [TEST_CARDS.refuse, 'FAILED'],
    ] as const) {
      const id = await ordered(card);
      const [first, second] = [await paid(id), await paid(id)];
      expect([first.state, first.payment?.state]).toEqual(['OPEN', state]);
      expect(second.payment?.state).toBe(state);
      expect(second.payment?.reference).not.toBe(first.payment?.reference);
    }
  });

  test('whose charge is not answered is of unknown state, and is not charged again', async () => {
    const [id, before] = [await ordered(TEST_CARDS['time-out']), await charged()];
    const first = await paid(id);
    expect([first.state, first.payment?.state]).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(await paid(id)).toEqual(first);
    expect(await charged()).toBe(before + 1);
  });

  test('is refused for a card number, in any dress and any place, without a word of it', async () => {
    const pan = TEST_CARDS.echo;
    const dressed = [
      ...[pan, '4242 4242 4242 4242', '4242-4242-4242-4242', `tok-${pan}`, `${pan} 12/28`],
      ...[`2 ${pan}`, '4242, 4242, 4242, 4242', FORGED],
    ];
    const good = inputFor(await tokenFor(TEST_CARDS.approve));
    for (const one of [...dressed, Buffer.from(pan).toString('base64')]) {
      const keyed = ask(owner, CREATE, { input: { ...good, idempotencyKey: `no. ${one}` } });
      if (!one.endsWith('=')) expect(await codeOf(keyed)).toBe('INVALID_INPUT');
      const refused = await ask(owner, CREATE, { input: { ...good, token: one } });
      expect(refused.errors[0]?.errorType).toBe('INVALID_INPUT');
      expect(await codeOf(ask(owner, CREATE, { input: { ...good, currency: one } }))).toBe(
        'INVALID_INPUT',
      );
    }
    expect(await codeOf(pay(await ordered(TEST_CARDS.echo), owner, pan))).toBe('INVALID_INPUT');
  });

  describe('in the backend, whose network is on record', () => {
    let backend: OrderBackend;

    beforeAll(async () => {
      backend = await startOrderBackend(gateway);
    });
    afterAll(() => backend.stop());
    afterEach(() => {
      backend.tableWire.decide(null);
    });

    const create = async (card: string): Promise<string> => {
      const reply = await backend.invoke('createOrder', inputFor(await tokenFor(card)));
      return (reply as { data: Order }).data.id;
    };
    const payWith = (orderId: string, cvcToken: string | null) =>
      backend.invoke('payBill', { orderId, cvcToken });
    const code = () => tokenFor('737', 'CVC');

    test('cannot be read by those who may charge it', async () => {
      const release =
        'mutation D($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';
      const asked = { input: { token: await tokenFor(TEST_CARDS.echo), purpose: 'PAYMENT' } };
      await expect(backend.vault.run(release as never, asked as never)).rejects.toMatchObject({
        code: 'NOT_AUTHORIZED',
      });
    });

    test('is paid once though its end could not be noted, and shown so to who brings another code', async () => {
      const [id, before] = [await create(TEST_CARDS.approve), await charged()];
      backend.tableWire.decide(({ operation, body }) =>
        operation === 'PutItem' && body.includes('AUTHORIZED')
          ? { status: 400, type: 'AccessDeniedException' }
          : 'pass',
      );
      expect(await payWith(id, await code())).toMatchObject({ error: { code: 'INTERNAL' } });
      backend.tableWire.decide(null);
      expect(await payWith(id, await code())).toMatchObject({ data: { state: 'PAID' } });
      expect(await payWith(id, null)).toMatchObject({ data: { state: 'PAID' } });
      expect(await charged()).toBe(before + 1);
    });

    test('is paid with another code after one that is none', async () => {
      const id = await create(TEST_CARDS.approve);
      const none = await tokenFor('no code', 'TEXT');
      expect(await payWith(id, none)).toMatchObject({ error: { code: 'CARD_REFUSED' } });
      expect(await payWith(id, await code())).toMatchObject({ data: { state: 'PAID' } });
    });

    test('is paid at once with a code by whoever finds one that was spent', async () => {
      const [id, spent] = [await create(TEST_CARDS.approve), await code()];
      await payWith(await create(TEST_CARDS.decline), spent);
      backend.tableWire.decide(({ operation, body }) =>
        operation === 'PutItem' && !body.includes('"begun":{"S')
          ? { status: 400, type: 'AccessDeniedException' }
          : 'pass',
      );
      expect(await payWith(id, spent)).toMatchObject({ error: { code: 'INTERNAL' } });
      backend.tableWire.decide(null);
      expect(await payWith(id, await code())).toMatchObject({ data: { state: 'PAID' } });
    });

    test('passes no card on its network, in any spelling, however its charge ends', async () => {
      for (const card of ['echo', 'decline', 'fail', 'refuse'] as const) {
        await payWith(await create(TEST_CARDS[card]), await code());
      }
      await backend.invoke('createOrder', inputFor(TEST_CARDS.echo));
      for (const wire of [backend.tableWire, backend.vaultWire]) {
        expect(wire.passages.length).toBeGreaterThan(8);
        const passed = wire.passages.flatMap(({ request, body, answer }) => [
          ...[request, body, answer?.body ?? ''],
        ]);
        expect(passed.join('\n')).toContain('tok_');
        expect(searchText(passed.join('\n'), 'the network', TEST_CARDS)).toEqual([]);
      }
    });
  });

  test('no card is in the table of orders, in any file or in any answer', async () => {
    const { accessKeyId, secretAccessKey } = openInstallation(dataDir, false).accessKey(
      PRINCIPALS.deployer,
    );
    const dynamodb = new DynamoDBClient({
      ...{ region: REGION, endpoint: gateway.ready.dynamodb.endpoint },
      credentials: { accessKeyId, secretAccessKey },
    });
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: ORDERS_TABLE }));
    dynamodb.destroy();
    expect(Items.length).toBeGreaterThan(5);
    expect(searchText(JSON.stringify(Items), 'the table', TEST_CARDS)).toEqual([]);
    const texts = answers.map(({ text }) => text).join('\n');
    expect(searchText(texts, 'an answer', TEST_CARDS)).toEqual([]);
    // The line to paste shows how to tokenize a test card: that one is meant to be printed.
    const others = Object.fromEntries(
      Object.entries(TEST_CARDS).filter(([behaviour]) => behaviour !== 'approve'),
    );
    expect(searchText(gateway.output(), 'the output', others)).toEqual([]);
    expect(searchFiles(dataDir, TEST_CARDS)).toEqual([]);
  });
});
