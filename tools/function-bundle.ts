import type { BuildOptions } from 'esbuild';
import { resolve } from 'node:path';

/**
 * What functions load but never use, or use a little of; without it a bundle starts faster and does
 * less.
 */
const REPLACEMENTS = {
  'asn1.js': resolve('tools/replacements/asn1.ts'),
  'bn.js': resolve('tools/replacements/bn.ts'),
  '@aws-sdk/credential-provider-node': resolve('tools/replacements/credential-provider-node.ts'),
};

/** ES modules first, so that what a function does not use is left out of its bundle. */
export function functionBundles(names: readonly string[], outdir: string): BuildOptions {
  return {
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: REPLACEMENTS,
    entryPoints: names.map((name) => ({
      in: `functions/${name}/handler.ts`,
      out: `${name}/index`,
    })),
    outdir,
  };
}
