import { spawnSync } from 'node:child_process';

/** Runs a suite that checks a table in docs/ and lets it write the table instead. */
const { status } = spawnSync('npx', ['jest', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TEST_WRITES_DOCS: 'yes' },
});
process.exitCode = status ?? 1;
