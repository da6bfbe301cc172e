import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Containment } from '../containment.ts';
import { claimDirectory } from './claim.ts';
import { startEngineProcess } from './engine-process.ts';
import type { EngineProcess } from './engine-process.ts';
import { unavailable } from './forward.ts';
import type { EngineAddress } from './forward.ts';

/** The engine behind the guard, whichever process it is at this moment. */
export interface Engine {
  /**
   * Where it listens; waits up to 5 s for one that is being restarted.
   *
   * @throws ServiceError 503 when it does not come back in time.
   */
  address(): Promise<EngineAddress>;
  pid(): number;
  close(): Promise<void>;
}

export interface EngineRunOptions {
  readonly binary: string;
  /** Absolute; created with mode 0700. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  readonly containment?: Containment;
}

interface Run {
  process: EngineProcess;
  /** Resolves when the engine serves again; null while it does. */
  restart: Promise<void> | null;
  closed: boolean;
}

const PATIENCE_MS = 5_000;
const FIRST_ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Runs dynoxide on a data directory and starts it again whenever it dies. The files are only for
 * their owner.
 *
 * @throws Error when the first start fails or another gateway has the directory.
 */
export async function runEngine(options: EngineRunOptions): Promise<Engine> {
  const { binary, dataDir } = options;
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const claim = await claimDirectory(join(dataDir, 'owner.json'), binary);
  const launch = () =>
    startEngineProcess({
      ...options,
      database: join(dataDir, 'tables.sqlite'),
      onStarted: claim.recordEngine,
    });
  const first = await retry(launch, FIRST_ATTEMPTS, () => false);
  const run: Run = { process: first, restart: null, closed: false };
  const keeping = keepUp(run, launch, options.log);
  return {
    address: () => addressOf(run),
    pid: () => run.process.pid,
    async close() {
      run.closed = true;
      await run.process.end();
      await keeping;
      claim.release();
    },
  };
}

async function keepUp(
  run: Run,
  launch: () => Promise<EngineProcess>,
  log: (line: string) => void,
): Promise<void> {
  for (;;) {
    await run.process.ended;
    if (run.closed) return;
    log('the engine ended and is restarted');
    run.restart = restart(run, launch);
    await run.restart;
    run.restart = null;
  }
}

async function restart(run: Run, launch: () => Promise<EngineProcess>): Promise<void> {
  try {
    run.process = await retry(launch, Number.POSITIVE_INFINITY, () => run.closed);
  } catch {
    // Attempts end only when the engine is not wanted any more.
    return;
  }
  if (run.closed) await run.process.end();
}

/** Another attempt takes another address, so a port in use is no obstacle either. */
async function retry(
  launch: () => Promise<EngineProcess>,
  attempts: number,
  isOver: () => boolean,
): Promise<EngineProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch();
    } catch (error) {
      if (attempt >= attempts || isOver()) throw error;
      await delay(Math.min(25 * 2 ** attempt, LONGEST_PAUSE_MS));
    }
  }
}

async function addressOf(run: Run): Promise<EngineAddress> {
  if (run.restart !== null) {
    const restarted = run.restart.then(() => true);
    const isUp = await Promise.race([restarted, delay(PATIENCE_MS, false, { ref: false })]);
    if (!isUp) throw unavailable();
  }
  if (run.closed) throw unavailable();
  return run.process.address;
}
