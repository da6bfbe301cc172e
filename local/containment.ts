import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How processes of the runtime are started so that they leave nothing behind. */
export interface Containment {
  /** Words to put before a command line; they end in `exec`, so the process id is the command's. */
  readonly prefix: readonly string[];
  /** Whether the kernel kills the command when its parent dies, even by `kill -9`. */
  readonly diesWithParent: boolean;
}

/** A core dump is an image of the memory: keys and plaintext included. */
const WITHOUT_CORE_DUMP = ['/bin/sh', '-c', 'ulimit -c 0; exec "$@"', 'sh'] as const;

let found: Containment | null = null;

/**
 * What this system offers: no core dumps wherever there is a POSIX shell, and death with the
 * parent (prctl(2), PR_SET_PDEATHSIG) where util-linux's `setpriv` is installed.
 */
export function findContainment(): Containment {
  found ??= tryContainment(onPath('setpriv'));
  return found;
}

/**
 * Forbids core dumps of this process, which holds plaintext on its way: a shell can do that only for
 * what it starts. False where util-linux's `prlimit` is missing.
 */
export function refuseCoreDumps(): boolean {
  const prlimit = onPath('prlimit');
  if (prlimit === null) return false;
  return spawnSync(prlimit, ['--pid', String(process.pid), '--core=0:0']).status === 0;
}

function tryContainment(setpriv: string | null): Containment {
  const withoutCore = runs(WITHOUT_CORE_DUMP) ? WITHOUT_CORE_DUMP : [];
  // Tried instead of asked for its version: BusyBox has a `setpriv` without this option.
  const bound = setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL', '--'];
  return bound.length > 0 && runs(bound)
    ? { prefix: [...bound, ...withoutCore], diesWithParent: true }
    : { prefix: withoutCore, diesWithParent: false };
}

function runs([command = '', ...words]: readonly string[]): boolean {
  return spawnSync(command, [...words, process.execPath, '--version']).status === 0;
}

function onPath(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
