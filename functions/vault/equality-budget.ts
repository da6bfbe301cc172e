import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { StoredItem } from './item-mac.ts';

/**
 * How often an actor may ask whether values are equal: who may ask without end can try values until
 * one fits. Counted before anything is looked up, so the answer costs the same whatever it is.
 */
export interface EqualityBudget {
  /**
   * Takes up to `wanted` questions from the actor's budget of this clock hour and answers how many
   * it got. A lost answer may count them twice, never less than once.
   * @throws VaultError BUDGET_EXCEEDED, finding TAMPERED, if the counter is damaged
   */
  take(call: Call, wanted: number): Promise<number>;
  /**
   * Counts `wanted` requests whose idempotency keys stand for other ones, of which an actor may make
   * 20 in a clock hour, and answers whether that holds: all or none. With 0 it only looks, in turn.
   */
  takeConflicts(call: Call, wanted: number): Promise<boolean>;
}

interface Needs {
  readonly dynamodb: DynamoDBClient;
  readonly controlTable: string;
  readonly equalityBudgetPerHour: number;
  readonly clock: () => Date;
}

/** A number that one actor may reach in a clock hour. */
interface Counter {
  /** `<tenant>#equality#<actor>#2026-01-31T09` */
  readonly pk: string;
  readonly limit: number;
  /** Seconds since 1970. */
  readonly keptUntil: number;
}

const KEPT_SECONDS = 7200;
const MAX_TRIES = 8;
/** As DynamoDB gives a number back: no sign, no fraction; of the longest ones 38 digits and zeros. */
const WHOLE = /^[0-9]{1,126}$/;
/** A client in order makes none; of the 1,000 shorter card verification codes these are 2 %. */
const CONFLICTS_PER_HOUR = 20;

function counterOf(
  { clock, equalityBudgetPerHour }: Needs,
  { tenant, actor }: Call,
  kind: 'equality' | 'conflicts',
): Counter {
  const hour = clock().toISOString().slice(0, 13);
  return {
    pk: `${tenant}#${kind}#${actor.id}#${hour}`,
    limit: kind === 'equality' ? equalityBudgetPerHour : CONFLICTS_PER_HOUR,
    keptUntil: Date.parse(`${hour}:00:00Z`) / 1000 + KEPT_SECONDS,
  };
}

/**
 * What a counter in the way says is used; 0 of a refusal that shows none, since it says nothing.
 * @throws VaultError BUDGET_EXCEEDED, finding TAMPERED, unless it is a whole number
 */
function usedIn(counter: StoredItem | undefined): number {
  if (counter === undefined) return 0;
  const used = counter.used?.N;
  if (used === undefined || !WHOLE.test(used)) throw new VaultError('BUDGET_EXCEEDED', 'TAMPERED');
  return Number(used);
}

/** A counter that exists without a count, or with one below zero, is damaged and adds nothing. */
function addition({ limit, keptUntil }: Counter, wanted: number) {
  return {
    UpdateExpression: 'ADD #used :wanted SET expiresAt = :keptUntil',
    ConditionExpression: 'attribute_not_exists(pk) OR (#used >= :none AND #used <= :before)',
    ExpressionAttributeNames: { '#used': 'used' },
    ExpressionAttributeValues: {
      ':wanted': { N: String(wanted) },
      ':none': { N: '0' },
      ':before': { N: String(limit - wanted) },
      ':keptUntil': { N: String(keptUntil) },
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** Adds `wanted` if that stays within the limit; otherwise answers what is used already. */
async function add(needs: Needs, counter: Counter, wanted: number): Promise<'added' | number> {
  try {
    await needs.dynamodb.send(
      new UpdateItemCommand({
        TableName: needs.controlTable,
        Key: { pk: { S: counter.pk } },
        ...addition(counter, wanted),
      }),
    );
    return 'added';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return usedIn(error.Item);
  }
}

async function takeUpTo(needs: Needs, counter: Counter, wanted: number): Promise<number> {
  let open = Math.min(wanted, counter.limit);
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if (open <= 0) return 0;
    const used = await add(needs, counter, open);
    if (used === 'added') return open;
    open = Math.min(open, counter.limit - used);
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

/**
 * Looks by a write that adds nothing: it waits for its turn behind the counts that came before it,
 * where a read would overtake them.
 */
async function hasLeft(needs: Needs, counter: Counter): Promise<boolean> {
  return (await add(needs, { ...counter, limit: counter.limit - 1 }, 0)) === 'added';
}

/**
 * Counts in the control table. One counter per actor, kind and hour, without a MAC, since many add
 * to it at once: who can write that table can lift the budgets, but learns no value by that.
 */
export function createEqualityBudget(needs: Needs): EqualityBudget {
  return {
    take: (call, wanted) => takeUpTo(needs, counterOf(needs, call, 'equality'), wanted),
    async takeConflicts(call, wanted) {
      const counter = counterOf(needs, call, 'conflicts');
      if (wanted === 0) return hasLeft(needs, counter);
      return (await takeUpTo(needs, counter, wanted)) === wanted;
    },
  };
}
