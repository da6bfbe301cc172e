import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process that descends from `root`, from /proc: Linux only. */
export function descendants(root: number): ProcessInfo[] {
  const all = allProcesses();
  const childrenOf = (pid: number): ProcessInfo[] =>
    all
      .filter(({ parent }) => parent === pid)
      .flatMap((child) => [child, ...childrenOf(child.pid)]);
  return childrenOf(root);
}

/**
 * Whether any thread of a process runs. A killed process is a zombie as soon as its first thread is
 * gone, but it holds its ports until the last one is.
 */
export function isAlive(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).some((thread) => isRunning(pid, thread));
  } catch {
    return false;
  }
}

function isRunning(pid: number, thread: string): boolean {
  try {
    return !isOver(statOf(`/proc/${pid}/task/${thread}/stat`).state);
  } catch {
    return false;
  }
}

function isOver(state: string): boolean {
  return state === 'Z' || state === 'X';
}

/** The name stands in parentheses and may hold anything; what follows is fixed. See proc(5). */
function statOf(file: string): { state: string; parent: number } {
  const stat = readFileSync(file, 'utf8');
  const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
}

function allProcesses(): ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
}

function readProcess(pid: number): ProcessInfo[] {
  try {
    const { state, parent } = statOf(`/proc/${pid}/stat`);
    if (isOver(state)) return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, parent, command }];
  } catch {
    // It ended while we looked.
    return [];
  }
}

/** Waits until a condition holds; throws when it does not in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  milliseconds = 10_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('The condition did not come true in time.');
    await delay(10);
  }
}

/** Whether nobody listens on a port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
