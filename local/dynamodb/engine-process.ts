import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { killAfter, spawnContained, untilExit } from '../contained-process.ts';
import { findContainment } from '../containment.ts';
import type { Containment } from '../containment.ts';
import type { EngineAddress } from './forward.ts';

export interface EngineProcess {
  readonly pid: number;
  readonly address: EngineAddress;
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

export interface EngineOptions {
  /** Absolute path of the dynoxide executable. */
  readonly binary: string;
  /** Absolute path of the database file. */
  readonly database: string;
  /** Told as soon as the process exists, before it is ready. */
  readonly onStarted: (pid: number) => void;
  readonly containment?: Containment;
}

const READY_TIMEOUT_MS = 10_000;
const PAUSE_MS = 10;
const STOP_GRACE_MS = 2_000;

/**
 * Starts one engine and answers when it serves.
 *
 * @throws Error with the engine's last line when it does not come up.
 */
export async function startEngineProcess(
  options: EngineOptions,
  address: EngineAddress = hiddenAddress(),
): Promise<EngineProcess> {
  const { binary, database, containment = findContainment() } = options;
  const command = [binary, 'serve', '--host', address.host, '--port', String(address.port)];
  const child = spawnContained(
    [...command, '--db-path', database],
    // Its own session, so that Ctrl-C in a terminal does not end it before those who use it.
    { stdio: ['ignore', 'ignore', 'pipe'], env: {}, cwd: '/', detached: true },
    containment,
  );
  const lastLine = keepLastLine(child);
  const ended = untilExit(child);
  if (child.pid !== undefined) options.onStarted(child.pid);
  const isUp = await Promise.race([answers(address), ended.then(() => false)]);
  if (!isUp) {
    child.kill('SIGKILL');
    throw new Error(`DynamoDB: the engine does not start. ${lastLine()}`);
  }
  return { pid: child.pid ?? 0, address, ended, end: () => end(child, ended) };
}

/**
 * The engine checks no signature and answers every web page. So it listens where nobody looks:
 * one of 16 million loopback addresses, on one of 30 000 ports below those that the system hands
 * out itself. A page cannot search them; a local program can read them from /proc.
 */
export function hiddenAddress(): EngineAddress {
  const host = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  return { host, port: randomInt(2_000, 32_000) };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  await killAfter(child, STOP_GRACE_MS);
  await ended;
}

function keepLastLine(child: ChildProcess): () => string {
  let last = '';
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      last = line;
    });
  }
  return () => last;
}

async function answers(address: EngineAddress): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (await isHealthy(address)) return true;
    await delay(PAUSE_MS);
  }
  return false;
}

function isHealthy({ host, port }: EngineAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = get({ host, port, path: '/', agent: false, timeout: 500 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => {
      resolve(false);
    });
  });
}
