import type { Context } from '@aws-appsync/utils';

import type { MutationEraseTokenArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationEraseTokenArgs>): unknown {
  ctx.stash.operation = 'eraseToken';
  const { token, idempotencyKey } = ctx.args.input;
  return { input: { token, idempotencyKey } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
