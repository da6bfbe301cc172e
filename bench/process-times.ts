import { readFileSync } from 'node:fs';

import { descendants } from '../test/support/processes.ts';

/** The processes that a gateway consists of. */
export type Part = 'gateway' | 'vault worker' | 'DynamoDB guard' | 'DynamoDB engine' | 'KMS';

/** Of the clock that /proc counts in: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

const COMMANDS: readonly (readonly [part: Part, command: RegExp])[] = [
  ['vault worker', /lambda\/worker\.js/],
  ['DynamoDB guard', /dynamodb\/main\.js/],
  ['DynamoDB engine', /dynoxide/],
  ['KMS', /kms\/main\.js/],
];

/** Milliseconds that a process computed so far, its threads and the kernel's share included. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The processes of a running gateway; of its functions' workers, those of all functions. */
export function partsOf(
  gatewayPid: number,
): readonly { readonly part: Part; readonly pid: number }[] {
  const children = descendants(gatewayPid).flatMap(({ pid, command }) => {
    const known = COMMANDS.find(([, pattern]) => pattern.test(command));
    return known === undefined ? [] : [{ part: known[0], pid }];
  });
  return [{ part: 'gateway', pid: gatewayPid }, ...children];
}

/** Milliseconds that each part computed so far. */
export function cpuByPart(gatewayPid: number): ReadonlyMap<Part, number> {
  const times = new Map<Part, number>();
  for (const { part, pid } of partsOf(gatewayPid)) {
    times.set(part, (times.get(part) ?? 0) + cpuMs(pid));
  }
  return times;
}
