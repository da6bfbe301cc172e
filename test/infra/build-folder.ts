import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ORDER_PIPELINES } from '../../examples/orders/pipelines.ts';
import { PIPELINES } from '../../resolvers/pipelines.ts';

const RESOLVER = `export function request() { return {}; }
export function response(ctx) { return ctx.prev.result; }
`;

/** Every bundle that a deployment of the wiring table needs, by its place in the build folder. */
function bundles(): Record<string, string> {
  const steps = PIPELINES.flatMap(({ functions }) => functions.map(({ name }) => name));
  const resolvers = [
    ...PIPELINES.map(({ field }) => field),
    ...steps.map((name) => `pipeline/${name}`),
  ];
  return {
    'functions/vault/index.js': 'exports.handler = async () => "vault";',
    'functions/key-admin/index.js': 'exports.handler = async () => "key-admin";',
    'functions/cvc-sweeper/index.js': 'exports.handler = async () => "cvc-sweeper";',
    'functions/rewrap/index.js': 'exports.handler = async () => "rewrap";',
    'functions/audit-sealer/index.js': 'exports.handler = async () => "audit-sealer";',
    'functions/charge/index.js': 'exports.handler = async () => "charge";',
    'functions/anomaly-watch/index.js': 'exports.handler = async () => "anomaly-watch";',
    'examples/orders/function/index.js': 'exports.handler = async () => "orders";',
    'examples/orders/resolvers/pipeline/invoke-orders.js': RESOLVER,
    ...Object.fromEntries(
      ORDER_PIPELINES.map(({ field }) => [`examples/orders/resolvers/${field}.js`, RESOLVER]),
    ),
    ...Object.fromEntries(resolvers.map((name) => [`resolvers/${name}.js`, RESOLVER])),
  };
}

/** A build folder with the smallest bundles, so that these tests do not wait for a build. */
export function createBuildFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'build-'));
  for (const [name, content] of Object.entries(bundles())) {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}
