import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Older lines than the last 5 MB or so are given up: nobody looks after a log on a laptop. */
const MAX_BYTES = 5 * 1024 * 1024;

/**
 * A log file of lines that hold no received value; that is for their writers to see to. A line that
 * cannot be written is lost.
 */
export function openLog(path: string): (line: string) => void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let size = existsSync(path) ? statSync(path).size : 0;
  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`;
    try {
      if (size > MAX_BYTES) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, text, { mode: 0o600 });
      size += text.length;
    } catch {
      // A full disk or a removed folder must not stop the gateway.
    }
  };
}
