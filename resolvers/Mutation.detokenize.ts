import type { Context } from '@aws-appsync/utils';

import type { MutationDetokenizeArgs } from '../schema/generated/vault-schema.ts';

/** Resolves the record only: the value has a resolver of its own. */
export function request(ctx: Context<MutationDetokenizeArgs>): unknown {
  ctx.stash.operation = 'detokenize';
  const { token, purpose, grant, idempotencyKey } = ctx.args.input;
  return { input: { token, purpose, grant, idempotencyKey } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
