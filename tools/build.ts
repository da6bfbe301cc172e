import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BUNDLES_VERSION_PATH, readCodeVersion } from './code-version.ts';
import { buildConsole } from './console-bundle.ts';
import { functionBundles } from './function-bundle.ts';

/** Everything that is deployed or run is made here: one result for AWS and for loopback. */
const OUTPUT = 'build';

/** AWS's own flags for APPSYNC_JS in TypeScript, less the source map, which counts towards 32 KB. */
const RESOLVER_FLAGS: BuildOptions = {
  bundle: true,
  target: 'esnext',
  platform: 'node',
  format: 'esm',
  external: ['@aws-appsync/utils'],
};

async function buildResolvers(): Promise<void> {
  const fields = readdirSync('resolvers').filter((name) => /^[A-Z]\w+\.\w+\.ts$/.test(name));
  const functions = readdirSync('resolvers/pipeline').map((name) => join('pipeline', name));
  const entryPoints = [...fields, ...functions].map((name) => join('resolvers', name));
  const outdir = join(OUTPUT, 'resolvers');
  await build({ ...RESOLVER_FLAGS, entryPoints, outbase: 'resolvers', outdir });
}

async function buildFunctions(): Promise<void> {
  const outdir = join(OUTPUT, 'functions');
  const names = readdirSync('functions', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  await build(functionBundles(names, outdir));
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
}

/** The example application, as its own deployment would build it. */
async function buildOrders(): Promise<void> {
  const [from, to] = ['examples/orders', join(OUTPUT, 'examples/orders')];
  const fields = readdirSync(join(from, 'resolvers')).filter((name) => name.endsWith('.ts'));
  const resolvers = [...fields, join('pipeline', 'invoke-orders.ts')];
  await build({
    ...RESOLVER_FLAGS,
    entryPoints: resolvers.map((name) => join(from, 'resolvers', name)),
    outbase: join(from, 'resolvers'),
    outdir: join(to, 'resolvers'),
  });
  const entryPoints = [{ in: join(from, 'function/handler.ts'), out: 'index' }];
  await build({ ...functionBundles([], join(to, 'function')), entryPoints });
  writeFileSync(join(to, 'function/package.json'), '{ "type": "commonjs" }\n');
}

const LOCAL_PROCESSES = [
  'local/main.ts',
  'local/kms/main.ts',
  'local/cognito/main.ts',
  'local/dynamodb/main.ts',
  'local/s3/main.ts',
  'local/lambda/worker.ts',
  'local/examples/billing.ts',
];

/** Native programs, and what reads files of its own. */
const LEFT_OUT = ['@dynoxide/*', 'kysely', 'mysql2', 'node-sqlite3-wasm'];

/** Packages of CommonJS ask for Node's modules by this. */
const REQUIRE =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** With the packages inside: a gateway is a dozen processes, each of which would read hundreds of files. */
async function buildLocal(): Promise<void> {
  await build({
    bundle: true,
    splitting: true,
    external: LEFT_OUT,
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    sourcesContent: false,
    entryPoints: LOCAL_PROCESSES,
    outbase: 'local',
    outdir: join(OUTPUT, 'local'),
  });
}

/** The pages of the billing example: one script, its style and the document. */
async function buildExamples(): Promise<void> {
  const outdir = join(OUTPUT, 'examples/billing');
  await build({
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    define: { global: 'globalThis' },
    entryPoints: ['examples/billing/page/app.ts'],
    outdir,
  });
  for (const name of ['index.html', 'style.css']) {
    copyFileSync(join('examples/billing/page', name), join(outdir, name));
  }
}

const { digest } = readCodeVersion();
rmSync(BUNDLES_VERSION_PATH, { force: true });
for (const part of ['resolvers', 'functions', 'local', 'examples']) {
  rmSync(join(OUTPUT, part), { recursive: true, force: true });
  mkdirSync(join(OUTPUT, part), { recursive: true });
}
await Promise.all([
  buildResolvers(),
  buildFunctions(),
  buildLocal(),
  buildConsole(),
  buildOrders(),
  buildExamples(),
]);
// Results of tests count for this code only if the bundles are of it, too.
writeFileSync(BUNDLES_VERSION_PATH, `${digest}\n`);
