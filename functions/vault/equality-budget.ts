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
}

interface Needs {
  readonly dynamodb: DynamoDBClient;
  readonly controlTable: string;
  readonly equalityBudgetPerHour: number;
  readonly clock: () => Date;
}

const KEPT_SECONDS = 7200;
const MAX_TRIES = 8;
/** As DynamoDB gives a number back: no sign, no fraction; of the longest ones 38 digits and zeros. */
const WHOLE = /^[0-9]{1,126}$/;

/** `<tenant>#equality#<actor>#2026-01-31T09` */
function counterKey({ tenant, actor }: Call, hour: string): string {
  return `${tenant}#equality#${actor.id}#${hour}`;
}

/**
 * What a counter in the way says is used: a whole number, or it is not as the vault wrote it.
 * @throws VaultError BUDGET_EXCEEDED, finding TAMPERED
 */
function usedIn(item: StoredItem | undefined): number {
  const used = item?.used?.N;
  if (used === undefined || !WHOLE.test(used)) throw new VaultError('BUDGET_EXCEEDED', 'TAMPERED');
  return Number(used);
}

/** A counter that exists without a count, or with one below zero, is damaged and adds nothing. */
function addition(wanted: number, budget: number, keptUntil: number) {
  return {
    UpdateExpression: 'ADD #used :wanted SET expiresAt = :keptUntil',
    ConditionExpression: 'attribute_not_exists(pk) OR (#used >= :none AND #used <= :before)',
    ExpressionAttributeNames: { '#used': 'used' },
    ExpressionAttributeValues: {
      ':wanted': { N: String(wanted) },
      ':none': { N: '0' },
      ':before': { N: String(budget - wanted) },
      ':keptUntil': { N: String(keptUntil) },
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** Adds `wanted` if that stays within the budget; otherwise answers what is used already. */
async function add(needs: Needs, call: Call, wanted: number): Promise<'added' | number> {
  const hour = needs.clock().toISOString().slice(0, 13);
  const keptUntil = Date.parse(`${hour}:00:00Z`) / 1000 + KEPT_SECONDS;
  try {
    await needs.dynamodb.send(
      new UpdateItemCommand({
        TableName: needs.controlTable,
        Key: { pk: { S: counterKey(call, hour) } },
        ...addition(wanted, needs.equalityBudgetPerHour, keptUntil),
      }),
    );
    return 'added';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return usedIn(error.Item);
  }
}

/**
 * Counts in the control table. One counter per actor and hour, without a MAC, since many add to it
 * at once: who can write that table can lift the budget, but learns no value by that.
 */
export function createEqualityBudget(needs: Needs): EqualityBudget {
  return {
    async take(call, wanted) {
      let open = Math.min(wanted, needs.equalityBudgetPerHour);
      for (let tried = 0; tried < MAX_TRIES; tried += 1) {
        if (open <= 0) return 0;
        const used = await add(needs, call, open);
        if (used === 'added') return open;
        open = Math.min(open, needs.equalityBudgetPerHour - used);
      }
      throw new VaultError('TEMPORARILY_UNAVAILABLE');
    },
  };
}
