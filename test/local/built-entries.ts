import { build } from 'esbuild';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Entries built as the runtime runs them, in a folder from which packages resolve. */
export interface BuiltEntries {
  readonly folder: string;
  /** `dynamodb/main` -> absolute path. */
  path(entry: string): string;
  remove(): void;
}

/** Bundles entries of `local/`, named like `dynamodb/main`. */
export async function buildEntries(entries: readonly string[]): Promise<BuiltEntries> {
  const parent = resolve(__dirname, '../../build');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'test-'));
  const root = resolve(__dirname, '../../local');
  await build({
    entryPoints: entries.map((entry) => join(root, `${entry}.ts`)),
    outbase: root,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return {
    folder,
    path: (entry) => join(folder, `${entry}.mjs`),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
