import { fork, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { findContainment } from './containment.ts';
import type { Containment } from './containment.ts';

/** A Node process to fork. It inherits no environment variable and no flag of ours. */
export interface ForkOptions {
  /** Absolute path of the built entry. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
  readonly onLine: (line: string) => void;
}

/**
 * Forks a Node process with an IPC channel, no core dumps, and death with this process where the
 * system has it. What it prints comes by `onLine`. Its working directory is the root folder.
 */
export function forkContained(options: ForkOptions): ChildProcess {
  const { entry, environment, nodeArguments = [], onLine } = options;
  const [command = '', ...words] = [
    ...findContainment().prefix,
    process.execPath,
    ...nodeArguments,
  ];
  const child = fork(entry, {
    execPath: command,
    execArgv: words,
    env: { ...environment },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  watchOver(child, findContainment());
  forwardLines(child.stdout, onLine);
  forwardLines(child.stderr, onLine);
  return child;
}

/** Spawns a program like `forkContained` does, without a channel. */
export function spawnContained(
  command: readonly string[],
  options: SpawnOptions,
  containment: Containment = findContainment(),
): ChildProcess {
  const [program = '', ...words] = [...containment.prefix, ...command];
  const child = spawn(program, words, options);
  watchOver(child, containment);
  return child;
}

/**
 * Where the kernel does not end a process with its parent, a shell does: it reads a pipe that ends
 * with this process.
 */
function watchOver(child: ChildProcess, { diesWithParent }: Containment): void {
  if (diesWithParent || child.pid === undefined) return;
  const watcher = spawn(
    '/bin/sh',
    ['-c', 'read -r _; kill -9 "$1"', 'sh', String(child.pid)],
    // A session of its own, so that Ctrl-C in a terminal leaves it to its task.
    { stdio: ['pipe', 'ignore', 'ignore'], env: {}, cwd: '/', detached: true },
  );
  // Without a shell there is only the channel, which ends a child that is not in a loop.
  watcher.on('error', () => undefined);
  void untilExit(child).then(() => watcher.kill('SIGKILL'));
}

/** Resolves when the process is gone; at once when it already is. */
export function untilExit(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      resolve();
    };
    if (child.exitCode !== null || child.signalCode !== null) done();
    // A program that cannot be started has no exit, only an error.
    else child.once('exit', done).once('error', done);
  });
}

/** Waits for a process that was asked to end, and kills it when it has not after `graceMs`. */
export async function killAfter(child: ChildProcess, graceMs: number): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await untilExit(child);
  clearTimeout(timer);
}

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}
