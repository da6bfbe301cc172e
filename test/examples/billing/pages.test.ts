import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { cognitoAuth, createGateway, TokenizeDocument } from '../../../client/index.ts';
import { makeCustomers } from '../../../demo/customers.ts';
import type { Overview } from '../../../examples/billing/billing.ts';
import { sendOrder } from '../../../examples/billing/page/orders-api.ts';
import type { OrderForm, Services } from '../../../examples/billing/page/orders-api.ts';
import { searchFiles, searchText } from '../../support/canary.ts';
import { removeDataDir, startGateway } from '../../support/gateway.ts';
import type { RunningGateway } from '../../support/gateway.ts';
import { signIn } from '../../support/graphql.ts';
import { descendants, until } from '../../support/processes.ts';
import { tapWire } from '../../support/wire-tap.ts';
import type { WireTap } from '../../support/wire-tap.ts';
import { findChromium } from '../../support/chromium.ts';
import { openPage } from './browsed-page.ts';
import type { BrowsedPage } from './browsed-page.ts';

const PAN = '4012888888881881';
const OTHERS = makeCustomers(40, 11).map(({ pan }) => pan);
const CANARIES = {
  pan: PAN,
  ...Object.fromEntries(OTHERS.map((pan, at) => [`other ${at}`, pan])),
};
const CHROMIUM = findChromium();
const HINT = 'skipped: no Chromium by CHROMIUM or on the PATH; try apt-get install chromium';

describe('the billing example', () => {
  let gateway: RunningGateway;
  let billing: string;
  /** Between what posts orders and the billing server. */
  let wire: WireTap;
  let idTokens: Readonly<Record<'acme' | 'globex', string>>;

  beforeAll(async () => {
    gateway = await startGateway({ examples: true });
    billing = gateway.ready.examples?.billing ?? '';
    wire = await tapWire(new URL(billing).origin);
    const [acme, globex] = await Promise.all([
      signIn(gateway.ready, 'acme-tokenizer'),
      signIn(gateway.ready, 'globex-tokenizer'),
    ]);
    idTokens = { acme: acme.idToken, globex: globex.idToken };
  }, 90_000);
  afterAll(async () => {
    await wire.stop();
    await gateway.stop();
    removeDataDir(gateway.dataDir);
  });

  const services = (tenant: keyof typeof idTokens = 'acme'): Services => {
    const idToken = () => idTokens[tenant];
    const endpoint = gateway.ready.graphql;
    return {
      gateway: createGateway({ endpoint, auth: cognitoAuth(idToken) }),
      idToken,
      origin: wire.endpoint,
    };
  };
  const form = (changes: Partial<OrderForm> = {}): OrderForm => ({
    ...{ id: randomUUID(), name: 'Two chairs', description: '', amountCents: 19_900, card: PAN },
    ...changes,
  });
  /** Calls the server as the page does, with any body. */
  const call = async (path: string, body?: object, authorization = idTokens.acme) => {
    const response = await fetch(new URL(path, wire.endpoint), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const overview = async (tenant: keyof typeof idTokens = 'acme') =>
    (await call('/api/orders', undefined, idTokens[tenant])).body as Overview;
  const tokenFor = async (
    tenant: keyof typeof idTokens,
    dataClass: 'PAN' | 'EMAIL',
    value: string,
  ) => {
    const input = { dataClass, plaintext: value };
    return (await services(tenant).gateway.run(TokenizeDocument, { input })).tokenize.token;
  };

  test('is printed by npm start and serves its page under a policy without inline scripts', async () => {
    expect(gateway.output()).toContain(`Billing   ${billing}`);
    const page = await fetch(billing);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("form-action 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    const html = await page.text();
    expect(html).not.toMatch(
      /<script(?![^>]* src="\/)|<style|\son\w+=|\sstyle=|<input[^>]*\sname=/,
    );
  });

  test('gets a token in place of the card, and lists the order by its mask', async () => {
    wire.clear();
    await sendOrder(services(), form());
    const [passage] = wire.passages;
    expect(passage?.body).toMatch(/"cardToken":"tok_/);
    expect(searchText(passage?.body ?? '', 'what was posted', CANARIES)).toEqual([]);
    const { orders } = await overview();
    expect(orders[0]).toMatchObject({ name: 'Two chairs', card_masked: '************1881' });
  });

  test('tells by tokens alone which cards paid twice and which were reported', async () => {
    const [card = ''] = OTHERS;
    await sendOrder(services(), form({ name: 'A lamp', card }));
    await sendOrder(services(), form({ name: 'A shade', card: card.replace(/(.{4})/g, '$1 ') }));
    const cardToken = await tokenFor('acme', 'PAN', card);
    await call('/api/reports', { cardToken, reason: 'stolen' });
    const { repeatCards, suspectOrders } = await overview();
    expect(repeatCards).toContainEqual(
      expect.objectContaining({ card_token: cardToken, orders: 2, total_cents: 39_800 }),
    );
    expect(suspectOrders.map(({ name }) => name).sort()).toEqual(['A lamp', 'A shade']);
  });

  test('shows a tenant its own orders only', async () => {
    expect((await overview('globex')).orders).toEqual([]);
  });

  test('takes an order once, however often it is posted', async () => {
    const order = form({ name: 'Once' });
    await sendOrder(services(), order);
    await sendOrder(services(), order);
    const { orders } = await overview();
    expect(orders.filter(({ name }) => name === 'Once')).toHaveLength(1);
    await expect(sendOrder(services(), { ...order, amountCents: 1 })).rejects.toThrow('CONFLICT');
  });

  test('sends nothing anywhere while another field holds a card number', async () => {
    wire.clear();
    const order = form({ description: `card ${PAN.replace(/(.{4})/g, '$1-')}` });
    await expect(sendOrder(services(), order)).rejects.toThrow('CARD_NUMBER');
    expect(wire.passages).toEqual([]);
  });

  test('refuses what is no token of the tenant, and card numbers in any field', async () => {
    const cardToken = await tokenFor('acme', 'PAN', PAN);
    const order = { id: randomUUID(), name: 'x', description: '', amountCents: 1, cardToken };
    const refused = async (changes: object, idToken?: string) =>
      (await call('/api/orders', { ...order, ...changes }, idToken)).body;
    const unused = 'tok_4fQ9vXk2LmN8pRs7TuW1yZ1josSH';
    const email = await tokenFor('acme', 'EMAIL', 'jane.roe@billing.example');
    const answers = [
      await refused({ cardToken: PAN }),
      await refused({ name: `for ${PAN}` }),
      await refused({ cardToken: unused }),
      await refused({ cardToken: email }),
      await refused({}, idTokens.globex),
      await refused({ amountCents: 0.5 }),
      await refused({}, 'e30.e30.AAAA'),
    ];
    expect(answers.map((answer) => (answer as { code: string }).code)).toEqual([
      ...['NOT_A_TOKEN', 'CARD_NUMBER', 'UNKNOWN_TOKEN', 'UNKNOWN_TOKEN', 'UNKNOWN_TOKEN'],
      ...['INVALID_REQUEST', 'NOT_SIGNED_IN'],
    ]);
    expect((await overview()).orders.map(({ id }) => id)).not.toContain(order.id);
  });

  test('loses no order that it acknowledged when its process is killed', async () => {
    const acknowledged: string[] = [];
    const find = () =>
      descendants(gateway.ready.pid).find(({ command }) => command.includes('examples/billing'));
    const cardToken = await tokenFor('acme', 'PAN', PAN);
    for (let round = 0; round < 2; round += 1) {
      const victim = find()?.pid;
      if (victim === undefined) throw new Error('The billing process was not found.');
      const posting = Array.from({ length: 10 }, async (_, at) => {
        const order = { id: randomUUID(), name: `kill ${at}`, description: '', amountCents: 1 };
        const { status } = await call('/api/orders', { ...order, cardToken });
        if (status === 201) acknowledged.push(order.id);
        // In the middle of those that follow.
        if (acknowledged.length % 10 === 3) process.kill(victim, 'SIGKILL');
      });
      await Promise.allSettled(posting);
      await until(() =>
        call('/api/orders').then(
          () => find()?.pid !== victim,
          () => false,
        ),
      );
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(13);
    const ids = (await overview()).orders.map(({ id }) => id);
    expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  });

  (CHROMIUM === null ? describe.skip : describe)(
    CHROMIUM === null ? `in a browser [${HINT}]` : 'in a browser',
    () => {
      let browsed: BrowsedPage;
      beforeAll(async () => {
        browsed = await openPage(billing);
      });
      afterAll(() => {
        browsed.remove();
      });

      test('an order is placed, listed and counted, and only the gateway sees the card', async () => {
        const { page, requests } = browsed;
        const user = gateway.ready.users.find(({ username }) => username === 'acme-tokenizer');
        await page.getByLabel('User name').fill(user?.username ?? '');
        await page.getByLabel('Password').fill(user?.password ?? '');
        await page.getByRole('button', { name: 'Sign in' }).click();
        for (const name of ['A desk', 'A drawer']) {
          await page.getByRole('link', { name: 'New order' }).click();
          await page.getByLabel('Order', { exact: true }).fill(name);
          await page.getByLabel('Amount').fill('12.50');
          await page
            .getByLabel('Card number')
            .first()
            .fill(OTHERS[1] ?? '');
          await page.getByRole('button', { name: 'Place order' }).click();
          await page.getByRole('cell', { name }).waitFor();
        }
        const mask = `************${(OTHERS[1] ?? '').slice(-4)}`;
        await page.getByText(`${mask}: 2 orders, 25.00 in all`).waitFor();
        const sentTo = (origin: string) =>
          requests.filter((one) => new URL(one.url()).origin === origin);
        const toBilling = sentTo(new URL(billing).origin).map(
          (one) => `${one.url()} ${JSON.stringify(one.headers())} ${one.postData() ?? ''}`,
        );
        expect(toBilling.filter((text) => text.includes('cardToken'))).toHaveLength(2);
        expect(searchText(toBilling.join('\n'), 'billing', CANARIES)).toEqual([]);
        const toGateway = sentTo(new URL(gateway.ready.graphql).origin);
        expect(toGateway.some((one) => one.postData()?.includes(OTHERS[1] ?? '') === true)).toBe(
          true,
        );
      });

      test('the browser keeps no card, and the page broke no rule of its policy', async () => {
        const stored = await browsed.page.evaluate<number>(
          'localStorage.length + sessionStorage.length',
        );
        expect(stored).toBe(0);
        await browsed.close();
        expect(searchFiles(browsed.profile, CANARIES)).toEqual([]);
        expect(browsed.lines.filter((line) => !line.includes('401'))).toEqual([]);
      });
    },
  );

  test('no file of the database, no log and nothing printed holds a card', async () => {
    expect(await gateway.stop()).toBe(0);
    expect(searchFiles(join(gateway.dataDir, 'billing'), { mask: '************1881' })).not.toEqual(
      [],
    );
    expect(searchFiles(gateway.dataDir, CANARIES)).toEqual([]);
    expect(searchText(gateway.output(), 'the output', CANARIES)).toEqual([]);
  });
});
