import {
  CreateTableCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  AttributeValue,
  CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runEngine } from '../../../local/dynamodb/engine.ts';
import type { Engine } from '../../../local/dynamodb/engine.ts';
import { createExpirySweep } from '../../../local/dynamodb/expiry.ts';
import { createForwarder } from '../../../local/dynamodb/forward.ts';
import type { Forwarder } from '../../../local/dynamodb/forward.ts';
import { startDynamoDb } from '../../../local/dynamodb/guard.ts';
import { until } from '../../support/processes.ts';
import { BINARY, OWNER, REGION, clientOf } from './accounts.ts';

const NOW_S = 2_000_000_000;
const FIVE_YEARS_S = 5 * 365 * 24 * 3600;

/** A table with both keys, and names that expressions reserve. */
const TABLE: CreateTableCommandInput = {
  TableName: 'grants',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'hash', AttributeType: 'S' },
    { AttributeName: 'range', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'hash', KeyType: 'HASH' },
    { AttributeName: 'range', KeyType: 'RANGE' },
  ],
};

describe('the expiry sweep', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  let engine: Engine;
  let forwarder: Forwarder;
  const clock = () => new Date(NOW_S * 1000);
  const rules = [{ table: 'grants', attribute: 'ttl' }];

  beforeAll(async () => {
    engine = await runEngine({ binary: BINARY, dataDir, log: () => undefined });
    forwarder = createForwarder(() => engine.address());
  });

  afterAll(async () => {
    forwarder.close();
    await engine.close();
    rmSync(dataDir, { recursive: true });
  });

  const put = (range: string, ttl: AttributeValue | undefined) =>
    forwarder.call('PutItem', {
      TableName: 'grants',
      Item: { hash: { S: 'a' }, range: { S: range }, ...(ttl === undefined ? {} : { ttl }) },
    });
  const left = async () => {
    const { Items } = await forwarder.call('Scan', { TableName: 'grants' });
    return (Items as { range: { S: string } }[]).map(({ range }) => range.S).sort();
  };

  it('passes over a table that does not exist yet', async () => {
    expect(await createExpirySweep({ call: forwarder.call, rules, clock })()).toBe(0);
    await forwarder.call('CreateTable', TABLE);
  });

  it('deletes what expired just now and keeps what expires just after', async () => {
    await put('just-expired', { N: String(NOW_S - 1) });
    await put('expires-now', { N: String(NOW_S) });
    await put('expires-later', { N: String(NOW_S + 1) });
    expect(await createExpirySweep({ call: forwarder.call, rules, clock })()).toBe(1);
    expect(await left()).toEqual(['expires-later', 'expires-now']);
  });

  it('keeps what has no number there, or one older than five years', async () => {
    await put('never', undefined);
    await put('text', { S: '1' });
    await put('milliseconds-of-1970', { N: '1000' });
    await put('five-years', { N: String(NOW_S - FIVE_YEARS_S) });
    await put('almost-five-years', { N: String(NOW_S - FIVE_YEARS_S + 1) });
    expect(await createExpirySweep({ call: forwarder.call, rules, clock })()).toBe(1);
    expect(await left()).not.toContain('almost-five-years');
    expect(await left()).toHaveLength(6);
  });

  it('keeps an item that is renewed between the scan and the delete', async () => {
    await put('renewed', { N: String(NOW_S - 10) });
    const call: Forwarder['call'] = async (operation, input) => {
      if (operation === 'DeleteItem') await put('renewed', { N: String(NOW_S + 10) });
      return forwarder.call(operation, input);
    };
    expect(await createExpirySweep({ call, rules, clock })()).toBe(0);
    expect(await left()).toContain('renewed');
  });

  it('follows the pages of a large table', async () => {
    const text = { S: 'x'.repeat(300_000) };
    for (let index = 0; index < 8; index += 1) {
      const Item = { hash: { S: 'page' }, range: { S: String(index) }, text };
      const ttl = { N: String(NOW_S - 1) };
      await forwarder.call('PutItem', { TableName: 'grants', Item: { ...Item, ttl } });
    }
    expect(await createExpirySweep({ call: forwarder.call, rules, clock })()).toBe(8);
  });
});

describe('the sweeper of the DynamoDB process', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  let client: DynamoDBClient;

  it('runs by itself and by the clock it is given', async () => {
    let seconds = NOW_S;
    const service = await startDynamoDb(
      {
        dataDir,
        port: 0,
        region: REGION,
        accessKeys: [OWNER],
        expiry: [{ table: 'grants', attribute: 'ttl' }],
        sweepSeconds: 0.02,
      },
      { binary: BINARY, log: () => undefined, expiryClock: () => new Date(seconds * 1000) },
    );
    client = clientOf(OWNER, service.port);
    const count = async () => (await client.send(new ScanCommand({ TableName: 'grants' }))).Count;
    await client.send(new CreateTableCommand(TABLE));
    const Key = { hash: { S: 'a' }, range: { S: 'a' } };
    const Item = { ...Key, ttl: { N: String(NOW_S) } };
    await client.send(new PutItemCommand({ TableName: 'grants', Item }));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await count()).toBe(1);
    seconds = NOW_S + 1;
    await until(async () => (await count()) === 0);
    const upsert = new UpdateItemCommand({ TableName: 'grants', Key });
    await client.send(upsert);
    expect(await count()).toBe(1);
    client.destroy();
    await service.close();
    rmSync(dataDir, { recursive: true });
  });
});
