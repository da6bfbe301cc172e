import type { Context } from '@aws-appsync/utils';

import type { MutationSeedHoneyTokenArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationSeedHoneyTokenArgs>): unknown {
  ctx.stash.operation = 'seedHoneyToken';
  const { dataClass, customClass, plaintext, format, metadata } = ctx.args.input;
  return { input: { dataClass, customClass, plaintext, format, metadata } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
