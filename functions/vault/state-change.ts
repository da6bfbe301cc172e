import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';

import type { Call } from './call.ts';
import { classLabel } from './data-classes.ts';
import type { Keyed } from './idempotency-hold.ts';
import type { KnownToken, LookupTables } from './lookup.ts';
import { recordKey, toItem } from './record.ts';
import type { VaultRecord } from './record.ts';
import { firstState, fromStateItem, toStateItem } from './token-state.ts';
import type { Erasure, TokenState } from './token-state.ts';
import { transactItemOf } from './transaction.ts';
import type { Commit } from './transaction.ts';

/** Whether a change took effect, or something it was based on has changed: then look again. */
export type Changed = 'changed' | 'overtaken';

/** Writes of a token's state, each conditional on everything that was read. */
export interface StateChanges {
  /** Record and state item in one transaction, and the idempotency item of a keyed request. */
  setState(
    call: Call,
    token: KnownToken,
    state: VaultRecord['state'],
    keyed: Keyed | null,
  ): Promise<Changed>;
  /** Removes the record and its fingerprint and leaves the tombstone, in one transaction. */
  erase(
    call: Call,
    token: KnownToken,
    erasure: Erasure,
    keyed: Keyed | null,
  ): Promise<'overtaken' | { readonly tombstone: TokenState }>;
  /** Removes a card verification code that is used now; its tombstone goes when the code would have. */
  spend(call: Call, token: KnownToken): Promise<Changed>;
  /** Records a keyed request that finds everything done. */
  confirm(keyed: Keyed | null): Promise<Changed>;
  /** Puts the receipt into the tombstone that was read. */
  keepReceipt(call: Call, tombstone: TokenState, erasure: Erasure): Promise<Changed>;
}

interface Needs extends LookupTables {
  readonly clock: () => Date;
  readonly commit: Commit;
  readonly dynamodb: DynamoDBClient;
  readonly newWriteId: () => string;
}

/** After these the same transaction may be built anew; anything else is a fault. */
const PASSING = new Set([
  'None',
  'ConditionalCheckFailed',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);

function stateCondition(was: TokenState | null) {
  if (was === null) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#version = :was',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':was': { N: String(was.version) } },
  };
}

function statePut(
  needs: Needs,
  call: Call,
  was: TokenState | null,
  next: TokenState,
  writeId: string,
) {
  return {
    TableName: needs.controlTable,
    Item: toStateItem(call, next, writeId),
    ...stateCondition(was),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

function asRead({ writeId }: KnownToken) {
  return {
    ConditionExpression: 'writeId = :read',
    ExpressionAttributeValues: { ':read': { S: writeId } },
  };
}

function recordPut(call: Call, token: KnownToken, next: VaultRecord, writeId: string) {
  const Item = toItem(call, next, writeId);
  return { Put: { TableName: token.table, Item, ...asRead(token) } };
}

function recordDelete(call: Call, token: KnownToken): TransactWriteItem {
  const Key = { pk: { S: recordKey(call.tenant, token.record.token) } };
  return { Delete: { TableName: token.table, Key, ...asRead(token) } };
}

/** Whatever it names by now: it stands for the value that is being erased. */
function fingerprintDelete(needs: Needs, { record }: KnownToken): TransactWriteItem[] {
  if (record.fingerprint === null) return [];
  const Key = { pk: { S: record.fingerprint } };
  return [{ Delete: { TableName: needs.vaultTable, Key } }];
}

/** The SDK repeats a transaction whose answer got lost; then it is our own that is in the way. */
function tookEffect(
  call: Call,
  token: string,
  error: TransactionCanceledException,
  writeId: string,
): boolean {
  const inTheWay = error.CancellationReasons?.[0]?.Item;
  return fromStateItem(call, token, inTheWay)?.writeIds.includes(writeId) === true;
}

async function transact(
  { dynamodb }: Needs,
  call: Call,
  token: string,
  items: readonly TransactWriteItem[],
  writeId: string,
): Promise<Changed> {
  try {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [...items] }));
    return 'changed';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    if (tookEffect(call, token, error, writeId)) return 'changed';
    const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code);
    if (codes.every((code) => PASSING.has(code))) return 'overtaken';
    throw error;
  }
}

function guardOf(keyed: Keyed | null): TransactWriteItem[] {
  return keyed === null || keyed.isRepeated ? [] : [transactItemOf(keyed.take)];
}

function following(token: KnownToken): TokenState {
  const { record, state } = token;
  return state === null ? firstState(record) : { ...state, version: state.version + 1 };
}

async function keepReceipt(
  needs: Needs,
  call: Call,
  tombstone: TokenState,
  erasure: Erasure,
): Promise<Changed> {
  const next = { ...tombstone, version: tombstone.version + 1, erasure };
  const put = statePut(needs, call, tombstone, next, needs.newWriteId());
  try {
    await needs.dynamodb.send(new PutItemCommand(put));
    return 'changed';
  } catch (error) {
    const isPassed =
      error instanceof ConditionalCheckFailedException ||
      error instanceof TransactionConflictException;
    if (isPassed) return 'overtaken';
    throw error;
  }
}

function spend(needs: Needs, call: Call, token: KnownToken): Promise<Changed> {
  const { record } = token;
  const writeId = needs.newWriteId();
  const erasure = {
    erasedAt: needs.clock().toISOString(),
    dataClass: classLabel(record),
    backupDays: 0,
    receipt: null,
  };
  const { expiresAt } = record;
  const next = { ...following(token), state: 'ERASED', expiresAt, erasure } as const;
  const Put = statePut(needs, call, token.state, next, writeId);
  return transact(needs, call, record.token, [{ Put }, recordDelete(call, token)], writeId);
}

export function createStateChanges(needs: Needs): StateChanges {
  return {
    setState(call, token, state, keyed) {
      const writeId = needs.newWriteId();
      const version = token.record.version + 1;
      const next = { ...following(token), state, recordVersion: version };
      const Put = statePut(needs, call, token.state, next, writeId);
      const record = recordPut(call, token, { ...token.record, state, version }, writeId);
      return transact(
        needs,
        call,
        token.record.token,
        [{ Put }, record, ...guardOf(keyed)],
        writeId,
      );
    },
    async erase(call, token, erasure, keyed) {
      const writeId = needs.newWriteId();
      const next = { ...following(token), state: 'ERASED', expiresAt: null, erasure } as const;
      const Put = statePut(needs, call, token.state, next, writeId);
      const removed = [recordDelete(call, token), ...fingerprintDelete(needs, token)];
      const items = [{ Put }, ...removed, ...guardOf(keyed)];
      const changed = await transact(needs, call, token.record.token, items, writeId);
      return changed === 'changed' ? { tombstone: next } : changed;
    },
    spend: (call, token) => spend(needs, call, token),
    async confirm(keyed) {
      if (keyed === null || keyed.isRepeated) return 'changed';
      const [written] = await needs.commit([[keyed.take]]);
      if (written !== undefined && 'failure' in written) throw written.failure;
      return written?.value.length === 0 ? 'changed' : 'overtaken';
    },
    keepReceipt: (call, tombstone, erasure) => keepReceipt(needs, call, tombstone, erasure),
  };
}
