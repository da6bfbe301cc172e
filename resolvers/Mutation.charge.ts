import type { Context } from '@aws-appsync/utils';

import type { MutationChargeArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationChargeArgs>): unknown {
  ctx.stash.operation = 'charge';
  const { token, cvcToken, processor, amount, currency, purpose, idempotencyKey } = ctx.args.input;
  return { input: { token, cvcToken, processor, amount, currency, purpose, idempotencyKey } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
