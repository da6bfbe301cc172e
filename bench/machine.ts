import { readFileSync } from 'node:fs';
import { cpus, platform, totalmem } from 'node:os';

/** What figures depend on. No name of the machine, its user or its network. */
export function describeMachine(now: Date): string[] {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${gigabytes} GiB`,
    `${platform()}, Node ${process.version}`,
    now.toISOString().slice(0, 10),
  ];
}

/** How much of a core the other processes took on average over the last minute; null where unknown. */
export function loadAverage(): number | null {
  try {
    return Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);
  } catch {
    return null;
  }
}
