import type { Context } from '@aws-appsync/utils';

import type { MutationDetokenizeBatchArgs } from '../schema/generated/vault-schema.ts';

/** Resolves the records only: each value has a resolver of its own. */
export function request(ctx: Context<MutationDetokenizeBatchArgs>): unknown {
  ctx.stash.operation = 'detokenizeBatch';
  return {
    inputs: ctx.args.inputs.map(({ token, purpose, grant, idempotencyKey }) => ({
      token,
      purpose,
      grant,
      idempotencyKey,
    })),
  };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
