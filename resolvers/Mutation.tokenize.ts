import type { Context } from '@aws-appsync/utils';

import type { MutationTokenizeArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationTokenizeArgs>): unknown {
  ctx.stash.operation = 'tokenize';
  const { dataClass, plaintext, format } = ctx.args.input;
  return { input: { dataClass, plaintext, format } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
