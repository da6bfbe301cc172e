import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { pause } from './backoff.ts';
import type { BatchRead } from './batch-read.ts';
import { VaultError } from './errors.ts';
import type { StoredItem } from './item-mac.ts';

/** A state of which every write adds 1 to `version` and holds only while that is what was read. */
export interface Versioned {
  readonly version: number;
  /** The last writes, the newest first: a write that finds its own id here took effect. */
  readonly writeIds: readonly string[];
}

/** How a state is kept. */
export interface Form<State> {
  /** The item to write: its version is that of the state, `writeId` joins its write ids. */
  toItem(state: State, writeId: string): StoredItem;
  /** The state in an item, checked; throws if the vault did not write it so. */
  fromItem(item: StoredItem | undefined): State;
  /** Whether the state was read from an item, which is then to be replaced. */
  isStored(state: State): boolean;
}

export interface VersionedTable {
  readonly dynamodb: DynamoDBClient;
  readonly read: BatchRead;
  readonly tableName: string;
  readonly newWriteId: () => string;
}

/** What is to become of a state, and what that means; the state itself if nothing is to be written. */
export interface Step<State, Result> {
  readonly next: State;
  readonly result: Result;
}

/** A hundred rivals in a hundred processes, each of whom wins a round, are through by then. */
const MAX_TRIES = 60;
/** Waits of up to 20 ms × 2^3: as many rivals as that take turns within the function's time. */
const LONGEST_PAUSE_ROUND = 3;

type Write = 'written' | 'conflict' | { readonly inTheWay: StoredItem | undefined };

function conditionOf(was: number | null) {
  if (was === null) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :was',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':was': { N: String(was) } },
  };
}

async function put(
  { dynamodb, tableName }: VersionedTable,
  item: StoredItem,
  was: number | null,
): Promise<Write> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: tableName,
        Item: item,
        ...conditionOf(was),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'written';
  } catch (error) {
    if (error instanceof TransactionConflictException) return 'conflict';
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { inTheWay: error.Item };
  }
}

/** A refusal that shows no item says nothing of what is there. */
async function itemInTheWay(
  { read, tableName: table }: VersionedTable,
  { pk }: StoredItem,
  shown: StoredItem | undefined,
): Promise<StoredItem | undefined> {
  if (shown !== undefined || pk?.S === undefined) return shown;
  return (await read([{ table, pk: pk.S }])).of(table, pk.S);
}

/**
 * Changes a state by a write that holds only while the state is what was read, and again on what was
 * in its way, since DynamoDB cannot renew the MAC of an item as it adds.
 * @throws VaultError TEMPORARILY_UNAVAILABLE if too many others changed it first
 */
export async function changeVersioned<State extends Versioned, Result>(
  table: VersionedTable,
  form: Form<State>,
  first: State,
  step: (state: State) => Step<State, Result>,
): Promise<Step<State, Result>> {
  let state = first;
  // One for all tries: whichever of them took effect, its answer lost, shows in the next refusal.
  const writeId = table.newWriteId();
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const { next, result } = step(state);
    if (next === state) return { next, result };
    const was = form.isStored(state) ? state.version : null;
    const item = form.toItem(next, writeId);
    const write = await put(table, item, was);
    if (write === 'written') return { next, result };
    if (write !== 'conflict') {
      state = form.fromItem(await itemInTheWay(table, item, write.inTheWay));
      // The SDK repeats a write whose answer got lost; then it was ours that changed the version.
      if (state.writeIds.includes(writeId)) return { next: state, result };
    }
    // The refusal showed the newest state, so the next try comes at once; later ones wait a little.
    if (tried % 2 === 1) await pause(Math.min(tried >> 1, LONGEST_PAUSE_ROUND));
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}
