import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { MAX_ROUNDS, pause } from './backoff.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { toItem } from './record.ts';
import type { RecordItem, VaultRecord } from './record.ts';

/** Whether a record was written, or its token already belongs to another record. */
export type Written = 'created' | 'taken';

/** The vault table: `pk` is `<tenant>#token#<token>`, `<tenant>#tenant` or `<tenant>#actor#<id>`. */
export interface Store {
  /** Writes new records, each with its own outcome, in order; tokens must differ. Never overwrites. */
  create(call: Call, records: readonly VaultRecord[]): Promise<Outcome<Written>[]>;
}

/** Transactions write both or neither; small ones run side by side and conflict less. */
const RECORDS_PER_TRANSACTION = 10;
const REPEATABLE_REASONS = new Set([
  'ConditionalCheckFailed',
  'None',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);

interface Table {
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
}

function newItemOf({ tableName }: Table, item: RecordItem) {
  return {
    TableName: tableName,
    Item: item,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** The SDK repeats a write whose answer got lost; then the item in the way is our own. */
function isOurs(item: RecordItem, inTheWay: RecordItem | undefined): boolean {
  return inTheWay?.writeId?.S === item.writeId?.S;
}

async function putOne(table: Table, item: RecordItem): Promise<Written> {
  try {
    await table.dynamodb.send(new PutItemCommand(newItemOf(table, item)));
    return 'created';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return isOurs(item, error.Item) ? 'created' : 'taken';
  }
}

/** Which items of a cancelled transaction met another's; the rest may be tried again without them. */
function takenIn(items: readonly RecordItem[], error: TransactionCanceledException): RecordItem[] {
  const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
  if (!codes.every((code) => REPEATABLE_REASONS.has(code))) throw error;
  return items.filter((_, index) => codes[index] === 'ConditionalCheckFailed');
}

function wasCommitted(items: readonly RecordItem[], error: TransactionCanceledException): boolean {
  return items.some((item, index) => {
    const inTheWay = error.CancellationReasons?.[index]?.Item;
    return inTheWay !== undefined && isOurs(item, inTheWay);
  });
}

async function putTogether(table: Table, items: readonly RecordItem[]): Promise<Written[]> {
  const taken = new Set<RecordItem>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = items.filter((item) => !taken.has(item));
    try {
      const puts = open.map((item) => ({ Put: newItemOf(table, item) }));
      if (puts.length > 0) {
        await table.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: puts }));
      }
      return items.map((item) => (taken.has(item) ? 'taken' : 'created'));
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (wasCommitted(open, error)) {
        return items.map((item) => (taken.has(item) ? 'taken' : 'created'));
      }
      const lost = takenIn(open, error);
      for (const item of lost) taken.add(item);
      if (lost.length === 0) await pause(round);
    }
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

async function putChunk(table: Table, items: readonly RecordItem[]): Promise<Outcome<Written>[]> {
  const [only] = items;
  const written = await settle(async () =>
    items.length === 1 && only !== undefined
      ? [await putOne(table, only)]
      : putTogether(table, items),
  );
  if ('failure' in written) return items.map(() => written);
  return written.value.map((value) => ({ value }));
}

export function createStore(
  dynamodb: DynamoDBClient,
  tableName: string,
  newWriteId: () => string,
): Store {
  const table = { dynamodb, tableName };
  return {
    async create(call, records) {
      const items = records.map((record) => toItem(call, record, newWriteId()));
      const chunks: RecordItem[][] = [];
      for (let start = 0; start < items.length; start += RECORDS_PER_TRANSACTION) {
        chunks.push(items.slice(start, start + RECORDS_PER_TRANSACTION));
      }
      const written = await Promise.all(chunks.map((chunk) => putChunk(table, chunk)));
      return written.flat();
    },
  };
}
