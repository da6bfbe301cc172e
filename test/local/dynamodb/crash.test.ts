import {
  BatchWriteItemCommand,
  CreateTableCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startDynamoDb } from '../../../local/dynamodb/guard.ts';
import type { DynamoDbConfig } from '../../../local/dynamodb/guard.ts';
import { createSupervisor } from '../../../local/supervisor.ts';
import type { Supervisor } from '../../../local/supervisor.ts';
import { buildEntries } from '../built-entries.ts';
import type { BuiltEntries } from '../built-entries.ts';
import { isAlive, isPortFree, until } from '../../support/processes.ts';
import { BINARY, OWNER, REGION, clientOf, putOf, record, tableNamed } from './accounts.ts';

const WRITERS = 16;
const BEFORE_THE_KILL = 1_000;
const AFTER_THE_KILL = 100;

const SUPERVISED = (supervisor: string, entry: string, config: DynamoDbConfig) => `
import { createSupervisor } from '${supervisor}';
const supervisor = createSupervisor({ log: () => {}, onGivenUp: () => {} });
const spec = { name: 'dynamodb', entry: '${entry}', config: ${JSON.stringify(config)} };
const { port } = await supervisor.start(spec);
process.send({ port, pid: supervisor.pids().dynamodb });`;

/** An engine that nothing ties to its guard, except what `containment` says. */
const UNTIED = (engineProcess: string, claim: string, dataDir: string, watched: boolean) => `
import { spawn } from 'node:child_process';
import { startEngineProcess } from '${engineProcess}';
import { claimDirectory } from '${claim}';
const binary = '${BINARY}';
const claim = await claimDirectory('${dataDir}/owner.json', binary);
const engine = await startEngineProcess({
  binary,
  database: '${dataDir}/tables.sqlite',
  onStarted: claim.recordEngine,
  containment: { prefix: [], diesWithParent: ${!watched} },
});
process.send({ port: engine.address.port, pid: engine.pid });
setInterval(() => {}, 1000);`;

interface Acknowledged {
  readonly keys: string[];
  readonly transactions: number[];
}

describe('kill -9 under load', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const config: DynamoDbConfig = {
    dataDir,
    port: 0,
    region: REGION,
    accessKeys: [OWNER],
    expiry: [],
    sweepSeconds: 0,
  };
  let built: BuiltEntries;
  let supervisor: Supervisor;
  let client: DynamoDBClient;
  let port: number;
  let next = 0;

  beforeAll(async () => {
    built = await buildEntries([
      'dynamodb/main',
      'dynamodb/engine-process',
      'dynamodb/claim',
      'supervisor',
    ]);
    supervisor = createSupervisor({ log: () => undefined, onGivenUp: () => undefined });
    ({ port } = await supervisor.start({
      name: 'dynamodb',
      entry: built.path('dynamodb/main'),
      config,
    }));
    client = clientOf(OWNER, port, 4);
    await client.send(new CreateTableCommand(tableNamed('records')));
  });

  afterAll(async () => {
    client.destroy();
    await supervisor.stop();
    built.remove();
    rmSync(dataDir, { recursive: true });
  });

  const enginePid = () => {
    const owner = readFileSync(join(dataDir, 'owner.json'), 'utf8');
    return (JSON.parse(owner) as { engine: { pid: number } }).engine.pid;
  };
  const guardPid = () => supervisor.pids().dynamodb ?? 0;

  const write = async (index: number, acknowledged: Acknowledged) => {
    const name = String(index);
    if (index % 4 === 0) {
      acknowledged.transactions.push(index);
      const TransactItems = [putOf('records', `A${name}`), putOf('records', `B${name}`)];
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      acknowledged.keys.push(`A${name}`, `B${name}`);
    } else if (index % 4 === 1) {
      const keys = ['w', 'x', 'y', 'z'].map((letter) => letter + name);
      const records = keys.map((key) => ({ PutRequest: { Item: record(key) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { records } }));
      acknowledged.keys.push(...keys);
    } else {
      const ConditionExpression = 'attribute_not_exists(pk)';
      const Item = record(`P${name}`);
      await client.send(new PutItemCommand({ TableName: 'records', Item, ConditionExpression }));
      acknowledged.keys.push(`P${name}`);
    }
  };

  /** Writes until `kill` was called and the service has answered for a while after it. */
  const writeThroughout = async (kill: () => void) => {
    const acknowledged: Acknowledged = { keys: [], transactions: [] };
    let goal = BEFORE_THE_KILL;
    const writer = async () => {
      while (acknowledged.keys.length < goal) {
        await write((next += 1), acknowledged).catch(() => delay(5));
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, writer).concat(killAtGoal()));
    return acknowledged;

    async function killAtGoal() {
      await until(() => acknowledged.keys.length >= BEFORE_THE_KILL - WRITERS * 4, 20_000);
      kill();
      goal = acknowledged.keys.length + AFTER_THE_KILL;
    }
  };

  const expectAllThere = async ({ keys, transactions }: Acknowledged, from = client) => {
    const present = new Set<string>();
    const input = { TableName: 'records', ProjectionExpression: 'pk', ConsistentRead: true };
    for await (const { Items = [] } of paginateScan({ client: from }, input)) {
      for (const { pk } of Items) present.add(pk?.S ?? '');
    }
    expect(keys.length).toBeGreaterThanOrEqual(1_000);
    expect(keys.filter((key) => !present.has(key))).toEqual([]);
    const torn = transactions.filter((id) => present.has(`A${id}`) !== present.has(`B${id}`));
    expect(torn).toEqual([]);
  };

  it('of the engine: no acknowledged write is lost, and the guard brings it back', async () => {
    const [guard, engine] = [guardPid(), enginePid()];
    const acknowledged = await writeThroughout(() => {
      process.kill(engine, 'SIGKILL');
    });
    await expectAllThere(acknowledged);
    expect(guardPid()).toBe(guard);
    expect(enginePid()).not.toBe(engine);
  });

  it('of the guard: no acknowledged write is lost, and its engine ends with it', async () => {
    const [guard, engine] = [guardPid(), enginePid()];
    const acknowledged = await writeThroughout(() => {
      process.kill(guard, 'SIGKILL');
    });
    await expectAllThere(acknowledged);
    expect(guardPid()).not.toBe(guard);
    expect(isAlive(engine)).toBe(false);
  });

  it('of both at once: no acknowledged write is lost', async () => {
    const [guard, engine] = [guardPid(), enginePid()];
    const acknowledged = await writeThroughout(() => {
      process.kill(guard, 'SIGKILL');
      process.kill(engine, 'SIGKILL');
    });
    await expectAllThere(acknowledged);
  });

  it('of the main process: nothing is lost, no process stays, no port is held', async () => {
    await supervisor.stop();
    const script = join(built.folder, 'main.mjs');
    const entry = built.path('dynamodb/main');
    writeFileSync(script, SUPERVISED(built.path('supervisor'), entry, { ...config, port }));
    const main = fork(script, { execArgv: [] });
    const { pid: guard } = await firstMessage(main);
    const engine = enginePid();
    const killed: Acknowledged = { keys: [], transactions: [] };
    const writer = async () => {
      while (main.exitCode === null && main.signalCode === null) {
        await write((next += 1), killed).catch(() => delay(5));
      }
    };
    const writers = Array.from({ length: WRITERS }, writer);
    await until(() => killed.keys.length >= BEFORE_THE_KILL, 20_000);
    main.kill('SIGKILL');
    await Promise.all(writers);
    await until(() => !isAlive(guard) && !isAlive(engine));
    expect(await isPortFree(port)).toBe(true);
    const again = await startDynamoDb(
      { ...config, port },
      { binary: BINARY, log: () => undefined },
    );
    await expectAllThere(killed);
    await again.close();
  });

  describe('of a guard on a system that does not tie children to their parents', () => {
    const start = async (folder: string, watched: boolean) => {
      const script = join(built.folder, `untied-${String(watched)}.mjs`);
      const [engine, claim] = [built.path('dynamodb/engine-process'), built.path('dynamodb/claim')];
      writeFileSync(script, UNTIED(engine, claim, folder, watched));
      const guard = fork(script, { execArgv: [] });
      return { guard, engine: (await firstMessage(guard)).pid };
    };
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
    });

    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it('a watcher ends the engine', async () => {
      const { guard, engine } = await start(folder, true);
      guard.kill('SIGKILL');
      await until(() => !isAlive(engine));
    });

    it('the next start ends an engine that outlived its guard', async () => {
      const { guard, engine } = await start(folder, false);
      guard.kill('SIGKILL');
      await until(() => !isAlive(guard.pid ?? 0));
      expect(isAlive(engine)).toBe(true);
      const surroundings = { binary: BINARY, log: () => undefined };
      const service = await startDynamoDb({ ...config, port: 0, dataDir: folder }, surroundings);
      expect(isAlive(engine)).toBe(false);
      await service.close();
    });

    it('a start on a directory whose guard lives is refused and harms nothing', async () => {
      const { guard, engine } = await start(folder, true);
      const surroundings = { binary: BINARY, log: () => undefined };
      const second = startDynamoDb({ ...config, port: 0, dataDir: folder }, surroundings);
      await expect(second).rejects.toThrow('in use by another gateway');
      expect(isAlive(engine)).toBe(true);
      guard.kill('SIGKILL');
      await until(() => !isAlive(engine));
    });
  });
});

function firstMessage(child: ReturnType<typeof fork>): Promise<{ port: number; pid: number }> {
  return new Promise((resolve) => {
    child.once('message', (message) => {
      resolve(message as { port: number; pid: number });
    });
  });
}
