import type { BillingDatabase, OrderRow } from './tables.ts';

/** A card that paid more than once, as far as an analyst may know it. */
export interface RepeatCard {
  readonly card_token: string;
  readonly card_masked: string;
  readonly orders: number;
  readonly total_cents: number;
}

/**
 * The tenant's cards with more than one order. The gateway gives the same card the same token, so that
 * equality is all it takes: nobody who runs this sees, or could ask for, a card number.
 */
export async function repeatCards(
  database: BillingDatabase,
  tenant: string,
): Promise<RepeatCard[]> {
  const rows = await database
    .selectFrom('orders')
    .select(({ fn }) => [
      'card_token',
      fn.min('card_masked').as('card_masked'),
      fn.countAll<number | string>().as('orders'),
      fn.sum<number | string>('amount_cents').as('total_cents'),
    ])
    .where('tenant', '=', tenant)
    .groupBy('card_token')
    .having(({ fn }) => fn.countAll(), '>', 1)
    .orderBy('orders', 'desc')
    .orderBy('card_token')
    .execute();
  // MySQL answers sums as text, so that none is rounded.
  return rows.map((row) => ({
    ...row,
    orders: Number(row.orders),
    total_cents: Number(row.total_cents),
  }));
}

export type SuspectOrder = Pick<OrderRow, 'id' | 'name' | 'card_masked'> & {
  readonly reason: string;
};

/** The tenant's orders that were paid with a card that was reported: two tables joined by token. */
export async function suspectOrders(
  database: BillingDatabase,
  tenant: string,
): Promise<SuspectOrder[]> {
  return database
    .selectFrom('orders')
    .innerJoin('reported_cards', (join) =>
      join
        .onRef('reported_cards.card_token', '=', 'orders.card_token')
        .onRef('reported_cards.tenant', '=', 'orders.tenant'),
    )
    .select(['orders.id', 'orders.name', 'orders.card_masked', 'reported_cards.reason'])
    .where('orders.tenant', '=', tenant)
    .orderBy('orders.created_at', 'desc')
    .orderBy('orders.id')
    .execute();
}
