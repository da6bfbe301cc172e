import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GlobalSecondaryIndex, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { IndexDefinition } from '../../infra/tables.ts';

export interface RunningDynamoDb {
  readonly endpoint: string;
  /** Whose tables these are: DynamoDB Local keeps those of each access key id apart. */
  readonly accessKeyId: string;
  /** Makes an on-demand table with text keys, and an index if one is given. */
  createTable(
    name: string,
    partitionKey: string,
    sortKey?: string,
    index?: IndexDefinition,
  ): Promise<void>;
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
  index?: IndexDefinition,
): Promise<void> {
  const indexKeys = index === undefined ? [] : [index.partitionKey.name, index.sortKey.name];
  const attributes = [...new Set([...keys, ...indexKeys])];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keySchema(keys),
      ...(index === undefined ? {} : { GlobalSecondaryIndexes: [indexOf(index, indexKeys)] }),
    }),
  );
}

function keySchema(keys: readonly string[]): KeySchemaElement[] {
  return keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' }));
}

function indexOf({ name }: IndexDefinition, keys: readonly string[]): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: keySchema(keys),
    Projection: { ProjectionType: 'ALL' },
  };
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
    createTable: (name, partitionKey, sortKey, index) => {
      const keys = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
      return createTable(client, name, keys, index);
    },
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
