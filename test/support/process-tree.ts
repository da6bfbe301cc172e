import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

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

export function isAlive(pid: number): boolean {
  return allProcesses().some((one) => one.pid === pid);
}

function allProcesses(): ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
}

function readProcess(pid: number): ProcessInfo[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold anything; what follows is fixed.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, parent: Number(parent), command }];
  } catch {
    // It ended while we looked.
    return [];
  }
}

/** Whether nobody listens on a loopback port. */
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
