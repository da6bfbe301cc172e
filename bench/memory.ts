import { fork } from 'node:child_process';

import { atMost, row } from './rows.ts';
import type { Row } from './rows.ts';
import { median, ratio, slope } from './statistics.ts';

/** Taken right after a collection. */
export interface MemorySample {
  /** Done so far. */
  readonly operations: number;
  /** Bytes that the process occupies, what its collector keeps for later included. */
  readonly rss: number;
  /** Bytes that are in use: of the heap, and beside it. */
  readonly live: number;
}

const MEGABYTE = 2 ** 20;
/** In fewer operations the process is still warming up, and a slope says nothing of a million. */
const MIN_OPERATIONS = 20_000;
/** What leaks is live. 4 MB is 4 bytes an operation, less than any object of JavaScript. */
const MAX_LIVE_MB_PER_MILLION = 4;
/** The collector sizes its spaces by the work of the moment, up and down: single samples tell nothing. */
const MAX_RSS_RATIO = 1.1;

function samplesOf(operations: number): Promise<MemorySample[]> {
  const execArgv = ['--expose-gc', '--import', 'tsx'];
  const child = fork('bench/memory-child.ts', { execArgv });
  return new Promise((resolve, reject) => {
    child.once('message', (samples) => {
      resolve(samples as MemorySample[]);
    });
    child.once('exit', () => {
      reject(new Error('The process that was watched ended.'));
    });
    child.send(operations);
  });
}

/** The first half of a run is warming up: compiled code, connections, caches. */
const settled = <Item>(all: readonly Item[]): Item[] => all.slice(Math.floor(all.length / 2));

/** Megabytes in use by which a process grows in a million operations, once it has settled. */
export function liveGrowthPerMillion(samples: readonly MemorySample[]): number {
  const points = settled(samples).map(({ operations, live }) => ({ x: operations, y: live }));
  return (slope(points) * 1e6) / MEGABYTE;
}

/** How many times what the process occupied in the second quarter it occupies in the last. */
export function rssRatio(samples: readonly MemorySample[]): number {
  const quarter = Math.ceil(samples.length / 4);
  const middle = (part: readonly MemorySample[]) => median(part.map(({ rss }) => rss));
  return ratio(middle(samples.slice(-quarter)), middle(samples.slice(quarter, 2 * quarter)));
}

/**
 * The vault's handler in one process, with the services' clients and wire taps: batches of 50 are
 * tokenized and released; each item is an operation each time.
 */
export async function measureMemory(operations: number): Promise<Row[]> {
  const samples = await samplesOf(operations);
  const last = samples.at(-1) ?? { operations: 0, rss: 0, live: 0 };
  const done = last.operations.toLocaleString('en-US');
  const sizes = [
    row('memory', `RSS after ${done} operations`, last.rss / MEGABYTE, 'MB', {
      note: 'handler in one process, garbage collected',
    }),
    row('memory', `in use after ${done} operations`, last.live / MEGABYTE, 'MB'),
  ];
  if (last.operations < MIN_OPERATIONS) return sizes;
  return [...sizes, ...flatness(samples, last.operations >= 1e6)];
}

/** A shorter run cannot tell growth from noise, so it is not judged. */
function flatness(samples: readonly MemorySample[], isJudged: boolean): Row[] {
  const [growth, times] = [liveGrowthPerMillion(samples), rssRatio(samples)];
  return [
    row('memory', 'growth in use per million operations', growth, 'MB', {
      target: isJudged ? atMost(MAX_LIVE_MB_PER_MILLION, growth, 'MB: flat') : null,
      note: 'slope of the second half',
    }),
    row('memory', 'RSS, last quarter', times, '× second quarter', {
      target: isJudged ? atMost(MAX_RSS_RATIO, times, '×: flat') : null,
      note: 'medians',
    }),
  ];
}
