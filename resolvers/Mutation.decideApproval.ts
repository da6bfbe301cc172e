import type { Context } from '@aws-appsync/utils';

import type { MutationDecideApprovalArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationDecideApprovalArgs>): unknown {
  ctx.stash.operation = 'decideApproval';
  const { id, decision } = ctx.args.input;
  return { input: { id, decision } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
