import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { readReady } from '../../local/ready.ts';
import type { Ready } from '../../local/ready.ts';
import { AMPLE_BUDGETS } from './ample-budgets.ts';
import { GIVEN_DYNAMODB, newAccessKeyId } from './dynamodb.ts';
import { tapWire } from './wire-tap.ts';

/** A gateway that runs as `npm start` runs it, and what it printed. */
export interface RunningGateway {
  readonly ready: Ready;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** All that was printed so far. */
  output(): string;
  /** Stops it as Ctrl-C does and answers the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  readonly dataDir?: string;
  readonly port?: number;
  /** Whether the example applications run, too; not unless asked for. */
  readonly examples?: boolean;
  /** Further environment variables of its program. */
  readonly env?: Readonly<Record<string, string>>;
}

const READY_WITHIN_MS = 60_000;
const MAX_BATCH = 50;
/** What a configuration allows unless it says otherwise. */
const BULK_RELEASE_ITEMS = 10;
const LAST_WORDS = 'Ctrl-C stops everything.';

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'gateway-'));
}

/** Starts a gateway of its own on free ports, from what `npm run build` made. */
export async function startGateway(options: StartOptions = {}): Promise<RunningGateway> {
  const dataDir = options.dataDir ?? newDataDir();
  const place = ['--port', String(options.port ?? 0), '--data-dir', dataDir];
  const words = options.examples === true ? place : [...place, '--no-examples'];
  const tables = await givenTables();
  const ample = { GATEWAY_BUDGETS: AMPLE_BUDGETS, GATEWAY_BULK_RELEASE_ITEMS: String(MAX_BATCH) };
  const env = { ...ample, ...tables?.env, ...options.env };
  const { child, output } = spawnGateway(words, env);
  const ready = await untilReady(child, dataDir, output);
  const stopAll = async () => {
    const code = await stop(child);
    await tables?.stop();
    return code;
  };
  return { ready, dataDir, process: child, output, stop: stopAll };
}

/** Every gateway calls its tables the same, so each has an account of its own in a given DynamoDB. */
async function givenTables() {
  if (GIVEN_DYNAMODB === undefined) return null;
  const tap = await tapWire(GIVEN_DYNAMODB, { accessKeyId: newAccessKeyId() });
  return { env: { GATEWAY_DYNAMODB_ENDPOINT: tap.endpoint }, stop: () => tap.stop() };
}

/** Runs `npm start`'s program with any arguments. */
export function spawnGateway(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): {
  child: ChildProcess;
  output: () => string;
} {
  const child = spawn(process.execPath, ['build/local/main.js', ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, output: () => printed };
}

async function untilReady(
  child: ChildProcess,
  dataDir: string,
  output: () => string,
): Promise<Ready> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = readReady(dataDir);
    // It is ready before all that it says of itself has come through the pipe.
    const isWhole = output().includes(LAST_WORDS);
    if (ready !== null && ready.pid === child.pid && isWhole) return ready;
    await delay(25);
  }
  child.kill('SIGKILL');
  throw new Error(`The gateway was not ready in time. It printed: ${output()}`);
}

async function stop(child: ChildProcess): Promise<number | null> {
  const gone = untilExit(child);
  child.kill('SIGINT');
  return gone;
}

export function untilExit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}

export interface Target {
  readonly ready: Ready;
  /** How many plaintexts one request may take without approval. */
  readonly bulkReleaseItems: number;
  readonly close: () => Promise<void>;
}

/** A file like `ready.json`, of a deployed API for instance. */
type DescribedTarget = Ready & Partial<Pick<Target, 'bulkReleaseItems'>>;

/** The API under test: the one that `TEST_TARGET` describes, or a gateway of this suite's own. */
export async function openTarget(): Promise<Target> {
  const described = process.env.TEST_TARGET;
  if (described !== undefined) {
    const ready = JSON.parse(readFileSync(described, 'utf8')) as DescribedTarget;
    const { bulkReleaseItems = BULK_RELEASE_ITEMS } = ready;
    return { ready, bulkReleaseItems, close: () => Promise.resolve() };
  }
  const gateway = await startGateway();
  return {
    ready: gateway.ready,
    bulkReleaseItems: MAX_BATCH,
    close: async () => {
      await gateway.stop();
      removeDataDir(gateway.dataDir);
    },
  };
}
