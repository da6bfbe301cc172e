import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What is published besides the code; consumers generate their own types from the schema. */
const FILES = [
  'client/package.json',
  'client/README.md',
  'LICENSE',
  'schema/schema.graphql',
  'schema/appsync.graphql',
];

const COMMON: BuildOptions = {
  entryPoints: ['client/index.ts', 'client/iam.ts'],
  bundle: true,
  target: 'es2022',
  platform: 'browser',
  mainFields: ['module', 'main'],
};

/**
 * Makes the package `tokenization-gateway-client` in `outdir`, ready for `npm pack`: ES modules and
 * CommonJS in one file per entry, each with its types.
 *
 * @throws Error if the types do not compile.
 */
export async function buildClientPackage(outdir: string): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await Promise.all([
    build({ ...COMMON, format: 'esm', outdir }),
    build({ ...COMMON, format: 'cjs', outdir, outExtension: { '.js': '.cjs' } }),
  ]);
  writeTypes(outdir);
  for (const file of FILES) copyFileSync(file, join(outdir, basename(file)));
}

function writeTypes(outdir: string): void {
  const words = ['-p', 'client', '--noEmit', 'false', '--emitDeclarationOnly', '--declaration'];
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...words, '--outDir', outdir]);
  if (status !== 0) throw new Error(`The client's types do not compile:\n${stdout.toString()}`);
  const made = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
  for (const name of made.filter((one) => one.endsWith('.d.ts'))) {
    const path = join(outdir, name);
    const types = readFileSync(path, 'utf8');
    writeFileSync(path, withExtension(types, 'js'));
    writeFileSync(path.replace(/\.d\.ts$/, '.d.cts'), withExtension(types, 'cjs'));
  }
}

/** Sources name each other by `.ts`; consumers' compilers look for what is beside the types. */
function withExtension(types: string, extension: string): string {
  return types.replace(/(from '\.[^']*)\.ts'/g, `$1.${extension}'`);
}
