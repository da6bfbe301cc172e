import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningDynamoDb {
  readonly endpoint: string;
  /** Whose tables these are: DynamoDB Local keeps those of each access key id apart. */
  readonly accessKeyId: string;
  /** Makes an on-demand table with text keys. */
  createTable(name: string, partitionKey: string, sortKey?: string): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 5000;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function untilAnswering(endpoint: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(10);
  }
  throw new Error('DynamoDB did not start.');
}

async function createTable(
  client: DynamoDBClient,
  name: string,
  keys: readonly string[],
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map((key, index) => ({
        AttributeName: key,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
    }),
  );
}

/** The DynamoDB that `TEST_DYNAMODB_ENDPOINT` names: AWS's DynamoDB Local, see tools/dynamodb-local.ts. */
export const GIVEN_DYNAMODB: string | undefined = process.env.TEST_DYNAMODB_ENDPOINT;

/** An access key id that no other suite has; letters and digits only, as DynamoDB Local demands. */
export function newAccessKeyId(): string {
  return `AKIATEST${randomBytes(6).toString('hex').toUpperCase()}`;
}

/**
 * A DynamoDB with tables of the test's own: the one that `TEST_DYNAMODB_ENDPOINT` names, or the
 * embedded one on a free port with its data in a temporary folder.
 */
export async function runDynamoDb(): Promise<RunningDynamoDb> {
  const accessKeyId = newAccessKeyId();
  const { endpoint, stop } =
    GIVEN_DYNAMODB === undefined
      ? await runEngine()
      : { endpoint: GIVEN_DYNAMODB, stop: () => Promise.resolve() };
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  return {
    endpoint,
    accessKeyId,
    createTable: (name, partitionKey, sortKey) =>
      createTable(client, name, sortKey === undefined ? [partitionKey] : [partitionKey, sortKey]),
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}

async function runEngine(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const port = await freePort();
  const binary = createRequire(join(process.cwd(), 'package.json')).resolve(
    '@dynoxide/linux-x64/dynoxide',
  );
  const file = join(directory, 'tables.db');
  const engine = spawn(binary, ['serve', '--port', String(port), '--db-path', file], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => engine.once('exit', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswering(endpoint);
  const stop = async () => {
    engine.kill('SIGKILL');
    await ended;
    rmSync(directory, { recursive: true });
  };
  return { endpoint, stop };
}
