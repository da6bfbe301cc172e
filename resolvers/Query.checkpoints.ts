import type { Context } from '@aws-appsync/utils';

import type { QueryCheckpointsArgs } from '../schema/generated/vault-schema.ts';

/** Asks for a page of checkpoints. */
export function request(ctx: Context<QueryCheckpointsArgs>): unknown {
  ctx.stash.operation = 'checkpoints';
  const { limit, nextToken } = ctx.args;
  return { limit, nextToken };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
