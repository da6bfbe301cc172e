import {
  CreateTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { hiddenAddress, startEngineProcess } from '../../../local/dynamodb/engine-process.ts';
import { startDynamoDb } from '../../../local/dynamodb/guard.ts';
import type { DynamoDbConfig } from '../../../local/dynamodb/guard.ts';
import { isAlive, isPortFree } from '../../support/processes.ts';
import { BINARY, OWNER, REGION, clientOf, tableNamed } from './accounts.ts';

describe('starting and stopping DynamoDB', () => {
  const surroundings = { binary: BINARY, log: () => undefined };
  const base: DynamoDbConfig = {
    dataDir: '',
    port: 0,
    region: REGION,
    accessKeys: [OWNER],
    expiry: [],
    sweepSeconds: 0,
  };
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  });

  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  it('keeps what was written over a stop and a start, and leaves no process', async () => {
    const first = await startDynamoDb({ ...base, dataDir }, surroundings);
    const client = clientOf(OWNER, first.port);
    await client.send(new CreateTableCommand(tableNamed('records')));
    await client.send(new PutItemCommand({ TableName: 'records', Item: { pk: { S: 'a' } } }));
    await first.close();
    expect(isAlive(first.enginePid() ?? 0)).toBe(false);
    expect(await isPortFree(first.port)).toBe(true);
    const second = await startDynamoDb({ ...base, dataDir, port: first.port }, surroundings);
    const read = new GetItemCommand({ TableName: 'records', Key: { pk: { S: 'a' } } });
    expect((await client.send(read)).Item).toEqual({ pk: { S: 'a' } });
    client.destroy();
    await second.close();
  });

  it('leaves no engine behind when its port is taken', async () => {
    const first = await startDynamoDb({ ...base, dataDir }, surroundings);
    const elsewhere = join(dataDir, 'other');
    const second = startDynamoDb({ ...base, dataDir: elsewhere, port: first.port }, surroundings);
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    expect(readdirSync(elsewhere)).toEqual(['tables.sqlite']);
  });

  it('names the way out on a platform without the engine', async () => {
    const start = startDynamoDb({ ...base, dataDir }, { ...surroundings, binary: null });
    await expect(start).rejects.toThrow(
      /^DynamoDB: there is no embedded engine .*GATEWAY_DYNAMODB/,
    );
  });

  it('stands in front of another DynamoDB when told its endpoint', async () => {
    const address = { host: '127.0.0.1', port: hiddenAddress().port };
    const database = join(dataDir, 'other.sqlite');
    const onStarted = () => undefined;
    const other = await startEngineProcess({ binary: BINARY, database, onStarted }, address);
    const endpoint = `http://127.0.0.1:${address.port}`;
    const front = await startDynamoDb({ ...base, endpoint }, { ...surroundings, binary: null });
    const client = clientOf(OWNER, front.port);
    await client.send(new CreateTableCommand(tableNamed('records')));
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['records']);
    await other.end();
    await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
    client.destroy();
    await front.close();
  });

  it.each(['http://dynamodb.example:8000', 'https://127.0.0.1:1', 'http://127.0.0.1', 'x'])(
    'refuses the endpoint %s, which is not on the loopback or says no port',
    async (endpoint) => {
      const start = startDynamoDb({ ...base, endpoint }, surroundings);
      await expect(start).rejects.toThrow('GATEWAY_DYNAMODB_ENDPOINT must be');
    },
  );
});
