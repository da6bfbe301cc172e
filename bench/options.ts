import { parseArgs } from 'node:util';

export const PARTS = ['crypto', 'gateway', 'profile', 'units', 'cold-start', 'memory'] as const;
export type BenchPart = (typeof PARTS)[number];

/** How long a run is. Every size is chosen so that a full run stays below 15 minutes on two cores. */
export interface BenchOptions {
  readonly parts: readonly BenchPart[];
  readonly rounds: number;
  readonly cipherItems: number;
  readonly cipherCalls: number;
  readonly singles: number;
  readonly batches: number;
  readonly profiledItems: number;
  /** Of which KMS calls and units are counted. */
  readonly countedItems: number;
  readonly processes: number;
  /** Of the run that watches the memory. */
  readonly operations: number;
  /** Absolute or relative folder for `results.md` and `results.svg`. */
  readonly out: string;
}

const FULL = {
  rounds: 3,
  cipherItems: 2000,
  cipherCalls: 60,
  singles: 600,
  batches: 60,
  profiledItems: 3000,
  countedItems: 1000,
  processes: 11,
  operations: 100_000,
  out: 'bench',
} as const;

const QUICK = {
  rounds: 2,
  cipherItems: 300,
  cipherCalls: 10,
  singles: 64,
  batches: 8,
  profiledItems: 500,
  countedItems: 100,
  processes: 3,
  operations: 4_000,
  out: 'build/bench',
} as const;

export const USAGE = `Usage: npm run bench -- [--quick] [--only PART,...] [--operations N] [--out DIR]

  --quick         small sizes: about a minute, written into build/bench
  --only PART     of ${PARTS.join(', ')}
  --operations N  of the run that watches the memory; 1000000 for the target
  --out DIR       folder for results.md and results.svg (default bench)
`;

/** @throws Error with a sentence for people when the command line is not understood */
export function parseBenchOptions(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: PARTS.join(',') },
      operations: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const sizes = values.quick ? QUICK : FULL;
  const operations = Number(values.operations ?? sizes.operations);
  if (!Number.isInteger(operations) || operations < 1000) {
    throw new Error('--operations is a whole number from 1000 on.');
  }
  const asked = values.only.split(',');
  const unknown = asked.find((name) => !PARTS.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`--only knows ${PARTS.join(', ')}.`);
  const parts = PARTS.filter((part) => asked.includes(part));
  return { ...sizes, parts, operations, out: values.out ?? sizes.out };
}
