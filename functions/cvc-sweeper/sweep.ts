import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { StoredItem } from '../vault/item-mac.ts';
import type { Metrics } from '../vault/metrics.ts';
import { CVC_LIFE_SECONDS } from '../vault/order.ts';

export interface Swept {
  readonly removed: number;
  /** Of these, how many should have been removed by an earlier run. */
  readonly overdue: number;
}

interface Needs {
  readonly dynamodb: DynamoDBClient;
  readonly tableName: string;
  readonly metrics: Metrics;
  readonly clock: () => Date;
}

/** What is over longer than this was missed by two runs. */
const OVERDUE_SECONDS = 900;
const SIDE_BY_SIDE = 25;
/** A run lasts up to a minute after its time was taken, and the vault's clock may be ahead. */
const SLACK_SECONDS = 300;

/**
 * What has no business in the table: an item whose time has passed, that has none, or one further
 * off than any code may live.
 */
function overAt(now: number) {
  return {
    expression:
      '#expiresAt <= :now OR #expiresAt > :latest OR NOT attribute_type(#expiresAt, :number)',
    names: { '#expiresAt': 'expiresAt' },
    values: {
      ':now': { N: String(now) },
      ':latest': { N: String(now + CVC_LIFE_SECONDS + SLACK_SECONDS) },
      ':number': { S: 'N' },
    },
  };
}

type Over = ReturnType<typeof overAt>;

async function remove(needs: Needs, over: Over, { pk = { S: '' } }: StoredItem): Promise<boolean> {
  try {
    await needs.dynamodb.send(
      new DeleteItemCommand({
        TableName: needs.tableName,
        Key: { pk },
        ConditionExpression: over.expression,
        ExpressionAttributeNames: over.names,
        ExpressionAttributeValues: over.values,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** What was removed of some items, and why others could not be. */
interface Removal {
  readonly removed: readonly StoredItem[];
  readonly failures: readonly unknown[];
}

/** One item that cannot be removed now, such as one in a transaction, keeps no other. */
async function removeAll(needs: Needs, over: Over, items: readonly StoredItem[]): Promise<Removal> {
  const removed: StoredItem[] = [];
  const failures: unknown[] = [];
  for (let first = 0; first < items.length; first += SIDE_BY_SIDE) {
    const some = items.slice(first, first + SIDE_BY_SIDE);
    const gone = await Promise.allSettled(some.map((item) => remove(needs, over, item)));
    gone.forEach((one) => one.status === 'rejected' && failures.push(one.reason));
    removed.push(...some.filter((_, at) => isRemoved(gone[at])));
  }
  return { removed, failures };
}

function isRemoved(one: PromiseSettledResult<boolean> | undefined): boolean {
  return one?.status === 'fulfilled' && one.value;
}

function pagesOf({ dynamodb, tableName }: Needs, over: Over) {
  return paginateScan(
    { client: dynamodb },
    {
      TableName: tableName,
      ConsistentRead: true,
      FilterExpression: over.expression,
      ProjectionExpression: 'pk, #expiresAt',
      ExpressionAttributeNames: over.names,
      ExpressionAttributeValues: over.values,
    },
  );
}

function countOverdue({ metrics }: Needs, removed: readonly StoredItem[], now: number): number {
  const late = removed.filter(({ expiresAt }) => Number(expiresAt?.N) <= now - OVERDUE_SECONDS);
  late.forEach(() => {
    metrics.count('OverdueCode', {});
  });
  return late.length;
}

/**
 * Removes card verification codes and all that belongs to them as soon as their hour is over, since
 * DynamoDB's time to live may take days: sensitive authentication data must not be kept (PCI DSS
 * 3.3.1). Until then the vault refuses what has expired. An item that changed meanwhile stays. Any
 * number of runs may overlap; one that failed is made up for by the next.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 * @throws what kept the first item that could not be removed, after all others were
 */
export function createSweep(needs: Needs): () => Promise<Swept> {
  return async () => {
    const now = Math.floor(needs.clock().getTime() / 1000);
    const over = overAt(now);
    const swept = { removed: 0, overdue: 0 };
    const failures: unknown[] = [];
    for await (const { Items = [] } of pagesOf(needs, over)) {
      const removal = await removeAll(needs, over, Items);
      failures.push(...removal.failures);
      swept.removed += removal.removed.length;
      // Counted as it goes: a run that fails or is cut short is the very one to be heard of.
      swept.overdue += countOverdue(needs, removal.removed, now);
    }
    if (failures.length > 0) throw failures[0];
    return swept;
  };
}
