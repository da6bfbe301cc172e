import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/** Runs one long suite with as many rounds as are asked for: `run-suite.ts FILE --runs N`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '10' } },
});
const { status } = spawnSync('npx', ['jest', ...positionals], {
  stdio: 'inherit',
  env: { ...process.env, TEST_RUNS: values.runs },
});
process.exitCode = status ?? 1;
