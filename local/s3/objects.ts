import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';

/** An object of a bucket in a list. */
export interface ObjectEntry {
  readonly key: string;
  readonly bytes: number;
  readonly modified: Date;
}

/**
 * A folder in which a file is written once: nothing here changes or removes one. Files have mode
 * 0444. Keys are plain: letters, digits, `.`, `_`, `-` in parts between slashes.
 */
export interface ObjectFolder {
  /** Returns when the object is on disk, whole; false if there was one, which stays. */
  put(bucket: string, key: string, content: Buffer): boolean;
  get(bucket: string, key: string): Buffer | null;
  /** All objects of a bucket in the order of their keys. */
  list(bucket: string): ObjectEntry[];
}

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** Whether a name may become a path: no part of it is empty or begins with a dot. */
export function isPlainKey(key: string): boolean {
  return key.length <= 512 && key.split('/').every((part) => NAME.test(part));
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function writeWhole(path: string, content: Buffer): void {
  const file = openSync(path, 'wx', 0o444);
  try {
    writeFileSync(file, content);
    // Whatever the umask takes from a new file, the owner's readers are to read it.
    fchmodSync(file, 0o444);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A link to a finished file appears in one step, and not where there is one already. */
function linkNew(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Unfinished files lie in a folder that no bucket can be called. */
const UNFINISHED = '.unfinished';

export function openObjectFolder(folder: string): ObjectFolder {
  const unfinished = join(folder, UNFINISHED);
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(unfinished)) unlinkSync(join(unfinished, name));
  return {
    put(bucket, key, content) {
      const path = join(folder, bucket, key);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = join(unfinished, randomUUID());
      writeWhole(temporary, content);
      const isNew = linkNew(temporary, path);
      syncFolder(dirname(path));
      unlinkSync(temporary);
      return isNew;
    },
    get(bucket, key) {
      const path = join(folder, bucket, key);
      return existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
    },
    list: (bucket) => listBelow(join(folder, bucket)),
  };
}

function listBelow(folder: string): ObjectEntry[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .map((key) => ({ key, stats: statSync(join(folder, key)) }))
    .filter(({ stats }) => stats.isFile())
    .map(({ key, stats }) => ({ key, bytes: stats.size, modified: stats.mtime }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
