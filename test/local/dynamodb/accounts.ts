import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

import type { AccessKey } from '../../../local/protocol/signature.ts';

export const REGION = 'us-east-1';

export const OWNER: AccessKey = {
  accessKeyId: 'AKIALOCALOWNER000000',
  secretAccessKey: 'owner-secret',
  principal: 'arn:aws:iam::000000000000:role/owner',
};

export const READER: AccessKey = {
  accessKeyId: 'AKIALOCALREADER00000',
  secretAccessKey: 'reader-secret',
  principal: 'arn:aws:iam::000000000000:role/reader',
};

/** A client as the Lambda functions make theirs. */
export function clientOf(key: AccessKey, port: number, maxAttempts = 1): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: REGION,
    credentials: key,
    maxAttempts,
  });
}

/** A table with a partition key, and an index on `tenant`. */
export function tableNamed(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'tenant', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-tenant',
        KeySchema: [{ AttributeName: 'tenant', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  };
}

/** The engine as npm installed it. */
export const BINARY = require.resolve('@dynoxide/linux-x64/dynoxide');

/** An item of such a table. */
export function record(pk: string) {
  return { pk: { S: pk }, tenant: { S: 'acme' } };
}

export function keyOf(pk: string) {
  return { pk: { S: pk } };
}

/** The part of a transaction that puts an item. */
export function putOf(TableName: string, pk: string) {
  return { Put: { TableName, Item: record(pk) } };
}
