import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openWasmSqlite } from '../../../examples/billing/wasm-sqlite.ts';

describe('SQLite in WebAssembly', () => {
  const folder = mkdtempSync(join(tmpdir(), 'billing-'));
  const file = join(folder, 'billing.db');
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens although a killed process left its lock behind', () => {
    mkdirSync(`${file}.lock`);
    const database = openWasmSqlite(file);
    database.prepare('create table t (x)').run([]);
    expect(database.prepare('insert into t values (?) returning x').all(['y'])).toEqual([
      { x: 'y' },
    ]);
    database.close();
  });

  test('writes each commit through to the disk before it answers', () => {
    const database = openWasmSqlite(file);
    const setting = (name: string) => database.prepare(`pragma ${name}`).all([]);
    expect([setting('synchronous'), setting('journal_mode')]).toEqual([
      [{ synchronous: 2 }],
      [{ journal_mode: 'delete' }],
    ]);
    database.close();
  });
});
