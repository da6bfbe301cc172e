import type { Context } from '@aws-appsync/utils';

import type { QueryBudgetsArgs } from '../schema/generated/vault-schema.ts';

/** Asks for the tenant's budgets and a page of their history. */
export function request(ctx: Context<QueryBudgetsArgs>): unknown {
  ctx.stash.operation = 'budgets';
  const { limit, nextToken } = ctx.args;
  return { limit, nextToken };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
