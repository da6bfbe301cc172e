import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { rmSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import type { JSValue } from 'node-sqlite3-wasm';

/** What answers with rows; everything else answers how many it changed. */
const READS = /^\s*(?:select|with|pragma|explain)\b|\breturning\b/i;

/**
 * SQLite in WebAssembly behind the interface that kysely's own dialect asks for. Every commit is
 * written through to the disk (`synchronous = FULL`, SQLite's default outside WAL) before it is
 * acknowledged. Only one process may have the file open.
 */
export function openWasmSqlite(path: string): SqliteDatabase {
  // The library locks by a folder beside the file, which a killed process leaves behind.
  rmSync(`${path}.lock`, { recursive: true, force: true });
  const database = new sqlite.Database(path);
  return {
    close: () => {
      database.close();
    },
    prepare: (sql) => statement(database, sql),
  };
}

function statement(database: sqlite.Database, sql: string): SqliteStatement {
  const bound = (values: readonly unknown[]) => [...values] as JSValue[];
  return {
    reader: READS.test(sql),
    all: (values) => database.all(sql, bound(values)),
    run: (values) => database.run(sql, bound(values)),
    iterate: (values) => database.all(sql, bound(values)).values(),
  };
}
