import type { Context } from '@aws-appsync/utils';

import type { MutationStartRewrapArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationStartRewrapArgs>): unknown {
  ctx.stash.operation = 'startRewrap';
  return { input: { idempotencyKey: ctx.args.input?.idempotencyKey ?? null } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
