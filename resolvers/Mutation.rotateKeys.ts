import type { Context } from '@aws-appsync/utils';

import type { MutationRotateKeysArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationRotateKeysArgs>): unknown {
  ctx.stash.operation = 'rotateKeys';
  return { input: { idempotencyKey: ctx.args.input?.idempotencyKey ?? null } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
