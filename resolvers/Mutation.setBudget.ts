import type { Context } from '@aws-appsync/utils';

import type { MutationSetBudgetArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationSetBudgetArgs>): unknown {
  ctx.stash.operation = 'setBudget';
  const { scope, kind, purpose, perMinute, perDay } = ctx.args.input;
  return { input: { scope, kind, purpose, perMinute, perDay } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
