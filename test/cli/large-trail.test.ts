import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runs } from '../support/runs.ts';
import { makeTrail, writeWindow } from '../support/synthetic-trail.ts';

/** `npm run test:trail -- --runs 1000` makes it a million events. */
const EVENTS = runs(20) * 1000;
const WINDOW = 5000;
/** What Node, tsx and the chain take, and some of the events at a time. */
const MAX_MEMORY_MB = 400;
/** Of processor time: how much else the machine has to do is no matter of ours. */
const MAX_SECONDS = 60;

interface Measured {
  readonly megabytes: number;
  readonly cpuSeconds: number;
}

const RUN = `
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  console.log(JSON.stringify({ megabytes: maxRSS / 1024, cpuSeconds }));
});
import('./cli/main.ts');
`;

describe('a long trail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-trail-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(`of ${String(EVENTS)} events is verified in less than a minute, in little memory`, () => {
    const counts = Array.from({ length: EVENTS / WINDOW }, () => WINDOW);
    const { publicKey, until } = makeTrail(counts, (window) => {
      writeWindow(folder, window);
      return { ...window, events: [] };
    });
    const key = join(folder, 'key.pem');
    writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }));
    const words = [
      '--events',
      join(folder, 'events'),
      '--checkpoints',
      join(folder, 'checkpoints'),
    ];
    const started = performance.now();
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        '-e',
        RUN,
        'verify',
        ...words,
        '--public-key',
        key,
        '--expect-until',
        until,
      ],
      { encoding: 'utf8' },
    );
    const seconds = (performance.now() - started) / 1000;
    expect(stderr).toBe('');
    expect(stdout).toContain(`${String(EVENTS)} events in ${String(counts.length)} windows.`);
    const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
    const { megabytes, cpuSeconds } = measured;
    console.info(
      `${EVENTS} events: ${seconds.toFixed(1)} s, of the processor ${cpuSeconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at most`,
    );
    expect(megabytes).toBeLessThan(MAX_MEMORY_MB);
    expect(cpuSeconds).toBeLessThan(MAX_SECONDS);
  }, 900_000);
});
