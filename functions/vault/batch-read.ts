import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, KeysAndAttributes } from '@aws-sdk/client-dynamodb';

import { MAX_ROUNDS, pause } from './backoff.ts';
import { VaultError } from './errors.ts';
import type { StoredItem } from './item-mac.ts';

export interface ItemKey {
  readonly table: string;
  readonly pk: string;
}

export interface ReadItems {
  /** The item as it is kept, unchecked; undefined if there is none. */
  of(table: string, pk: string): StoredItem | undefined;
}

/**
 * Reads items of any of the tables, strongly consistently unless said otherwise. What DynamoDB left
 * undone is asked for again.
 * @throws VaultError TEMPORARILY_UNAVAILABLE if it leaves something undone every time
 */
export type BatchRead = (
  keys: readonly ItemKey[],
  consistency?: 'strong' | 'eventual',
) => Promise<ReadItems>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_KEYS = 100;

type Pending = Record<string, KeysAndAttributes>;

function asRequest(keys: readonly ItemKey[], ConsistentRead: boolean): Pending {
  const tables = [...new Set(keys.map(({ table }) => table))];
  return Object.fromEntries(
    tables.map((table) => {
      const own = new Set(keys.filter((key) => key.table === table).map(({ pk }) => pk));
      return [table, { Keys: [...own].map((pk) => ({ pk: { S: pk } })), ConsistentRead }];
    }),
  );
}

function nameOf(table: string, pk: string): string {
  return `${table}\n${pk}`;
}

async function readChunk(
  dynamodb: DynamoDBClient,
  request: Pending,
  found: Map<string, StoredItem>,
): Promise<void> {
  let pending = request;
  for (let round = 0; Object.keys(pending).length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw new VaultError('TEMPORARILY_UNAVAILABLE');
    if (round > 0) await pause(round);
    const { Responses = {}, UnprocessedKeys = {} } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: pending }),
    );
    for (const [table, items] of Object.entries(Responses)) {
      for (const item of items) found.set(nameOf(table, item.pk?.S ?? ''), item);
    }
    pending = UnprocessedKeys;
  }
}

export function createBatchRead(dynamodb: DynamoDBClient): BatchRead {
  return async (keys, consistency = 'strong') => {
    const distinct = [...new Map(keys.map((key) => [nameOf(key.table, key.pk), key])).values()];
    const found = new Map<string, StoredItem>();
    const chunks: Promise<void>[] = [];
    for (let start = 0; start < distinct.length; start += MAX_KEYS) {
      const request = asRequest(distinct.slice(start, start + MAX_KEYS), consistency === 'strong');
      chunks.push(readChunk(dynamodb, request, found));
    }
    await Promise.all(chunks);
    return { of: (table, pk) => found.get(nameOf(table, pk)) };
  };
}
