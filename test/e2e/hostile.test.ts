import { readFileSync } from 'node:fs';

import { buildSchema, isEnumType } from 'graphql';

import { runDynamoDb } from '../support/dynamodb.ts';
import type { RunningDynamoDb } from '../support/dynamodb.ts';
import { removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { descendants } from '../support/processes.ts';
import { runs } from '../support/runs.ts';
import { userOf } from '../support/users.ts';
import { tapWire } from '../support/wire-tap.ts';
import type { WireTap } from '../support/wire-tap.ts';
import { createAttack } from './hostile/attack.ts';
import type { Attack } from './hostile/attack.ts';
import { CODE_CASES } from './hostile/code-cases.ts';
import { createDraw } from './hostile/draw.ts';
import { ATTACKED } from './hostile/operations.ts';
import type { Attacked } from './hostile/operations.ts';
import { hostileRequest } from './hostile/requests.ts';
import { createTally } from './hostile/tally.ts';

/** Inputs of one operation in one round. */
const PER_ROUND = runs(1) > 1 ? 100 : 50;
const ROUNDS = runs(1);
/** What is drawn at random may be refused many times in a row, so more are drawn until both were seen. */
const AT_MOST = ROUNDS * PER_ROUND + 1_000;
const SEED = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000);
const SIDE_BY_SIDE = 12;
const POOL_SIZE = 200;

function errorCodes(): string[] {
  const type = buildSchema(
    ['schema/appsync.graphql', 'schema/schema.graphql']
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n'),
  ).getType('ErrorCode');
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}

/** One gateway, whose tables lie behind a tap: some codes need a fault, which is made there. */
describe('hostile input', () => {
  let engine: RunningDynamoDb;
  let tables: WireTap;
  let gateway: RunningGateway;
  let attack: Attack;
  let processes: number[];
  let welcome: string;
  const operations = createTally('operations');
  const generators = createTally('generators');
  const codes = createTally('codes');
  const failures: string[] = [];
  /** Tokens that were made and may still resolve. */
  const pool: string[] = [];
  /** As far as can be told by the mask: tokens of cards. */
  const cards: string[] = [];

  beforeAll(async () => {
    engine = await runDynamoDb();
    tables = await tapWire(engine.endpoint, { accessKeyId: engine.accessKeyId });
    gateway = await startGateway({ env: { GATEWAY_DYNAMODB_ENDPOINT: tables.endpoint } });
    attack = createAttack(gateway.ready);
    processes = pids();
    welcome = gateway.output();
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(gateway.dataDir);
    await tables.stop();
    await engine.stop();
    console.log([operations, generators, codes].map((one) => one.print()).join('\n\n'));
  });

  const pids = () => descendants(gateway.process.pid ?? 0).map(({ pid }) => pid);

  const keepTokens = (data: Record<string, unknown> | null) => {
    type Shown = { token?: string; masked?: string } | null;
    for (const one of Object.values(data ?? {}).flat() as Shown[]) {
      if (typeof one?.token !== 'string') continue;
      if (/^\*{12}\d{4}$/.test(one.masked ?? '')) cards.push(one.token);
      if (pool.length < POOL_SIZE) pool.push(one.token);
      else pool[Math.floor(Math.random() * POOL_SIZE)] = one.token;
    }
  };

  const attackOnce = async (attacked: Attacked, seed: number) => {
    const request = hostileRequest(
      attacked,
      createDraw(seed),
      attacked.ofCards === true ? cards : pool,
    );
    const { status, codes: answered, echoes, data, isWellFormed } = await attack(request);
    const name = `${request.operation}, ${request.generator}, seed ${seed}`;
    if (status >= 500) failures.push(`${name}: status ${status}`);
    if (!isWellFormed) failures.push(`${name}: no GraphQL answer`);
    if (answered.includes('INTERNAL')) failures.push(`${name}: INTERNAL`);
    if (echoes.length > 0) failures.push(`${name}: echo of the ${echoes[0]?.canary ?? ''}`);
    const isAccepted = answered.includes('OK');
    operations.add(request.operation, isAccepted ? 'accepted' : 'refused');
    generators.add(request.generator, isAccepted ? 'accepted' : 'refused');
    for (const code of answered) codes.add(code, request.operation);
    keepTokens(data);
  };

  const isBothWays = (name: string) =>
    ['accepted', 'refused'].every((outcome) => operations.count(name, outcome) > 0);

  test.each(ATTACKED.map((attacked, at) => [attacked.name, attacked, at] as const))(
    'never breaks, is never echoed: %s',
    async (name, attacked, at) => {
      const first = SEED + at * 10_000_000;
      let next = 0;
      const isEnough = () =>
        next >= AT_MOST || (next >= ROUNDS * PER_ROUND && isBothWays(attacked.name));
      const worker = async () => {
        while (!isEnough()) await attackOnce(attacked, first + next++);
      };
      const started = Date.now();
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
      const perSecond = (next * 1000) / (Date.now() - started);
      console.log(`${name}: ${perSecond.toFixed(0)} inputs/s`);
      tables.clear();
      expect(failures).toEqual([]);
      expect(operations.count(name, 'accepted')).toBeGreaterThan(0);
      expect(operations.count(name, 'refused')).toBeGreaterThan(0);
    },
    60_000 + ROUNDS * 10_000,
  );

  test.each(CODE_CASES)('can bring about %s', async (code, bringAbout) => {
    const reached = await bringAbout({ ready: gateway.ready, tables });
    tables.decide(null);
    for (const one of reached) codes.add(one, 'case of its own');
    expect(reached).toContain(code);
  });

  test('and all of it together reaches every error code', () => {
    const reached = new Set(codes.rows());
    expect(errorCodes().filter((code) => !reached.has(code))).toEqual([]);
    expect(operations.total()).toBeGreaterThanOrEqual(ATTACKED.length * ROUNDS * PER_ROUND);
  });

  test('leaves every process of the gateway as it was, and the gateway at work', async () => {
    expect(pids()).toEqual(processes);
    expect(gateway.process.exitCode).toBeNull();
    const printed = gateway.output().slice(welcome.length);
    expect(printed).not.toMatch(/restart|uncaught|canary|4\d{15}/i);
    const request = { operation: 'me', generator: 'none', withAccessToken: false };
    const { codes: answered } = await attack({
      ...request,
      username: userOf('vault-admins'),
      body: '{"query":"{ me { id } }"}',
      secret: { pan: 'no pan', word: 'no word' },
    });
    expect(answered).toEqual(['OK']);
  });
});
