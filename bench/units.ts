import { PAYMENT, TOKENIZER, ask, runVault } from '../test/support/vault.ts';
import type { Answer, Reply, RunningVault } from '../test/support/vault.ts';
import { countCosts } from '../test/support/storage-units.ts';
import { timed } from './cpu-clock.ts';
import { costPerMillion, SAMPLES_DESIGN } from './cost.ts';
import type { Cost, Usage } from './cost.ts';
import { inGroups, tokenizeInputs } from './requests.ts';
import type { Mode } from './requests.ts';
import { atMost, row } from './rows.ts';
import type { Row } from './rows.ts';
import { ratio } from './statistics.ts';

const COST_BATCH = 25;
const MAX_DOLLARS = 3;
/** One active branch key and one beacon key: the rows of a tenant that has not rotated. */
const KEY_STORE_ROWS = 2;

/** What some items asked of the services from cold caches on, in requests of a size. */
export interface Counted {
  readonly items: number;
  readonly requests: number;
  readonly itemsPerRequest: number;
  readonly kmsCalls: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly calls: number;
  readonly cpuMs: number;
}

interface Item {
  readonly token?: string;
  readonly code?: string;
}

function tokensOf(data: unknown): string[] {
  return [data as Item | readonly Item[]].flat().map(({ token, code }) => {
    if (token === undefined) throw new Error(`Refused: ${code ?? ''}`);
    return token;
  });
}

interface Load {
  readonly items: number;
  readonly size: number;
  readonly mode: Mode;
  readonly round: number;
}

async function tokenize(answer: Answer, { items, size, mode, round }: Load): Promise<string[]> {
  const groups = inGroups(tokenizeInputs(items, round, mode), size);
  const tokens: string[] = [];
  for (const inputs of groups) {
    const { data, error } =
      size === 1
        ? await ask(answer, 'tokenize', TOKENIZER, { input: inputs[0] })
        : await ask(answer, 'tokenizeBatch', TOKENIZER, { inputs });
    if (error !== undefined) throw new Error(`Refused: ${error.code}`);
    tokens.push(...tokensOf(data));
  }
  return tokens;
}

/** As GraphQL does when `plaintext` is selected: the records first, then what may be released. */
async function detokenize(answer: Answer, size: number, tokens: readonly string[]): Promise<void> {
  for (const group of inGroups(tokens, size)) {
    const inputs = group.map((token) => ({ token, purpose: 'PAYMENT' }));
    const [first] = inputs;
    const resolved = await (size === 1
      ? ask(answer, 'detokenize', PAYMENT, { input: first })
      : ask(answer, 'detokenizeBatch', PAYMENT, { inputs }));
    tokensOf(resolved.data);
    await releaseTogether(answer, inputs);
  }
}

async function releaseTogether(answer: Answer, inputs: readonly object[]): Promise<void> {
  const events = inputs.map((input) => ({
    ...{ operation: 'release', identity: PAYMENT, arguments: input },
    origin: { sourceIp: ['203.0.113.7'] },
  }));
  const replies = (await answer(events, 'bench')) as Reply[];
  for (const { error } of replies)
    if (error !== undefined) throw new Error(`Refused: ${error.code}`);
}

/** Counts at the wire what `work` asks of KMS and DynamoDB, in a vault with cold caches. */
async function count(
  vault: RunningVault,
  items: number,
  itemsPerRequest: number,
  work: (answer: Answer) => Promise<unknown>,
): Promise<Counted> {
  const { dynamodbWire, kmsWire } = vault;
  const answer = vault.start();
  dynamodbWire.clear();
  kmsWire.clear();
  const { cpuMs } = await timed(() => work(answer));
  const { writeUnits, readUnits, calls } = countCosts(dynamodbWire.passages);
  const kmsCalls = kmsWire.passages.length;
  const requests = items / itemsPerRequest;
  return { items, requests, itemsPerRequest, kmsCalls, writeUnits, readUnits, calls, cpuMs };
}

function countedRows(what: string, counted: Counted): Row[] {
  const { items, kmsCalls, writeUnits, readUnits, calls } = counted;
  const unit = `per ${items} items`;
  return [
    row('units', `${what}: KMS calls`, kmsCalls, unit, {
      compared: {
        ratio: ratio(kmsCalls, items * SAMPLES_DESIGN.kmsCalls),
        reference: 'samples’ design',
      },
      target: atMost(KEY_STORE_ROWS, kmsCalls, 'per cache lifetime'),
      note: 'from cold caches on',
    }),
    row('units', `${what}: write units`, writeUnits, unit, { note: `${calls} calls to DynamoDB` }),
    row('units', `${what}: read units`, readUnits, unit),
  ];
}

/**
 * An upper bound of what a request is billed: the CPU is measured together with that of the wire
 * taps, and calls that run side by side are counted as if they waited for one another.
 */
function usageOf(counted: Counted): Usage {
  const { requests, itemsPerRequest } = counted;
  const per = (total: number) => total / requests;
  return {
    front: 'appsync',
    itemsPerRequest,
    writeUnits: per(counted.writeUnits),
    readUnits: per(counted.readUnits),
    // What a cache saves depends on how often it is asked: all calls of this run are billed.
    kmsCalls: per(counted.kmsCalls),
    serviceCalls: per(counted.calls + counted.kmsCalls),
    cpuMs: per(counted.cpuMs),
  };
}

function costNote({ front, firewall, lambda, dynamodb, kms }: Cost): string {
  const parts = { front, WAF: firewall, Lambda: lambda, DynamoDB: dynamodb, KMS: kms };
  return Object.entries(parts)
    .map(([name, dollars]) => `${name} ${dollars.toFixed(2)}`)
    .join(', ');
}

function costRow(what: string, usage: Usage, isJudged: boolean): Row {
  const cost = costPerMillion(usage);
  const samples = costPerMillion(SAMPLES_DESIGN);
  return row('cost', what, cost.total, '$ per million', {
    note: costNote(cost),
    compared:
      usage === SAMPLES_DESIGN
        ? null
        : { ratio: ratio(cost.total, samples.total), reference: 'samples’ design' },
    target: isJudged ? atMost(MAX_DOLLARS, cost.total, '$') : null,
  });
}

/** KMS calls and units of so many items, a multiple of 50, and what a million costs at that rate. */
export async function measureUnits(items: number): Promise<Row[]> {
  const vault = await runVault();
  try {
    const tokenizing = (size: number, mode: Mode, round: number) =>
      count(vault, items, size, (answer) => tokenize(answer, { items, size, mode, round }));
    const random = await tokenizing(1, 'random', 1);
    const deterministic = await tokenizing(1, 'deterministic', 2);
    const randomBatch = await tokenizing(COST_BATCH, 'random', 3);
    const deterministicBatch = await tokenizing(COST_BATCH, 'deterministic', 4);
    const load = { items, size: 50, mode: 'random', round: 5 } as const;
    const tokens = await tokenize(vault.start(), load);
    const released = await count(vault, items, COST_BATCH, (answer) =>
      detokenize(answer, COST_BATCH, tokens),
    );
    const batches = `batches of ${COST_BATCH}`;
    return [
      ...countedRows('tokenize random, single', random),
      ...countedRows('tokenize deterministic, single', deterministic),
      ...countedRows(`tokenize random, ${batches}`, randomBatch),
      ...countedRows(`tokenize deterministic, ${batches}`, deterministicBatch),
      ...countedRows(`detokenize + plaintext, ${batches}`, released),
      costRow('samples’ design, one item a request', SAMPLES_DESIGN, false),
      costRow('tokenize random, single', usageOf(random), false),
      costRow('tokenize deterministic, single', usageOf(deterministic), false),
      costRow(`tokenize random, ${batches}`, usageOf(randomBatch), true),
      costRow(`tokenize deterministic, ${batches}`, usageOf(deterministicBatch), false),
      costRow(`detokenize + plaintext, ${batches}`, usageOf(released), false),
    ];
  } finally {
    await vault.stop();
  }
}
