import { build } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { functionBundles } from '../tools/function-bundle.ts';
import type { BenchGateway } from './bench-gateway.ts';
import { BATCH } from './gateway-load.ts';
import { profileProcess } from './inspector.ts';
import type { CpuProfile } from './inspector.ts';
import { startLoadClient } from './load.ts';
import { sourcesBy, timeByPart } from './profile-parts.ts';
import type { PartRule, SourceOf } from './profile-parts.ts';
import { cpuMs, partsOf } from './process-times.ts';
import type { Part } from './process-times.ts';
import {
  itemsOf,
  releaseBatchBodies,
  releaseBodies,
  tokenizeBatchBodies,
  tokenizeBodies,
  tokenizeInputs,
} from './requests.ts';

/** Time that samples stood for, by operation, process and what the process did. */
export interface ProfiledPart {
  readonly operation: string;
  readonly process: Part;
  readonly part: string;
  readonly microseconds: number;
}

/** Node's own files come last: a socket that is written for a part is that part's work. */
const RULES: Readonly<Partial<Record<Part, readonly PartRule[]>>> = {
  gateway: [
    { part: 'Lambda host', sources: /local\/lambda\/|lambda-source|internal\/child_process/ },
    { part: 'authentication', sources: /authentication|user-pool|jose\/|protocol\/signature/ },
    { part: 'resolver evaluation', sources: /realm|code\.js|call\.js|appsync\/pipeline/ },
    { part: 'GraphQL', sources: /graphql\/|appsync\/(?!http)/ },
    { part: 'HTTP', sources: /appsync\/http|protocol\/http|local\/|node:_?http|node:net|stream/ },
  ],
  'vault worker': [
    {
      part: 'encryption',
      sources: /@aws-crypto|functions\/vault\/(envelope|branch-keys)|duplexify|readable-stream/,
    },
    { part: 'DynamoDB client', sources: /@aws-sdk|@smithy|node:_?http|node:net/ },
    { part: 'vault', sources: /functions\/vault|libphonenumber|re2/ },
    { part: 'Lambda host', sources: /lambda\/worker|internal\/child_process/ },
  ],
  'DynamoDB guard': [
    { part: 'signature', sources: /protocol\/signature|signature-v4/ },
    { part: 'guard and forwarding', sources: /./ },
  ],
};

/** The bundle is made once more to have its map; it is the same to the byte. */
async function sources(): Promise<SourceOf> {
  const made = await build({
    ...functionBundles(['vault'], 'build/functions'),
    sourcemap: 'external',
    sourcesContent: false,
    write: false,
  });
  const textOf = (end: string) =>
    made.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  if (textOf('.js') !== readFileSync('build/functions/vault/index.js', 'utf8')) {
    throw new Error('The built vault is not the one of these sources: npm run build.');
  }
  const local = readdirSync('build/local', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, readFileSync(join('build/local', `${name}.map`), 'utf8')] as const);
  return sourcesBy({
    'functions/vault/index.js': textOf('.map'),
    ...Object.fromEntries(local.map(([name, map]) => [`build/local/${name}`, map])),
  });
}

interface Work {
  readonly operation: string;
  readonly bodies: readonly string[];
  readonly authorization: string;
  readonly concurrency: number;
}

async function worksFor(
  { gateway, tokenizer, paymentStaff }: BenchGateway,
  client: ReturnType<typeof startLoadClient>,
  items: number,
): Promise<Work[]> {
  const inputs = tokenizeInputs(items, 0, 'random');
  const bodies = tokenizeBatchBodies(inputs, BATCH);
  const made = await client.run({
    ...{ endpoint: gateway.ready.graphql, authorization: tokenizer },
    ...{ bodies, concurrency: 4 },
  });
  const tokens = made.answers.flatMap((answer) => itemsOf(answer).map(({ token }) => token));
  const few = items / 10;
  const single = { concurrency: 16 };
  const batch = { concurrency: 4 };
  const asTokenizer = { authorization: tokenizer };
  const asPayments = { authorization: paymentStaff };
  return [
    {
      operation: 'tokenize, single',
      ...single,
      ...asTokenizer,
      bodies: tokenizeBodies(inputs.slice(0, few)),
    },
    { operation: `tokenize, batches of ${BATCH}`, ...batch, ...asTokenizer, bodies },
    {
      operation: 'detokenize + plaintext, single',
      ...single,
      ...asPayments,
      bodies: releaseBodies(tokens.slice(0, few)),
    },
    {
      operation: `detokenize + plaintext, batches of ${BATCH}`,
      ...batch,
      ...asPayments,
      bodies: releaseBatchBodies(tokens, BATCH),
    },
  ];
}

/** Of the workers, the one that worked: the other function has been idle. */
function busiest(gatewayPid: number, wanted: Part): number {
  const pids = partsOf(gatewayPid).flatMap(({ part, pid }) => (part === wanted ? [pid] : []));
  return [...pids].sort((a, b) => cpuMs(b) - cpuMs(a))[0] ?? gatewayPid;
}

/**
 * Profiles each process in turn under each operation; nothing is compiled into it for that. Empty
 * when another process has the inspector's port.
 */
export async function profileGateway(bench: BenchGateway, items: number): Promise<ProfiledPart[]> {
  const { graphql: endpoint, pid: root } = bench.gateway.ready;
  const sourceOf = await sources();
  const client = startLoadClient();
  const found: ProfiledPart[] = [];
  try {
    for (const work of await worksFor(bench, client, items)) {
      for (const [process, rules] of Object.entries(RULES) as [Part, readonly PartRule[]][]) {
        const profile: CpuProfile | null = await profileProcess(busiest(root, process), () =>
          client.run({ ...work, endpoint }),
        );
        if (profile === null) return [];
        for (const [part, time] of timeByPart(profile, rules, sourceOf)) {
          const { operation } = work;
          found.push({ operation, process, part, microseconds: time });
        }
      }
    }
    return found;
  } finally {
    client.close();
  }
}
