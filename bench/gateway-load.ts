import { setTimeout as delay } from 'node:timers/promises';

import type { BenchGateway } from './bench-gateway.ts';
import { startLoadClient } from './load.ts';
import type { LoadClient } from './load.ts';
import type { LoadReport } from './load-client.ts';
import { cpuByPart } from './process-times.ts';
import type { Part } from './process-times.ts';
import {
  itemsOf,
  releaseBatchBodies,
  releaseBodies,
  tokenizeBatchBodies,
  tokenizeBodies,
  tokenizeInputs,
} from './requests.ts';
import { atLeast, row } from './rows.ts';
import type { Row } from './rows.ts';
import { median, percentile, ratio } from './statistics.ts';

export const BATCH = 50;
const CONCURRENCIES = [1, 16, 64] as const;
/** Batches in flight: enough to keep two cores busy. */
const BATCHES_AT_ONCE = 4;
const MIN_BATCH_GAIN = 10;

export interface LoadSizes {
  readonly rounds: number;
  /** Requests of a single item per round and concurrency. */
  readonly singles: number;
  readonly batches: number;
}

/** One kind of load in one round. */
export interface Run {
  readonly items: number;
  readonly elapsedMs: number;
  readonly latencies: readonly number[];
  /** CPU milliseconds by process. */
  readonly cpu: ReadonlyMap<Part, number>;
}

export type Runs = ReadonlyMap<string, readonly Run[]>;

interface Bench extends BenchGateway {
  readonly client: LoadClient;
  readonly runs: Map<string, Run[]>;
}

async function send(
  { gateway, client }: Bench,
  authorization: string,
  bodies: readonly string[],
  concurrency: number,
): Promise<{ run: Run; report: LoadReport; tokens: string[] }> {
  const { graphql: endpoint, pid } = gateway.ready;
  const before = cpuByPart(pid);
  const report = await client.run({ endpoint, authorization, bodies, concurrency });
  // Logs and outcomes of audit events may still be written.
  await delay(20);
  const cpu = new Map(
    [...cpuByPart(pid)].map(([part, ms]) => [part, ms - (before.get(part) ?? 0)]),
  );
  const tokens = report.answers.flatMap((answer) => itemsOf(answer).map(({ token }) => token));
  const { latencies, elapsedMs } = report;
  return { run: { items: tokens.length, elapsedMs, latencies, cpu }, report, tokens };
}

function keep({ runs }: Bench, name: string, run: Run): void {
  runs.set(name, [...(runs.get(name) ?? []), run]);
}

async function singles(bench: Bench, count: number, round: number): Promise<void> {
  const inputs = tokenizeInputs(count, round, 'random');
  for (const concurrency of CONCURRENCIES) {
    const made = await send(bench, bench.tokenizer, tokenizeBodies(inputs), concurrency);
    keep(bench, `tokenize, ${concurrency} at once`, made.run);
    const released = await send(bench, bench.paymentStaff, releaseBodies(made.tokens), concurrency);
    keep(bench, `detokenize + plaintext, ${concurrency} at once`, released.run);
    refuseOthers(
      inputs.map(({ plaintext }) => plaintext),
      released.report,
    );
  }
}

async function batches(bench: Bench, count: number, round: number): Promise<void> {
  const inputs = tokenizeInputs(count * BATCH, round, 'random');
  const bodies = tokenizeBatchBodies(inputs, BATCH);
  const made = await send(bench, bench.tokenizer, bodies, BATCHES_AT_ONCE);
  keep(bench, `tokenize, batches of ${BATCH}`, made.run);
  const asked = releaseBatchBodies(made.tokens, BATCH);
  const released = await send(bench, bench.paymentStaff, asked, BATCHES_AT_ONCE);
  keep(bench, `detokenize + plaintext, batches of ${BATCH}`, released.run);
  refuseOthers(
    inputs.map(({ plaintext }) => plaintext),
    released.report,
  );
}

function refuseOthers(values: readonly string[], { answers }: LoadReport): void {
  const back = answers.flatMap((answer) => itemsOf(answer).map(({ plaintext }) => plaintext));
  const isSame = back.length === values.length && back.every((one, at) => one === values[at]);
  if (!isSame) throw new Error('A value did not come back as it went in.');
}

/** Sends everything once without counting it, then in rounds; every value is compared with what comes back. */
export async function runLoad(gateway: BenchGateway, sizes: LoadSizes): Promise<Runs> {
  const bench: Bench = { ...gateway, client: startLoadClient(), runs: new Map() };
  try {
    for (let round = 0; round <= sizes.rounds; round += 1) {
      if (round === 1) bench.runs.clear();
      await singles(bench, sizes.singles, round);
      await batches(bench, sizes.batches, round);
    }
    return bench.runs;
  } finally {
    bench.client.close();
  }
}

const rateOf = ({ items, elapsedMs }: Run) => (items / elapsedMs) * 1000;

/** CPU milliseconds per item of all processes of the gateway. */
export function cpuPerItem({ cpu, items }: Run): number {
  return [...cpu.values()].reduce((sum, ms) => sum + ms, 0) / items;
}

function rowsOf(runs: Runs, operation: string): Row[] {
  const named = (suffix: string) => runs.get(`${operation}, ${suffix}`) ?? [];
  const rates = CONCURRENCIES.map((many) => median(named(`${many} at once`).map(rateOf)));
  const best = Math.max(...rates);
  const single = CONCURRENCIES.map((many, at) => {
    const latencies = named(`${many} at once`).flatMap((run) => run.latencies);
    const times = [0.5, 0.99].map((share) => percentile(latencies, share).toFixed(1));
    const note = `p50 ${times[0] ?? ''} ms, p99 ${times[1] ?? ''} ms`;
    return row('gateway', `${operation}: single, ${many} at once`, rates[at] ?? 0, 'items/s', {
      note,
    });
  });
  const batch = named(`batches of ${BATCH}`);
  const rate = median(batch.map(rateOf));
  const gain = ratio(rate, best);
  const single16 = median(named('16 at once').map(cpuPerItem));
  const cpuGain = ratio(single16, median(batch.map(cpuPerItem)));
  return [
    ...single,
    row(
      'gateway',
      `${operation}: batches of ${BATCH}, ${BATCHES_AT_ONCE} at once`,
      rate,
      'items/s',
      {
        compared: { ratio: gain, reference: 'best single' },
        target: atLeast(MIN_BATCH_GAIN, gain, '× single'),
        note: `${cpuGain.toFixed(1)} × less CPU per item`,
      },
    ),
  ];
}

export function loadRows(runs: Runs): Row[] {
  return [...rowsOf(runs, 'tokenize'), ...rowsOf(runs, 'detokenize + plaintext')];
}
