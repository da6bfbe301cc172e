import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { pause } from './backoff.ts';
import type { BatchRead } from './batch-read.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { createTurns } from './in-turn.ts';
import type { StoredItem } from './item-mac.ts';
import type { KnownToken } from './lookup.ts';
import { fromStateItem, stateKey, toStateItem } from './token-state.ts';
import type { TokenState } from './token-state.ts';

/** Consumes uses of tokens that have a limited number of them. */
export interface Uses {
  /**
   * Takes up to `wanted` uses and answers how many it got; 0 once all are used up. What was taken
   * stays taken, whatever happens to the caller: a crash loses uses and never gives one twice.
   * @throws VaultError TOKEN_NOT_FOUND if the token was revoked or erased meanwhile, or its state
   * item is not as the vault wrote it; TEMPORARILY_UNAVAILABLE if too many others took theirs
   */
  take(call: Call, token: KnownToken, wanted: number): Promise<number>;
}

interface Table {
  readonly dynamodb: DynamoDBClient;
  readonly read: BatchRead;
  readonly tableName: string;
  readonly newWriteId: () => string;
}

/** A hundred rivals in a hundred processes, each of whom wins a round, are through by then. */
const MAX_TRIES = 60;
/** Waits of up to 20 ms × 2^3: as many rivals as that take turns within the function's time. */
const LONGEST_PAUSE_ROUND = 3;

type Write = 'written' | 'conflict' | { readonly inTheWay: StoredItem | undefined };

async function put({ dynamodb, tableName }: Table, item: StoredItem, was: number): Promise<Write> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: tableName,
        Item: item,
        ConditionExpression: '#version = :was',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':was': { N: String(was) } },
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

/** A refusal that shows no item says nothing; a state item that is gone was not removed by us. */
async function nextState(
  { read, tableName: table }: Table,
  call: Call,
  token: string,
  inTheWay: StoredItem | undefined,
): Promise<TokenState> {
  const pk = stateKey(call.tenant, token);
  const item = inTheWay ?? (await read([{ table, pk }])).of(table, pk);
  const state = fromStateItem(call, token, item);
  if (state === null) throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  return state;
}

function mustBeActive({ state }: TokenState): void {
  if (state !== 'ACTIVE') throw new VaultError('TOKEN_NOT_FOUND', state);
}

async function take(
  table: Table,
  call: Call,
  { record, state: read }: KnownToken,
  wanted: number,
): Promise<number> {
  if (record.maxUses === null) return wanted;
  if (read === null) throw new VaultError('INTERNAL');
  let state = read;
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    mustBeActive(state);
    const taken = Math.min(wanted, record.maxUses - state.uses);
    if (taken <= 0) return 0;
    const writeId = table.newWriteId();
    const { uses, version } = state;
    const next = { ...state, uses: uses + taken, version: version + 1 };
    const write = await put(table, toStateItem(call, next, writeId), version);
    if (write === 'written') return taken;
    if (write !== 'conflict') {
      state = await nextState(table, call, record.token, write.inTheWay);
      // The SDK repeats a write whose answer got lost; then it was ours that changed the version.
      if (state.writeIds.includes(writeId)) return taken;
    }
    // The refusal showed the newest state, so the next try comes at once; later ones wait a little.
    if (tried % 2 === 1) await pause(Math.min(tried >> 1, LONGEST_PAUSE_ROUND));
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/**
 * Uses are counted by writes that hold only while the count is what was read, since DynamoDB cannot
 * renew the MAC of an item as it adds. Within a process rivals take turns.
 */
export function createUses(table: Table): Uses {
  const inTurn = createTurns();
  return {
    take: (call, token, wanted) =>
      token.record.maxUses === null
        ? Promise.resolve(wanted)
        : inTurn(stateKey(call.tenant, token.record.token), () => take(table, call, token, wanted)),
  };
}
