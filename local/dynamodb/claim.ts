import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { writeFileDurably } from '../protocol/durable-file.ts';

/** A process beyond doubt: ids are used again, an id with its start time is not. */
interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot: field 22 of `/proc/<pid>/stat`, proc(5). */
  readonly started: string;
}

interface Owner {
  readonly guard: ProcessIdentity;
  readonly engine: ProcessIdentity | null;
}

/** A data directory that is ours. */
export interface Claim {
  /** Notes the engine that serves it now, for the next start to find if both of us are killed. */
  readonly recordEngine: (pid: number) => void;
  release(): void;
}

const PATIENCE_MS = 2_000;
const PAUSE_MS = 25;

/**
 * Takes a data directory: kills an engine that outlived its guard, and waits for a guard that is
 * about to end. `path` is the file that remembers both.
 *
 * @throws Error when a guard that lives on has the directory.
 */
export async function claimDirectory(path: string, enginePath: string): Promise<Claim> {
  const previous = readOwner(path);
  if (previous !== null) {
    await waitForEnd(previous.guard);
    await killStaleEngine(previous.engine, enginePath);
  }
  const guard = identify(process.pid) ?? { pid: process.pid, started: '' };
  const record = (engine: ProcessIdentity | null) => {
    writeFileDurably(path, JSON.stringify({ guard, engine } satisfies Owner));
  };
  record(null);
  return {
    recordEngine: (pid) => {
      record(identify(pid));
    },
    release: () => {
      rmSync(path, { force: true });
    },
  };
}

async function waitForEnd(guard: ProcessIdentity): Promise<void> {
  if (guard.pid === process.pid) return;
  if (await isGone(guard)) return;
  throw new Error('DynamoDB: the data directory is in use by another gateway that is running.');
}

async function killStaleEngine(engine: ProcessIdentity | null, enginePath: string): Promise<void> {
  if (engine === null || !isAlive(engine) || !runsProgram(engine.pid, enginePath)) return;
  process.kill(engine.pid, 'SIGKILL');
  if (!(await isGone(engine))) throw new Error('DynamoDB: an old engine cannot be ended.');
}

async function isGone(identity: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false;
    await delay(PAUSE_MS);
  }
  return true;
}

function isAlive({ pid, started }: ProcessIdentity): boolean {
  return identify(pid)?.started === started;
}

/** Null when there is no such process, when it is a zombie, or when this system has no /proc. */
function identify(pid: number): ProcessIdentity | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : { pid, started: fields[19] ?? '' };
}

function runsProgram(pid: number, path: string): boolean {
  return (readOrNull(`/proc/${pid}/cmdline`) ?? '').split('\0').includes(path);
}

function readOwner(path: string): Owner | null {
  try {
    return JSON.parse(readOrNull(path) ?? 'null') as Owner | null;
  } catch {
    return null;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
