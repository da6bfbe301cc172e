import type { Context } from '@aws-appsync/utils';

import type { QueryTenantsArgs } from '../schema/generated/vault-schema.ts';

/** Asks for one page of the tenants. */
export function request(ctx: Context<QueryTenantsArgs>): unknown {
  ctx.stash.operation = 'tenants';
  const { limit, nextToken } = ctx.args;
  return { limit, nextToken };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
