import { fork } from 'node:child_process';

import { atMost, row } from './rows.ts';
import type { Row } from './rows.ts';
import { slope } from './statistics.ts';
import type { Point } from './statistics.ts';

const MEGABYTE = 2 ** 20;
/** Half a run is warming up: compiled code, connections, caches. */
const SETTLED = 0.5;
/** In fewer operations the process is still warming up, and a slope says nothing of a million. */
const MIN_OPERATIONS = 20_000;
/** Of 1 GB that the function has; the noise of the collector is below. */
const MAX_MB_PER_MILLION = 32;

function pointsOf(operations: number): Promise<Point[]> {
  const execArgv = ['--expose-gc', '--import', 'tsx'];
  const child = fork('bench/memory-child.ts', { execArgv });
  return new Promise((resolve, reject) => {
    child.once('message', (points) => {
      resolve(points as Point[]);
    });
    child.once('exit', () => {
      reject(new Error('The process that was watched ended.'));
    });
    child.send(operations);
  });
}

/** Megabytes by which a process grows in a million operations, once it has settled. */
export function growthPerMillion(points: readonly Point[]): number {
  const settled = points.slice(Math.floor(points.length * SETTLED));
  return (slope(settled) * 1e6) / MEGABYTE;
}

/**
 * The vault's handler in one process, with the services' clients and wire taps: batches of 50 are
 * tokenized and released; each item is an operation each time.
 */
export async function measureMemory(operations: number): Promise<Row[]> {
  const points = await pointsOf(operations);
  const last = points.at(-1) ?? { x: 0, y: 0 };
  const growth = growthPerMillion(points);
  const done = last.x.toLocaleString('en-US');
  const size = row('memory', `RSS after ${done} operations`, last.y / MEGABYTE, 'MB', {
    note: 'handler in one process, garbage collected',
  });
  if (last.x < MIN_OPERATIONS) return [size];
  return [
    size,
    row('memory', 'growth per million operations', growth, 'MB', {
      // A shorter run cannot tell growth from noise.
      target: last.x < 1e6 ? null : atMost(MAX_MB_PER_MILLION, growth, 'MB: flat'),
      note: `slope of the second half of ${done}`,
    }),
  ];
}
