import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repeatCards, suspectOrders } from '../../../examples/billing/analysis.ts';
import { openDatabase } from '../../../examples/billing/database.ts';
import { listOrders, placeOrder, reportCard } from '../../../examples/billing/orders.ts';
import type { BillingDatabase, OrderRow } from '../../../examples/billing/tables.ts';

/** The same suite on the embedded database, or on the server that `npm run test:mysql` starts. */
const SERVER = process.env.BILLING_TEST_DATABASE_URL;

const CARD = 'tok_4fQ9vXk2LmN8pRs7TuW1yZ1josSH';
/** Another card, whose token differs in the case of one letter. */
const SIMILAR = 'tok_4fq9vXk2LmN8pRs7TuW1yZ1josSH';
const OTHER = 'tok_0000000000000000000000000000';

describe(`the queries of the billing example on ${SERVER === undefined ? 'SQLite' : 'a server'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'billing-'));
  let database: BillingDatabase;
  let tenant: string;

  beforeAll(async () => {
    const file = join(folder, 'billing.db');
    database = await openDatabase(SERVER === undefined ? { file } : { url: SERVER });
  });
  afterAll(async () => {
    await database.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    tenant = `tenant-${randomUUID()}`;
  });

  let minute = 0;
  const order = (changes: Partial<OrderRow> = {}): OrderRow => ({
    id: randomUUID(),
    tenant,
    name: "O'Brien; drop table orders -- Zoë 😀",
    description: '',
    amount_cents: 1999,
    card_token: CARD,
    card_masked: '************1881',
    created_at: new Date(Date.UTC(2026, 0, 1, 0, minute++)).toISOString(),
    ...changes,
  });
  const place = async (changes: Partial<OrderRow> = {}) => {
    const placed = order(changes);
    expect(await placeOrder(database, placed)).toBe('placed');
    return placed;
  };

  test('an order comes back as it was placed, whatever its texts hold', async () => {
    const placed = await place();
    expect(await listOrders(database, tenant)).toEqual([placed]);
  });

  test('the same order again is the same order, even at the same time; another one under its id is none', async () => {
    const placed = order();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => placeOrder(database, { ...placed })),
    );
    expect(new Set(answers)).toEqual(new Set(['placed']));
    const later = { ...placed, created_at: new Date().toISOString() };
    expect(await placeOrder(database, later)).toBe('placed');
    expect(await placeOrder(database, { ...placed, amount_cents: 1 })).toBe('conflict');
    expect(await placeOrder(database, { ...placed, tenant: 'another' })).toBe('conflict');
    expect(await listOrders(database, tenant)).toEqual([placed]);
  });

  test('orders are listed newest first, those of another tenant never', async () => {
    const first = await place();
    const second = await place();
    await place({ tenant: `${tenant}-other` });
    expect((await listOrders(database, tenant)).map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  test('cards that paid more than once are counted by token, each case of letters by itself', async () => {
    await place({ amount_cents: 100 });
    await place({ amount_cents: 2_000_000_000 });
    await place({ amount_cents: 2_000_000_000 });
    await place({ card_token: SIMILAR });
    await place({ card_token: OTHER });
    await place({ tenant: `${tenant}-other`, card_token: OTHER });
    expect(await repeatCards(database, tenant)).toEqual([
      { card_token: CARD, card_masked: '************1881', orders: 3, total_cents: 4_000_000_100 },
    ]);
  });

  test('orders are joined with reported cards by token, within a tenant', async () => {
    const reported_at = new Date().toISOString();
    const suspect = await place();
    await place({ card_token: SIMILAR });
    await place({ card_token: OTHER });
    const report = { tenant, card_token: CARD, reason: 'stolen', reported_at };
    await reportCard(database, report);
    await reportCard(database, { ...report, reason: 'lost' });
    await reportCard(database, { ...report, tenant: `${tenant}-other`, card_token: OTHER });
    const { id, name, card_masked } = suspect;
    expect(await suspectOrders(database, tenant)).toEqual([
      { id, name, card_masked, reason: 'stolen' },
    ]);
  });

  test('what fails for another reason is no repetition', async () => {
    const text = sql`${null}` as unknown as string;
    await expect(placeOrder(database, order({ name: text }))).rejects.toThrow(/null/i);
    expect(await listOrders(database, tenant)).toEqual([]);
  });
});
