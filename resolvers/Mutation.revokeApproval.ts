import type { Context } from '@aws-appsync/utils';

import type { MutationRevokeApprovalArgs } from '../schema/generated/vault-schema.ts';

/** Ends a request or a grant. */
export function request(ctx: Context<MutationRevokeApprovalArgs>): unknown {
  ctx.stash.operation = 'revokeApproval';

  return { id: ctx.args.id };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
