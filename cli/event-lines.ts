import { createReadStream, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One exported event. */
export interface EventLine {
  readonly bytes: Buffer;
  readonly file: string;
  /** Of the line, from 1. */
  readonly number: number;
}

/** `000000000012.jsonl:7`. */
export function placeOf({ file, number }: EventLine): string {
  return `${file}:${String(number)}`;
}

const NEWLINE = 0x0a;

/** A file, or all `.jsonl` files of a folder in the order of their names. */
export function eventFiles(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(path, name));
}

export function totalBytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

async function* linesOf(
  file: string,
  onBytes: (count: number) => void,
): AsyncGenerator<EventLine[]> {
  const name = basename(file);
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    onBytes(bytes.length);
    const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const lines: EventLine[] = [];
    let start = 0;
    for (let end = text.indexOf(NEWLINE); end !== -1; end = text.indexOf(NEWLINE, start)) {
      number += 1;
      lines.push({ bytes: text.subarray(start, end), file: name, number });
      start = end + 1;
    }
    rest = text.subarray(start);
    yield lines;
  }
  if (rest.length > 0) yield [{ bytes: rest, file: name, number: number + 1 }];
}

/** All lines of all files in order, some at a time: a file is never in memory as a whole. */
export async function* eventLines(
  files: readonly string[],
  onBytes: (count: number) => void,
): AsyncGenerator<EventLine[]> {
  for (const file of files) yield* linesOf(file, onBytes);
}
