import type { Context } from '@aws-appsync/utils';

import type { MutationRevokeTokenArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationRevokeTokenArgs>): unknown {
  ctx.stash.operation = 'revokeToken';
  const { token, idempotencyKey } = ctx.args.input;
  return { input: { token, idempotencyKey } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
