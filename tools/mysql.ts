import { createConnection } from 'mysql2/promise';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs the billing example's query suite on a MariaDB or MySQL server of its own: data in a temporary
 * folder, a free port of 127.0.0.1, gone afterwards. Without a server's program it says so and is done.
 */
const SUITE = 'test/examples/billing/queries.test.ts';
const READY_WITHIN_MS = 60_000;

/** Debian keeps servers in /usr/sbin, which is not on everyone's PATH. */
function find(...names: readonly string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The server drops root's rights unless it is told to keep them. */
const AS_USER = process.getuid?.() === 0 ? ['--user=root'] : [];

function initialize(server: string, data: string): void {
  const installer = find('mariadb-install-db');
  const words = ['--no-defaults', `--datadir=${data}`, ...AS_USER];
  const { status, stderr } =
    installer === null
      ? spawnSync(server, [...words, '--initialize-insecure'])
      : spawnSync(installer, [...words, '--auth-root-authentication-method=normal']);
  if (status !== 0) throw new Error(`The server's data could not be made:\n${stderr.toString()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Makes the database `billing` once the server lets anyone in. */
async function createDatabase(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      const connection = await createConnection({ uri: url });
      const [rows] = await connection.query('select version() as version');
      console.log(`Server: ${JSON.stringify(rows)}`);
      await connection.query('create database billing character set utf8mb4');
      await connection.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(200);
    }
  }
}

async function runOn(server: string, folder: string): Promise<number> {
  const data = join(folder, 'data');
  initialize(server, data);
  const port = await freePort();
  const places = [`--datadir=${data}`, `--socket=${join(folder, 'socket')}`, `--port=${port}`];
  const words = ['--no-defaults', '--bind-address=127.0.0.1', ...places, ...AS_USER];
  const child = spawn(server, words, { stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    const url = `mysql://root@127.0.0.1:${port}`;
    await createDatabase(url);
    const env = { ...process.env, BILLING_TEST_DATABASE_URL: `${url}/billing` };
    return spawnSync('npx', ['jest', SUITE], { stdio: 'inherit', env }).status ?? 1;
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

const server = find('mariadbd', 'mysqld');
if (server === null) {
  console.log('Skipped: no MariaDB or MySQL server here; try apt-get install mariadb-server.');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'billing-server-'));
  try {
    process.exitCode = await runOn(server, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
