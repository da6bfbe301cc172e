import type { Context } from '@aws-appsync/utils';

import type { MutationTokenizeBatchArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of each input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationTokenizeBatchArgs>): unknown {
  ctx.stash.operation = 'tokenizeBatch';
  return {
    inputs: ctx.args.inputs.map(({ dataClass, plaintext, format }) => ({
      dataClass,
      plaintext,
      format,
    })),
  };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
