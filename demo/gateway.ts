import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { readReady } from '../local/ready.ts';
import type { Ready } from '../local/ready.ts';

/** A gateway to work with, and how to leave it. */
export interface OpenGateway {
  readonly ready: Ready;
  readonly dataDir: string;
  close(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/** The gateway that runs in `dataDir`, or one of our own in a temporary folder. */
export async function openGateway(dataDir: string): Promise<OpenGateway> {
  const running = readReady(dataDir);
  if (running === null) return startOne();
  console.log(`Using the gateway that runs at ${running.graphql}`);
  return { ready: running, dataDir, close: () => Promise.resolve() };
}

async function startOne(): Promise<OpenGateway> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gateway-demo-'));
  console.log('No gateway runs here: starting one for the demo.');
  const child = spawn(
    process.execPath,
    ['build/local/main.js', '--port', '0', '--data-dir', dataDir, '--no-examples'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill('SIGTERM');
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = readReady(dataDir);
    if (ready !== null) return { ready, dataDir, close };
    await delay(50);
  }
  await close();
  throw new Error('The gateway did not start.');
}
