import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The suites that need nothing but an API and its users. */
const SUITES = ['main-job', 'bad-input', 'race'].map((name) => `test/e2e/${name}.test.ts`);

/** Runs the suites that a deployed API passes as the one on loopback does. */
const { target, record } = new Command('smoke')
  .description('Asks a running API what the tests ask: tokenize, release, race, be refused')
  .requiredOption('--target <file>', 'the API and its users, as ready.json describes them')
  .option('--record', "write the API's answers down, and not compare them", false)
  .parse()
  .opts<{ target: string; record: boolean }>();

const { status } = spawnSync('npx', ['jest', '--runInBand', ...SUITES], {
  stdio: 'inherit',
  env: {
    ...process.env,
    TEST_TARGET: resolve(target),
    ...(record ? { TEST_WRITES_DOCS: 'yes' } : {}),
  },
});
process.exitCode = status ?? 1;
