import type { BuildOptions, Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
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

/** Replaces single files of packages; the numbering plans are 80 KB, which JSON.parse reads sooner. */
const FILES: Plugin = {
  name: 'files',
  setup(build) {
    build.onLoad({ filter: /material-management.build.module.src.ecc_decode\.js$/ }, () => ({
      contents: readFileSync('tools/replacements/ecc-decode.ts', 'utf8'),
      loader: 'ts',
    }));
    build.onLoad({ filter: /libphonenumber-js.metadata\.min\.json\.js$/ }, ({ path }) => {
      const plans = readFileSync(path.slice(0, -'.js'.length), 'utf8');
      return { contents: `export default JSON.parse(${JSON.stringify(plans.trim())});` };
    });
  },
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
    plugins: [FILES],
    entryPoints: names.map((name) => ({
      in: `functions/${name}/handler.ts`,
      out: `${name}/index`,
    })),
    outdir,
  };
}
