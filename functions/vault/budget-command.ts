import type { Item } from './attempt.ts';
import { budgetIdOf, readLimit } from './budget-limits.ts';
import type { BudgetId, Limit } from './budget-limits.ts';
import { VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { readPage } from './numbered-page.ts';
import type { NumberedPage } from './numbered-page.ts';
import { settleNow } from './outcome.ts';

export interface SetBudgetCommand {
  readonly budget: BudgetId;
  readonly limit: Limit;
}

/** `{ scope, kind, purpose, perMinute, perDay }` */
export function readSetBudget(received: unknown): Item<SetBudgetCommand> {
  const { scope, kind, purpose, perMinute, perDay } = fieldsOf(received);
  const budget = budgetIdOf(scope, kind ?? null, purpose ?? null);
  const limit = readLimit({ perMinute, perDay });
  const subject = {
    ...(budget === null ? {} : { budget }),
    ...(limit === null ? {} : { limit: `${limit.perMinute}/${limit.perDay}` }),
  };
  const outcome = settleNow(() => {
    if (budget === null || limit === null) throw new VaultError('INVALID_INPUT');
    return { budget, limit };
  });
  return { subject, outcome };
}

/** `{ limit, nextToken }` of the history. */
export function readShowBudgets(fields: Fields): Item<NumberedPage> {
  return { subject: {}, outcome: settleNow(() => readPage(fields)) };
}
