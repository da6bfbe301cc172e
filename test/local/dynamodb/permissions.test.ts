import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { signedHeaders } from '../signed-headers.ts';
import { OWNER, READER, clientOf, keyOf, putOf, record } from './accounts.ts';
import { runGuard } from './running-guard.ts';
import type { RunningGuard } from './running-guard.ts';

const STRANGER = {
  accessKeyId: 'AKIALOCALSTRANGER000',
  secretAccessKey: 'stranger-secret',
  principal: 'arn:aws:iam::000000000000:role/stranger',
};

describe('permissions of principals on tables', () => {
  const denied = { name: 'AccessDeniedException' };
  let guard: RunningGuard;
  let owner: DynamoDBClient;
  let reader: DynamoDBClient;

  beforeAll(async () => {
    const permissions = {
      [OWNER.principal]: [{ actions: ['dynamodb:*'], table: '*' }],
      [READER.principal]: [
        {
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Scan'],
          table: 'records',
        },
        { actions: ['dynamodb:Query'], table: 'records/index/by-tenant' },
        { actions: ['dynamodb:PutItem'], table: 'audit' },
        { actions: ['dynamodb:PutItem', 'dynamodb:GetItem'], table: 'keys', partitions: '*#mine' },
      ],
    };
    const accessKeys = [OWNER, READER, STRANGER];
    guard = await runGuard(['records', 'audit', 'keys'], { accessKeys, permissions });
    ({ owner, reader } = guard);
  });
  afterAll(() => guard.stop());

  it('lets a principal put where its partitions are, alone and in a transaction, and nothing else', async () => {
    const put = (id: string) => ({ TableName: 'keys', Item: record(id) });
    const together = (...ids: string[]) =>
      new TransactWriteItemsCommand({ TransactItems: ids.map((id) => ({ Put: put(id) })) });
    await reader.send(new PutItemCommand(put('a#mine')));
    await reader.send(together('b#mine'));
    for (const id of ['a', 'a#mine#b', 'mine']) {
      await expect(reader.send(new PutItemCommand(put(id)))).rejects.toMatchObject(denied);
    }
    await expect(reader.send(together('c#mine', 'c'))).rejects.toMatchObject(denied);
    const get = new GetItemCommand({ TableName: 'keys', Key: keyOf('a#mine') });
    await expect(reader.send(get)).rejects.toMatchObject(denied);
  });

  it('lets a principal do what it is granted', async () => {
    const get = new GetItemCommand({ TableName: 'records', Key: keyOf('a') });
    expect((await reader.send(get)).Item).toEqual(record('a'));
    const batch = { RequestItems: { records: { Keys: [keyOf('a')] } } };
    expect((await reader.send(new BatchGetItemCommand(batch))).Responses?.records).toHaveLength(1);
    await reader.send(new PutItemCommand({ TableName: 'audit', Item: record('granted') }));
  });

  it('refuses another action on the same table and the same action on another', async () => {
    const write = new PutItemCommand({ TableName: 'records', Item: record('x') });
    await expect(reader.send(write)).rejects.toMatchObject(denied);
    const remove = new DeleteItemCommand({ TableName: 'audit', Key: keyOf('a') });
    await expect(reader.send(remove)).rejects.toMatchObject(denied);
    const scan = new ScanCommand({ TableName: 'keys' });
    await expect(reader.send(scan)).rejects.toMatchObject(denied);
  });

  it('tells an index from its table', async () => {
    const query = {
      TableName: 'records',
      KeyConditionExpression: 'tenant = :tenant',
      ExpressionAttributeValues: { ':tenant': { S: 'acme' } },
    };
    const byIndex = new QueryCommand({ ...query, IndexName: 'by-tenant' });
    expect((await reader.send(byIndex)).Count).toBeGreaterThan(0);
    await expect(reader.send(new QueryCommand(query))).rejects.toMatchObject(denied);
  });

  it('refuses a batch for one of its tables', async () => {
    const RequestItems = { records: { Keys: [keyOf('a')] }, keys: { Keys: [keyOf('a')] } };
    const read = new BatchGetItemCommand({ RequestItems });
    await expect(reader.send(read)).rejects.toMatchObject(denied);
    const puts = { audit: [{ PutRequest: { Item: record('x') } }] };
    const write = new BatchWriteItemCommand({ RequestItems: puts });
    await expect(reader.send(write)).rejects.toMatchObject(denied);
  });

  it('judges a transaction by its items', async () => {
    await reader.send(new TransactWriteItemsCommand({ TransactItems: [putOf('audit', 't')] }));
    const Get = { TableName: 'records', Key: keyOf('a') };
    await reader.send(new TransactGetItemsCommand({ TransactItems: [{ Get }] }));
    const mixed = [putOf('audit', 'u'), putOf('keys', 'u')];
    const write = new TransactWriteItemsCommand({ TransactItems: mixed });
    await expect(reader.send(write)).rejects.toMatchObject(denied);
    const check = {
      ConditionCheck: {
        TableName: 'keys',
        Key: keyOf('a'),
        ConditionExpression: 'attribute_exists(pk)',
      },
    };
    const probe = new TransactWriteItemsCommand({ TransactItems: [putOf('audit', 'v'), check] });
    await expect(reader.send(probe)).rejects.toMatchObject(denied);
  });

  it('refuses PartiQL to everybody and administration to those without it', async () => {
    const Statement = 'SELECT * FROM keys';
    for (const client of [owner, reader]) {
      const statement = new ExecuteStatementCommand({ Statement });
      await expect(client.send(statement)).rejects.toMatchObject(denied);
    }
    await expect(reader.send(new ListTablesCommand({}))).rejects.toMatchObject(denied);
    expect((await owner.send(new ListTablesCommand({}))).TableNames).toContain('records');
  });

  it('grants nothing to a principal that is not listed', async () => {
    const stranger = clientOf(STRANGER, guard.port);
    const get = new GetItemCommand({ TableName: 'records', Key: keyOf('a') });
    await expect(stranger.send(get)).rejects.toMatchObject(denied);
    stranger.destroy();
  });

  it('is not deceived by a table that is named twice', async () => {
    const scan = async (body: string) => {
      const host = `127.0.0.1:${guard.port}`;
      const target = 'DynamoDB_20120810.Scan';
      const headers = signedHeaders({ service: 'dynamodb', key: READER, host, target, body });
      return (await fetch(`http://${host}`, { method: 'POST', headers, body })).text();
    };
    expect(await scan('{"TableName":"keys","TableName":"records"}')).toContain('"Count":1');
    const refused = await scan('{"TableName":"records","TableName":"keys"}');
    expect(refused).toContain('#AccessDeniedException');
    expect(refused).not.toContain('keys');
  });
});
