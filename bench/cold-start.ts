import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

import type { Environment } from '../functions/vault/configuration.ts';
import { atMost, row } from './rows.ts';
import type { Row } from './rows.ts';
import { median, ratio } from './statistics.ts';

const BUNDLE = 'build/functions/vault/index.js';
const MAX_BYTES = 700_000;
const MAX_MS = 120;

/** Prints how long Node took to get here, and from here to a handler that can be called. */
const PROGRAM = `
const started = performance.now();
const bundle = process.env.BENCH_BUNDLE;
delete process.env.BENCH_BUNDLE;
if (bundle !== undefined && typeof require(bundle).handler !== 'function') process.exit(1);
const loaded = performance.now();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ boot: started, load: loaded - started, cpu: (user + system) / 1000 }));
`;

interface Start {
  readonly boot: number;
  readonly load: number;
  readonly cpu: number;
}

function startOnce(env: Environment): Start {
  const { stdout, status } = spawnSync(process.execPath, ['-e', PROGRAM], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('The bundle did not load.');
  return JSON.parse(stdout) as Start;
}

/** Loads the vault's bundle in fresh processes, in turn with processes that load nothing. */
export function measureColdStart(environment: Environment, processes: number): Row[] {
  const path = `${process.cwd()}/${BUNDLE}`;
  const [loading, empty]: [Start[], Start[]] = [[], []];
  for (let turn = 0; turn < processes; turn += 1) {
    empty.push(startOnce({}));
    loading.push(startOnce({ ...environment, BENCH_BUNDLE: path }));
  }
  const { size } = statSync(BUNDLE);
  const load = median(loading.map((start) => start.load));
  const boot = median(empty.map((start) => start.boot));
  const cpu = median(loading.map((start, at) => start.cpu - (empty[at]?.cpu ?? 0)));
  return [
    row('cold start', 'vault bundle', size / 1000, 'KB', {
      target: atMost(MAX_BYTES / 1000, size / 1000, 'KB'),
    }),
    row('cold start', 'Node itself, empty process', boot, 'ms'),
    row('cold start', 'vault bundle to handler ready', load, 'ms', {
      compared: { ratio: ratio(load, boot), reference: 'Node itself' },
      target: atMost(MAX_MS, load, 'ms'),
      note: `${processes} fresh processes; ${cpu.toFixed(0)} ms CPU`,
    }),
  ];
}
