import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which code something was made from or shown of. */
export interface CodeVersion {
  /** SHA-256 over every file of the repository that Git does not ignore, by name and content; hex. */
  readonly digest: string;
  /** The commit that is checked out, or `unknown` outside of Git. It may be changed: see `digest`. */
  readonly revision: string;
}

/** Where the build writes the digest of the code that its bundles are made from. */
export const BUNDLES_VERSION_PATH = 'build/bundles-version';

interface Ignored {
  readonly folders: ReadonlySet<string>;
  readonly endings: readonly string[];
}

/** The two forms that our .gitignore has: a folder's name with a slash, a star with an ending. */
function readIgnored(root: string): Ignored {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  const folders = lines.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1));
  const endings = lines.filter((line) => line.startsWith('*.')).map((line) => line.slice(1));
  return { folders: new Set([...folders, '.git']), endings };
}

function filesIn(root: string, folder: string, ignored: Ignored): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return ignored.folders.has(entry.name) ? [] : filesIn(root, path, ignored);
    }
    const isIgnored = ignored.endings.some((ending) => entry.name.endsWith(ending));
    return entry.isFile() && entry.name !== '.git' && !isIgnored ? [path] : [];
  });
}

function revisionOf(root: string): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'unknown';
}

/**
 * The version of the code in a folder. A changed, added or removed file makes another digest, be it
 * committed or not, so a result never counts for code that it is not of.
 */
export function readCodeVersion(root = '.'): CodeVersion {
  const hash = createHash('sha256');
  for (const path of filesIn(root, '', readIgnored(root)).sort()) {
    const content = createHash('sha256').update(readFileSync(join(root, path)));
    hash.update(`${path}\n${content.digest('hex')}\n`);
  }
  return { digest: hash.digest('hex'), revision: revisionOf(root) };
}
