import { constants, accessSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** A whole run writes a few hundred MB; containers often have 64 MB of it. */
const MINIMUM_BYTES = 4 * 1024 ** 3;

/** Kept in memory where there is enough: a process that is killed loses nothing of either kind of file. */
function place(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= MINIMUM_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Gives all suites of a run one folder for what they leave lying about, and removes it at the end. */
// eslint-disable-next-line no-restricted-syntax -- Jest demands a default export of its set-up.
export default function makeScratchFolder(): void {
  const folder = mkdtempSync(join(place(), 'gateway-tests-'));
  process.env.TMPDIR = folder;
  process.env.TEST_SCRATCH = folder;
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
}
