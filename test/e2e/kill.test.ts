import { setTimeout as delay } from 'node:timers/promises';

import { ReleaseBatchDocument, TokenizeBatchDocument } from '../../client/generated/operations.ts';
import { makeCustomers } from '../../demo/customers.ts';
import type { Ready } from '../../local/ready.ts';
import { newDataDir, removeDataDir, startGateway, untilExit } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';
import { descendants, isAlive, isPortFree } from '../support/processes.ts';
import { runs } from '../support/runs.ts';

const VICTIMS = [
  'gateway',
  'kms',
  'cognito',
  'dynamodb',
  'dynoxide',
  'lambda',
  'everything',
] as const;
type Victim = (typeof VICTIMS)[number];

/** By what stands on their command lines. */
const COMMANDS: Readonly<Partial<Record<Victim, RegExp>>> = {
  kms: /local\/kms\/main/,
  cognito: /local\/cognito\/main/,
  dynamodb: /local\/dynamodb\/main/,
  dynoxide: /dynoxide serve/,
  lambda: /local\/lambda\/worker/,
};

const ACKNOWLEDGED = runs(1) > 1 ? 1000 : 300;
const BATCH = 25;
const WRITERS = 4;
const PANS = makeCustomers(5000, 7).map(({ pan }) => pan);

/** Tokens that were answered, with the value that each stands for. */
type Acknowledged = Map<string, string>;

describe('kill -9 under load', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  const rounds = Array.from({ length: runs(1) }, (_, round) => round + 1);
  const cases = VICTIMS.flatMap((victim) =>
    rounds.map((round): [Victim, number] => [victim, round]),
  );

  test.each(cases)(
    'of %s, round %i: every acknowledged token still detokenizes, nothing is left over',
    async (victim) => {
      const { ready } = gateway;
      const tree = [ready.pid, ...descendants(ready.pid).map(({ pid }) => pid)];
      const acknowledged = await writeUntilKilled(ready, () => {
        kill(victim, ready.pid);
      });
      if (victim === 'gateway' || victim === 'everything') {
        await untilExit(gateway.process);
        await expectNothingLeft(tree, ready);
        gateway = await startGateway({ dataDir });
      }
      expect(acknowledged.size).toBeGreaterThanOrEqual(ACKNOWLEDGED);
      expect(await readBack(gateway.ready, acknowledged)).toBe(acknowledged.size);
    },
    120_000,
  );
});

function kill(victim: Victim, gateway: number): void {
  const children = descendants(gateway);
  const pattern = COMMANDS[victim];
  const chosen =
    pattern === undefined ? children : children.filter((one) => pattern.test(one.command));
  const pids = victim === 'gateway' ? [] : chosen.map(({ pid }) => pid);
  if (victim === 'gateway' || victim === 'everything') pids.unshift(gateway);
  if (pids.length === 0) throw new Error(`found no process of ${victim}`);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** Writers go on while the process is killed; only what was answered counts. */
async function writeUntilKilled(ready: Ready, killNow: () => void): Promise<Acknowledged> {
  const tokenizer = await callerFor(ready, 'acme-tokenizer');
  const acknowledged: Acknowledged = new Map();
  const state = { killed: false };
  const killOnce = () => {
    if (!state.killed) killNow();
    state.killed = true;
  };
  const writer = async (first: number) => {
    for (let next = first; !state.killed; next += WRITERS * BATCH) {
      await tokenizeSome(tokenizer, next, acknowledged);
      if (acknowledged.size >= ACKNOWLEDGED) killOnce();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, at) => writer(at * BATCH)));
  return acknowledged;
}

async function tokenizeSome(
  tokenizer: Caller,
  first: number,
  acknowledged: Acknowledged,
): Promise<void> {
  const pans = Array.from({ length: BATCH }, (_, at) => PANS[(first + at) % PANS.length] ?? '');
  const inputs = pans.map((plaintext) => ({
    dataClass: 'PAN' as const,
    plaintext,
    deterministic: false,
  }));
  try {
    const { data } = await tokenizer.run(TokenizeBatchDocument, { inputs });
    data?.tokenizeBatch.forEach((one, at) => {
      if (one.__typename === 'Token') acknowledged.set(one.token, pans[at] ?? '');
    });
  } catch {
    // The connection broke: nothing of this batch was acknowledged.
  }
}

async function expectNothingLeft(pids: readonly number[], ready: Ready): Promise<void> {
  const urls = [ready.graphql, ready.kms.endpoint, ready.dynamodb.endpoint, ready.cognito.endpoint];
  const ports = urls.map((url) => Number(new URL(url).port));
  const deadline = Date.now() + 5_000;
  const left = async () => {
    const free = await Promise.all(ports.map((port) => isPortFree(port)));
    return { pids: pids.filter((pid) => isAlive(pid)), ports: ports.filter((_, at) => !free[at]) };
  };
  while (Date.now() < deadline) {
    const { pids: alive, ports: held } = await left();
    if (alive.length === 0 && held.length === 0) break;
    await delay(50);
  }
  expect(await left()).toEqual({ pids: [], ports: [] });
}

/** How many tokens give their value back; a service that is just starting again gets some time. */
async function readBack(ready: Ready, acknowledged: Acknowledged): Promise<number> {
  const payments = await patiently(() => callerFor(ready, 'acme-payments'));
  const tokens = [...acknowledged.keys()];
  let good = 0;
  for (let first = 0; first < tokens.length; first += 50) {
    good += await patiently(() =>
      releaseSome(payments, tokens.slice(first, first + 50), acknowledged),
    );
  }
  return good;
}

async function releaseSome(
  payments: Caller,
  tokens: readonly string[],
  acknowledged: Acknowledged,
): Promise<number> {
  const { data, errors } = await payments.run(ReleaseBatchDocument, {
    inputs: tokens.map((token) => ({ token, purpose: 'PAYMENT' as const })),
  });
  const results = data?.detokenizeBatch ?? [];
  const codes = [
    ...errors.map(({ errorType }) => errorType),
    ...results.map((one) => (one.__typename === 'VaultError' ? one.code : null)),
  ];
  if (codes.includes('TEMPORARILY_UNAVAILABLE')) throw new Error('not yet');
  return results.filter(
    (one) => one.__typename === 'Detokenization' && one.plaintext === acknowledged.get(one.token),
  ).length;
}

async function patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}
