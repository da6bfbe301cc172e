import type { BillingDatabase, OrderRow, ReportRow } from './tables.ts';

/** What placing an order came to: `conflict` if its id belongs to another order. */
export type Placed = 'placed' | 'conflict';

/** Writes the order once: the same order again changes nothing. */
export async function placeOrder(database: BillingDatabase, order: OrderRow): Promise<Placed> {
  const failure = await database.insertInto('orders').values(order).execute().then(none, reason);
  if (failure === null) return 'placed';
  const existing = await database
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', order.id)
    .executeTakeFirst();
  // Without a row of this id it was not the id that stood in the way.
  if (existing === undefined) throw failure;
  return sameOrder(existing, order) ? 'placed' : 'conflict';
}

const none = () => null;
const reason = (error: unknown) => (error instanceof Error ? error : new Error('unknown'));

function sameOrder(one: OrderRow, other: OrderRow): boolean {
  const told = ({ tenant, name, description, amount_cents, card_token }: OrderRow) =>
    JSON.stringify([tenant, name, description, amount_cents, card_token]);
  return told(one) === told(other);
}

const PAGE_LENGTH = 100;

/** The tenant's last 100 orders, newest first. */
export async function listOrders(database: BillingDatabase, tenant: string): Promise<OrderRow[]> {
  return database
    .selectFrom('orders')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(PAGE_LENGTH)
    .execute();
}

/** Notes that a card was reported; a card that was stays as it was reported first. */
export async function reportCard(database: BillingDatabase, report: ReportRow): Promise<void> {
  const failure = await database
    .insertInto('reported_cards')
    .values(report)
    .execute()
    .then(none, reason);
  if (failure === null) return;
  const existing = await database
    .selectFrom('reported_cards')
    .select('reason')
    .where('tenant', '=', report.tenant)
    .where('card_token', '=', report.card_token)
    .executeTakeFirst();
  if (existing === undefined) throw failure;
}
