import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';

import { MAX_ROUNDS, pause } from './backoff.ts';
import { VaultError } from './errors.ts';
import type { StoredItem } from './item-mac.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** One conditional write. It never overwrites what it did not expect. */
export interface Action {
  readonly table: string;
  /** The item to write; of a check, its key. */
  readonly item: StoredItem;
  /** A check writes nothing: the item must be absent. */
  readonly kind: 'put' | 'check';
  /** The write id of the item to replace; null if there must be none. */
  readonly replaces: string | null;
}

/** Actions that take effect together or not at all. */
export type Bundle = readonly Action[];

/** An action whose condition failed, by its place in the bundle, and the item in its way. */
export interface Loss {
  readonly index: number;
  readonly item: StoredItem | undefined;
}

/**
 * Writes bundles, each with its own outcome, in order: the losses that kept it from taking effect,
 * or none, and it is done. Bundles may share transactions, so no two may touch the same item; one
 * that loses never fails another.
 */
export type Commit = (bundles: readonly Bundle[]) => Promise<Outcome<readonly Loss[]>[]>;

/** Of DynamoDB's 100: small transactions run side by side and conflict less. */
const ACTIONS_PER_TRANSACTION = 25;
const REPEATABLE_REASONS = new Set([
  'ConditionalCheckFailed',
  'None',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);

function conditionOf({ replaces }: Action) {
  if (replaces === null) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: 'writeId = :replaced',
    ExpressionAttributeValues: { ':replaced': { S: replaces } },
  };
}

const RETURN_OLD = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

function putOf(action: Action) {
  return { TableName: action.table, Item: action.item, ...conditionOf(action), ...RETURN_OLD };
}

/** The action as part of a transaction. */
export function transactItemOf(action: Action): TransactWriteItem {
  if (action.kind === 'put') return { Put: putOf(action) };
  const Key = { pk: action.item.pk ?? { S: '' } };
  return {
    ConditionCheck: { TableName: action.table, Key, ...conditionOf(action), ...RETURN_OLD },
  };
}

/** State items and resealed records keep their last writes, the newest first; others their only one. */
function writeIdsOf(item: StoredItem): readonly string[] {
  return (item.writeId?.S ?? item.writeIds?.S ?? '').split(' ');
}

/** The SDK repeats a write whose answer got lost; then the item in the way is our own. */
function isOurs({ item, kind }: Action, inTheWay: StoredItem | undefined): boolean {
  if (kind === 'check' || inTheWay === undefined) return false;
  const [own = ''] = writeIdsOf(item);
  return own !== '' && writeIdsOf(inTheWay).includes(own);
}

async function putOne(dynamodb: DynamoDBClient, action: Action): Promise<Loss[]> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    try {
      await dynamodb.send(new PutItemCommand(putOf(action)));
      return [];
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        return isOurs(action, error.Item) ? [] : [{ index: 0, item: error.Item }];
      }
      if (!(error instanceof TransactionConflictException)) throw error;
      await pause(round);
    }
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/** The losses of each bundle in a cancelled transaction; null if it had taken effect before. */
function lossesIn(bundles: readonly Bundle[], error: TransactionCanceledException) {
  const reasons = error.CancellationReasons ?? [];
  if (!reasons.every(({ Code = 'None' }) => REPEATABLE_REASONS.has(Code))) throw error;
  const failed = reasons.map(({ Code, Item }) =>
    Code === 'ConditionalCheckFailed' ? { item: Item } : null,
  );
  if (bundles.flat().some((action, place) => isOurs(action, failed[place]?.item))) return null;
  let place = 0;
  return bundles.map((bundle) =>
    bundle.flatMap((_, index): Loss[] => {
      const failure = failed[place++];
      return failure === null || failure === undefined ? [] : [{ index, item: failure.item }];
    }),
  );
}

async function tryTogether(dynamodb: DynamoDBClient, bundles: readonly Bundle[]) {
  const TransactItems = bundles.flat().map(transactItemOf);
  try {
    if (TransactItems.length > 0) {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    }
    return null;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return lossesIn(bundles, error);
  }
}

/** Tries all; then those that did not lose, without the losers, until they are written. */
async function writeTogether(
  dynamodb: DynamoDBClient,
  bundles: readonly Bundle[],
): Promise<(readonly Loss[])[]> {
  const lost = new Map<Bundle, readonly Loss[]>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = bundles.filter((bundle) => !lost.has(bundle));
    const losses = await tryTogether(dynamodb, open);
    if (losses === null) return bundles.map((bundle) => lost.get(bundle) ?? []);
    const before = lost.size;
    open.forEach((bundle, index) => {
      const own = losses[index] ?? [];
      if (own.length > 0) lost.set(bundle, own);
    });
    if (lost.size === before) await pause(round);
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

async function writeChunk(
  dynamodb: DynamoDBClient,
  bundles: readonly Bundle[],
): Promise<Outcome<readonly Loss[]>[]> {
  const [only, ...others] = bundles.flat();
  const written = await settle(async () =>
    only?.kind === 'put' && others.length === 0
      ? [await putOne(dynamodb, only)]
      : writeTogether(dynamodb, bundles),
  );
  return bundles.map((_, index) =>
    'failure' in written ? written : { value: written.value[index] ?? [] },
  );
}

function chunksOf(bundles: readonly Bundle[]): Bundle[][] {
  const chunks: Bundle[][] = [];
  let room = 0;
  for (const bundle of bundles) {
    if (chunks.length === 0 || bundle.length > room) {
      chunks.push([]);
      room = ACTIONS_PER_TRANSACTION;
    }
    chunks.at(-1)?.push(bundle);
    room -= bundle.length;
  }
  return chunks;
}

export function createCommit(dynamodb: DynamoDBClient): Commit {
  return async (bundles) => {
    const written = await Promise.all(
      chunksOf(bundles).map((chunk) => writeChunk(dynamodb, chunk)),
    );
    return written.flat();
  };
}
