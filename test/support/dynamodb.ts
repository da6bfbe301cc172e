import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningDynamoDb {
  readonly endpoint: string;
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

/** A DynamoDB of the test's own on a free port, its data in a temporary folder. */
export async function runDynamoDb(): Promise<RunningDynamoDb> {
  const directory = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const port = await freePort();
  const binary = require.resolve('@dynoxide/linux-x64/dynoxide');
  const file = join(directory, 'tables.db');
  const engine = spawn(binary, ['serve', '--port', String(port), '--db-path', file], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => engine.once('exit', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswering(endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  return {
    endpoint,
    createTable: (name, partitionKey, sortKey) =>
      createTable(client, name, sortKey === undefined ? [partitionKey] : [partitionKey, sortKey]),
    async stop() {
      client.destroy();
      engine.kill('SIGKILL');
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}
