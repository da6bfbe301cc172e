import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs';

/** One line of the call log. `result` is `ok` or the error's type. */
export interface LoggedCall {
  readonly time: string;
  readonly operation: string;
  readonly principal: string;
  readonly keys: readonly string[];
  readonly result: string;
}

/** Append-only, one JSON object per line, names and ids only. */
export interface CallLog {
  write(call: LoggedCall): void;
  close(): Promise<void>;
}

const MAX_BYTES = 16 << 20;

/** Opens `path` for appending (mode 0600); one of 16 MB or more is kept aside as `path.1`. */
export function openCallLog(path: string): CallLog {
  if (existsSync(path) && statSync(path).size >= MAX_BYTES) renameSync(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not stop decryption; the key file, which has to be durable, reports by itself.
  stream.on('error', () => undefined);
  return {
    write: (call) => {
      stream.write(`${JSON.stringify(call)}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        stream.end(() => {
          resolve();
        });
      }),
  };
}
