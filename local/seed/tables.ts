import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { setTimeout as delay } from 'node:timers/promises';

import { TABLES } from '../../infra/tables.ts';
import { ORDERS_TABLE } from '../orders.ts';
import type {
  IndexDefinition,
  KeyAttribute,
  TableDefinition,
  TableId,
} from '../../infra/tables.ts';

/** The name of a table on loopback. */
export function tableName(id: TableId): string {
  return `tokenization-${TABLES[id].suffix}`;
}

/** Of the example application, which has an account of its own on AWS. */
const ORDERS: TableDefinition = { suffix: 'orders', partitionKey: { name: 'pk', type: 'S' } };

/** Makes the tables that do not exist yet, and returns when all can be used. */
export async function seedTables(dynamodb: DynamoDBClient): Promise<void> {
  const ids = Object.keys(TABLES) as TableId[];
  await Promise.all([
    ...ids.map((id) => seedTable(dynamodb, tableName(id), TABLES[id])),
    seedTable(dynamodb, ORDERS_TABLE, ORDERS),
  ]);
}

async function seedTable(
  dynamodb: DynamoDBClient,
  name: string,
  { partitionKey, sortKey, index }: TableDefinition,
): Promise<void> {
  if (await isActive(dynamodb, name)) return;
  const keys = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
  await create(dynamodb, name, keys, index);
  while (!(await isActive(dynamodb, name))) await delay(20);
}

async function create(
  dynamodb: DynamoDBClient,
  name: string,
  keys: readonly KeyAttribute[],
  index: IndexDefinition | undefined,
): Promise<void> {
  const indexKeys = index === undefined ? [] : [index.partitionKey, index.sortKey];
  const attributes = new Set([...keys, ...indexKeys].map((key) => key.name));
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: keySchema(keys),
    ...(index === undefined
      ? {}
      : {
          GlobalSecondaryIndexes: [
            {
              IndexName: index.name,
              KeySchema: keySchema(indexKeys),
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        }),
  });
  try {
    await dynamodb.send(command);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

function keySchema(keys: readonly KeyAttribute[]): KeySchemaElement[] {
  return keys.map(({ name }, position) => ({
    AttributeName: name,
    KeyType: position === 0 ? 'HASH' : 'RANGE',
  }));
}

async function isActive(dynamodb: DynamoDBClient, name: string): Promise<boolean> {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    return Table?.TableStatus === 'ACTIVE';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}
