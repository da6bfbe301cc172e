import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openBenchGateway } from './bench-gateway.ts';
import type { BenchGateway } from './bench-gateway.ts';
import { drawChart } from './chart.ts';
import { measureColdStart } from './cold-start.ts';
import { measureCrypto } from './crypto.ts';
import { loadRows, runLoad } from './gateway-load.ts';
import { describeMachine, loadAverage } from './machine.ts';
import { measureMemory } from './memory.ts';
import { parseBenchOptions, USAGE } from './options.ts';
import type { BenchOptions } from './options.ts';
import { profileGateway } from './profile.ts';
import { chartPanels, resultsDocument } from './results.ts';
import type { Results } from './results.ts';
import type { Row } from './rows.ts';
import { processTable, profileTable } from './time-table.ts';
import { measureUnits } from './units.ts';

// The pinned SDK runs on the Node versions that package.json names.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const IDLE_LOAD = 0.5;

type Found = Pick<Results, 'processes' | 'profile'> & { rows: readonly Row[] };

function say(text: string): void {
  console.error(`${(performance.now() / 1000).toFixed(0)} s  ${text}`);
}

/** What needs a running gateway. */
async function besideGateway(options: BenchOptions, bench: BenchGateway): Promise<Found> {
  const { parts, rounds, cipherItems: items, cipherCalls: calls } = options;
  const wants = (part: BenchOptions['parts'][number]) => {
    if (parts.includes(part)) say(part);
    return parts.includes(part);
  };
  const { vaultEnvironment, kms } = bench;
  const load = wants('gateway') ? await runLoad(bench, options) : null;
  const profiled = wants('profile') ? await profileGateway(bench, options.profiledItems) : [];
  const crypto = wants('crypto')
    ? await measureCrypto(vaultEnvironment, kms, { rounds, items, calls })
    : [];
  const cold = wants('cold-start') ? measureColdStart(vaultEnvironment, options.processes) : [];
  return {
    rows: [...crypto, ...(load === null ? [] : loadRows(load)), ...cold],
    processes: load === null ? null : processTable(load),
    profile: profiled.length === 0 ? null : profileTable(profiled),
  };
}

async function withGateway(options: BenchOptions): Promise<Found> {
  const alone = options.parts.every((part) => part === 'units' || part === 'memory');
  if (alone) return { rows: [], processes: null, profile: null };
  const bench = await openBenchGateway();
  try {
    return await besideGateway(options, bench);
  } finally {
    await bench.stop();
  }
}

async function run(options: BenchOptions): Promise<Results> {
  const load = loadAverage();
  const found = await withGateway(options);
  if (options.parts.includes('units')) say('units');
  const units = options.parts.includes('units') ? await measureUnits(options.countedItems) : [];
  if (options.parts.includes('memory')) say('memory');
  const memory = options.parts.includes('memory') ? await measureMemory(options.operations) : [];
  const isBusy = load !== null && load > IDLE_LOAD;
  return {
    ...found,
    rows: [...found.rows, ...units, ...memory],
    machine: describeMachine(new Date()),
    warning: isBusy
      ? `**Not idle**: other work had a load of ${load.toFixed(1)} at the start`
      : null,
  };
}

function write({ out }: BenchOptions, results: Results): void {
  const text = resultsDocument(results);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'results.md'), text);
  const panels = chartPanels(results.rows);
  if (panels.length > 0) {
    writeFileSync(join(out, 'results.svg'), drawChart('What a token costs, measured', panels));
  }
  console.log(text);
}

function fail(error: unknown, more = ''): never {
  console.error(error instanceof Error ? error.message : 'The bench failed.');
  console.error(more);
  process.exit(1);
}

function readOptions(): BenchOptions {
  try {
    return parseBenchOptions(process.argv.slice(2));
  } catch (error) {
    return fail(error, USAGE);
  }
}

const options = readOptions();
try {
  write(options, await run(options));
  process.exit(0);
} catch (error) {
  fail(error);
}
