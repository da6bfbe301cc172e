import { sql } from 'kysely';
import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

/** An order. Of its card the database has a token and a mask; the number itself is nowhere here. */
export interface OrderRow {
  /** The UUID that the page gave it: posting it twice is one order. */
  readonly id: string;
  /** Whose order it is; from the verified ID token. */
  readonly tenant: string;
  readonly name: string;
  readonly description: string;
  readonly amount_cents: number;
  readonly card_token: string;
  readonly card_masked: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
}

/** A card that was reported lost or stolen. */
export interface ReportRow {
  readonly tenant: string;
  readonly card_token: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly reported_at: string;
}

export interface BillingTables {
  readonly orders: OrderRow;
  readonly reported_cards: ReportRow;
}

export type BillingDatabase = Kysely<BillingTables>;

export type Engine = 'sqlite' | 'mysql';

const TOKEN_LENGTH = 64;
const TIME_LENGTH = 24;

/**
 * Makes the tables where they are missing. Tokens tell upper and lower case apart; MySQL's usual
 * collations do not, so there their columns have a binary one.
 */
export async function createTables(database: BillingDatabase, engine: Engine): Promise<void> {
  const exact = (column: ColumnDefinitionBuilder) =>
    engine === 'mysql'
      ? column.notNull().modifyFront(sql`character set ascii collate ascii_bin`)
      : column.notNull();
  await database.schema
    .createTable('orders')
    .ifNotExists()
    .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
    .addColumn('tenant', 'varchar(63)', exact)
    .addColumn('name', 'varchar(80)', (column) => column.notNull())
    .addColumn('description', 'varchar(400)', (column) => column.notNull())
    .addColumn('amount_cents', 'integer', (column) => column.notNull())
    .addColumn('card_token', `varchar(${TOKEN_LENGTH})`, exact)
    .addColumn('card_masked', 'varchar(32)', (column) => column.notNull())
    .addColumn('created_at', `varchar(${TIME_LENGTH})`, (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('reported_cards')
    .ifNotExists()
    .addColumn('tenant', 'varchar(63)', exact)
    .addColumn('card_token', `varchar(${TOKEN_LENGTH})`, exact)
    .addColumn('reason', 'varchar(80)', (column) => column.notNull())
    .addColumn('reported_at', `varchar(${TIME_LENGTH})`, (column) => column.notNull())
    .addPrimaryKeyConstraint('reported_cards_key', ['tenant', 'card_token'])
    .execute();
}
