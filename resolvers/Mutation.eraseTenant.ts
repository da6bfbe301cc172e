import type { Context } from '@aws-appsync/utils';

import type { MutationEraseTenantArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationEraseTenantArgs>): unknown {
  ctx.stash.operation = 'eraseTenant';
  const { tenant, idempotencyKey } = ctx.args.input;
  return { input: { tenant, idempotencyKey } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
