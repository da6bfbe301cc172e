import {
  ConditionalCheckFailedException,
  ScanCommand,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { BatchRead } from '../vault/batch-read.ts';
import type { StoredItem } from '../vault/item-mac.ts';
import type { Tenant } from '../vault/identity.ts';
import { recordKey } from '../vault/record.ts';
import type { Resealed } from '../vault/record.ts';

/** A part of the table, in its own order. */
export interface TablePage {
  /** The tenant's records, unchecked. */
  readonly items: readonly StoredItem[];
  /** How many items the page went by, whosever they are. */
  readonly passed: number;
  /** The key of the last one; null if the table ends here. */
  readonly position: string | null;
}

/** The records of a tenant, for work on all of them. */
export interface RecordTable {
  /** Goes by up to `limit` items after `position`, strongly consistently. */
  page(tenant: Tenant, position: string | null, limit: number): Promise<TablePage>;
  /** The item as it is now; undefined if it is gone. */
  again(item: StoredItem): Promise<StoredItem | undefined>;
  /**
   * Changes what a resealing changes, and nothing else, if the item is still the very one that was
   * read: its MAC covers all of it. It never makes an item.
   * @returns false if it is another by now, or gone, or just being changed
   */
  replace(item: StoredItem, resealed: Resealed): Promise<boolean>;
}

interface Needs {
  readonly dynamodb: DynamoDBClient;
  readonly read: BatchRead;
  readonly tableName: string;
}

function keyOf(item: StoredItem) {
  return { pk: item.pk ?? { S: '' } };
}

function updateOf(item: StoredItem, { ciphertext, mac, writeId }: Resealed) {
  return {
    Key: keyOf(item),
    UpdateExpression: 'SET ciphertext = :ciphertext, mac = :mac, writeId = :writeId',
    ConditionExpression: 'ciphertext = :wasCiphertext AND mac = :wasMac',
    ExpressionAttributeValues: {
      ':ciphertext': { B: ciphertext },
      ':mac': { B: mac },
      ':writeId': { S: writeId },
      ':wasCiphertext': { B: item.ciphertext?.B ?? new Uint8Array() },
      ':wasMac': { B: item.mac?.B ?? new Uint8Array() },
    },
  };
}

export function createRecordTable({ dynamodb, read, tableName: TableName }: Needs): RecordTable {
  return {
    async page(tenant, position, limit) {
      const page = await dynamodb.send(
        new ScanCommand({
          TableName,
          ConsistentRead: true,
          Limit: limit,
          ExclusiveStartKey: position === null ? undefined : { pk: { S: position } },
          FilterExpression: 'begins_with(pk, :records)',
          ExpressionAttributeValues: { ':records': { S: recordKey(tenant, '') } },
        }),
      );
      const { Items: items = [], ScannedCount: passed = items.length, LastEvaluatedKey } = page;
      return { items, passed, position: LastEvaluatedKey?.pk?.S ?? null };
    },
    async again(item) {
      const pk = item.pk?.S ?? '';
      return (await read([{ table: TableName, pk }])).of(TableName, pk);
    },
    async replace(item, resealed) {
      try {
        await dynamodb.send(new UpdateItemCommand({ TableName, ...updateOf(item, resealed) }));
        return true;
      } catch (error) {
        const isPassed =
          error instanceof ConditionalCheckFailedException ||
          error instanceof TransactionConflictException;
        if (isPassed) return false;
        throw error;
      }
    },
  };
}
