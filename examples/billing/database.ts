import { Kysely, MysqlDialect, SqliteDialect } from 'kysely';

import { createTables } from './tables.ts';
import type { BillingDatabase, BillingTables } from './tables.ts';
import { openWasmSqlite } from './wasm-sqlite.ts';

/** Where the tables are: a file of the embedded database, or a MySQL or MariaDB server. */
export type DatabaseConfig = { readonly file: string } | { readonly url: string };

/** Opens the database and makes the tables where they are missing. */
export async function openDatabase(config: DatabaseConfig): Promise<BillingDatabase> {
  if ('file' in config) {
    const dialect = new SqliteDialect({ database: openWasmSqlite(config.file) });
    const embedded = new Kysely<BillingTables>({ dialect });
    await createTables(embedded, 'sqlite');
    return embedded;
  }
  const server = new Kysely<BillingTables>({ dialect: await mysqlDialect(config.url) });
  await createTables(server, 'mysql');
  return server;
}

/** The client is loaded only by those who have a server. */
async function mysqlDialect(url: string): Promise<MysqlDialect> {
  const { createPool } = await import('mysql2');
  return new MysqlDialect({ pool: createPool({ uri: url, connectionLimit: 8 }) });
}
