import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

import { createGateway } from '../../client/gateway.ts';
import { iamAuth } from '../../client/iam.ts';
import { openOrderTable } from '../../examples/orders/function/order-table.ts';
import { createOrders } from '../../examples/orders/function/orders.ts';
import { openInstallation } from '../../local/installation.ts';
import { ORDERS_TABLE } from '../../local/orders.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import { TEST_CARDS } from '../../local/processor/test-cards.ts';
import { searchFiles, searchText } from '../support/canary.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor, callerWith, signIn } from '../support/graphql.ts';
import type { Answer, Caller } from '../support/graphql.ts';

const ORDER = 'id state amount currency payment { state reference authorization masked }';
const CREATE = `mutation($input: CreateOrderInput!) { createOrder(input: $input) { ${ORDER} } }`;
const PAY = `mutation($input: PayBillInput!) { payBill(input: $input) { ${ORDER} } }`;
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
    const dressed = [pan, '4242 4242 4242 4242', '4242-4242-4242-4242', `tok-${pan}`];
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

  test('cannot be read by the backend, which may charge it', async () => {
    const { log, vault } = backend();
    const { table } = log;
    const orders = createOrders({
      ...{ table, gateway: vault, tenant: 'acme', processor: 'sandbox', clock: () => new Date() },
    });
    const caller = { subject: 'someone', tenant: 'acme', tokenUse: 'id', groups: [] };
    const input = inputFor(await tokenFor(TEST_CARDS.echo));
    const created = await orders({ operation: 'createOrder', caller, arguments: input });
    const { id } = (created as { data: Order }).data;
    const reply = await orders({ operation: 'payBill', caller, arguments: { orderId: id } });
    expect(reply).toMatchObject({
      data: { state: 'PAID', payment: { masked: '************4242' } },
    });
    const release =
      'mutation D($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';
    const asked = { input: { token: input.token, purpose: 'PAYMENT' } };
    await expect(vault.run(release as never, asked as never)).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    });
    expect(log.lines.length).toBeGreaterThan(3);
    expect(searchText(log.lines.join('\n'), 'the network', { echo: TEST_CARDS.echo })).toEqual([]);
  });

  /** The backend's own parts, with a log of all that passes between it and the vault. */
  function backend() {
    const { accessKeyId, secretAccessKey } = openInstallation(dataDir, false).accessKey(
      PRINCIPALS.orders,
    );
    const credentials = { accessKeyId, secretAccessKey };
    const { endpoint } = gateway.ready.dynamodb;
    const dynamodb = new DynamoDBClient({ region: REGION, endpoint, credentials });
    const lines: string[] = [];
    const vault = createGateway({
      endpoint: gateway.ready.graphql,
      auth: iamAuth({ region: REGION, credentials }),
      fetch: async (...request) => {
        const response = await fetch(...request);
        lines.push(JSON.stringify(request), await response.clone().text());
        return response;
      },
    });
    return { vault, log: { lines, table: openOrderTable(dynamodb, ORDERS_TABLE) } };
  }

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
