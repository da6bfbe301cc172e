import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** Type-checks each runtime by its own tsconfig: what one may use, another may not. */
const folders = readdirSync('.').filter((name) => existsSync(`${name}/tsconfig.json`));
const failed = folders.filter((folder) => {
  const { status } = spawnSync('npx', ['tsc', '-p', folder], { stdio: 'inherit' });
  return status !== 0;
});
console.log(`${folders.length - failed.length} of ${folders.length} runtimes type-check`);
process.exitCode = failed.length === 0 ? 0 : 1;
