import type { Context } from '@aws-appsync/utils';

import type { QueryApprovalsArgs } from '../schema/generated/vault-schema.ts';

/** Asks for a page of requests for approval. */
export function request(ctx: Context<QueryApprovalsArgs>): unknown {
  ctx.stash.operation = 'approvals';
  const { limit, nextToken } = ctx.args;
  return { limit, nextToken };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
