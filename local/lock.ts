import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const LOCK_FILE = 'lock';

/**
 * Makes the data directory (mode 0700) if there is none, and keeps a second gateway out of it. A lock whose process is gone is taken over.
 *
 * @throws Error with a sentence for people when another gateway runs there, or when others may write
 *   there.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if ((statSync(dataDir).mode & 0o022) !== 0) {
    throw new Error('Others may write to this data directory: choose one of your own.');
  }
  const path = join(dataDir, LOCK_FILE);
  if (isHeld(path)) throw new Error('Another gateway runs in this data directory.');
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, String(process.pid));
  closeSync(file);
  return () => {
    rmSync(path, { force: true });
  };
}

function isHeld(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch {
    return false;
  }
}
