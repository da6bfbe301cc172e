import type { Context } from '@aws-appsync/utils';

import type { QueryTokenArgs } from '../schema/generated/vault-schema.ts';

/** Asks for the masked view. */
export function request(ctx: Context<QueryTokenArgs>): unknown {
  ctx.stash.operation = 'token';
  return { token: ctx.args.token };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
