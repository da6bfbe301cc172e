import { randomInt } from 'node:crypto';

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
/** Or behind: a code that goes while the vault takes it for living would look tampered with. */
const BEHIND_SECONDS = 60;
/** Parts of the table, each read by itself, and how many at once. */
const SEGMENTS = 32;
const SEGMENTS_AT_ONCE = 8;

/**
 * What has no business in the table: an item whose time has passed on every clock, that has none, or
 * one further off than any code may live.
 */
function overAt(now: number) {
  return {
    expression:
      '#expiresAt <= :over OR #expiresAt > :latest OR NOT attribute_type(#expiresAt, :number)',
    names: { '#expiresAt': 'expiresAt' },
    values: {
      ':over': { N: String(now - BEHIND_SECONDS) },
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
  readonly failures: readonly Error[];
}

/** One item that cannot be removed now, such as one in a transaction, keeps no other. */
async function removeAll(needs: Needs, over: Over, items: readonly StoredItem[]): Promise<Removal> {
  const removed: StoredItem[] = [];
  const failures: Error[] = [];
  for (let first = 0; first < items.length; first += SIDE_BY_SIDE) {
    const some = items.slice(first, first + SIDE_BY_SIDE);
    const gone = await Promise.allSettled(some.map((item) => remove(needs, over, item)));
    gone.forEach((one) => one.status === 'rejected' && failures.push(one.reason as Error));
    removed.push(...some.filter((_, at) => isRemoved(gone[at])));
  }
  return { removed, failures };
}

function isRemoved(one: PromiseSettledResult<boolean> | undefined): boolean {
  return one?.status === 'fulfilled' && one.value;
}

function pagesOf({ dynamodb, tableName }: Needs, over: Over, segment: number) {
  return paginateScan(
    { client: dynamodb },
    {
      TableName: tableName,
      Segment: segment,
      TotalSegments: SEGMENTS,
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

interface Sweep extends Swept {
  readonly failures: readonly Error[];
}

async function sweepSegment(needs: Needs, now: number, segment: number): Promise<Sweep> {
  const over = overAt(now);
  const failures: Error[] = [];
  let [removed, overdue] = [0, 0];
  try {
    for await (const { Items = [] } of pagesOf(needs, over, segment)) {
      const removal = await removeAll(needs, over, Items);
      failures.push(...removal.failures);
      removed += removal.removed.length;
      // Counted as it goes: a run that fails or is cut short is the very one to be heard of.
      overdue += countOverdue(needs, removal.removed, now);
    }
  } catch (error) {
    failures.push(error as Error);
  }
  return { removed, overdue, failures };
}

/** All segments, some at once, from any on: a run that is cut short leaves others each time. */
async function sweepAll(needs: Needs, now: number): Promise<Sweep[]> {
  const first = randomInt(SEGMENTS);
  const segments = Array.from({ length: SEGMENTS }, (_, step) => (first + step) % SEGMENTS);
  const open = segments.values();
  const done: Sweep[] = [];
  const work = async () => {
    for (const segment of open) done.push(await sweepSegment(needs, now, segment));
  };
  await Promise.all(Array.from({ length: SEGMENTS_AT_ONCE }, work));
  return done;
}

/**
 * Removes card verification codes and all that belongs to them a minute after their hour, since
 * DynamoDB's time to live may take days: sensitive authentication data must not be kept (PCI DSS
 * 3.3.1). Until then the vault refuses what has expired. An item that changed meanwhile stays. Any
 * number of runs may overlap; one that failed is made up for by the next.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 * @throws what kept the first item that could not be removed, after all others were
 */
export function createSweep(needs: Needs): () => Promise<Swept> {
  return async () => {
    const swept = await sweepAll(needs, Math.floor(needs.clock().getTime() / 1000));
    const failures = swept.flatMap((one) => one.failures);
    if (failures.length > 0) throw failures[0];
    const sumOf = (name: keyof Swept) => swept.reduce((sum, one) => sum + one[name], 0);
    return { removed: sumOf('removed'), overdue: sumOf('overdue') };
  };
}
