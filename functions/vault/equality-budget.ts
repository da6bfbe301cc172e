import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { Call } from './call.ts';
import { VaultError } from './errors.ts';

/**
 * How often an actor may ask whether values are equal: who may ask without end can try values until
 * one fits. Counted before anything is looked up, so the answer costs the same whatever it is.
 */
export interface EqualityBudget {
  /**
   * Takes up to `wanted` questions from the actor's budget of this clock hour and answers how many
   * it got. A lost answer may count them twice, never less than once.
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

/** `<tenant>#equality#<actor>#2026-01-31T09` */
function counterKey({ tenant, actor }: Call, hour: string): string {
  return `${tenant}#equality#${actor.id}#${hour}`;
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
        UpdateExpression: 'ADD #used :wanted SET expiresAt = :keptUntil',
        ConditionExpression: 'attribute_not_exists(#used) OR #used <= :before',
        ExpressionAttributeNames: { '#used': 'used' },
        ExpressionAttributeValues: {
          ':wanted': { N: String(wanted) },
          ':before': { N: String(needs.equalityBudgetPerHour - wanted) },
          ':keptUntil': { N: String(keptUntil) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'added';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // A refusal without the counter says nothing of it; a counter that cannot be read is used up.
    const { Item: counter } = error;
    return counter === undefined ? 0 : Number(counter.used?.N ?? needs.equalityBudgetPerHour);
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
