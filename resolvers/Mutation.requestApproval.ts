import type { Context } from '@aws-appsync/utils';

import type { MutationRequestApprovalArgs } from '../schema/generated/vault-schema.ts';

/** Names each field of the input: nothing the schema does not know goes further. */
export function request(ctx: Context<MutationRequestApprovalArgs>): unknown {
  ctx.stash.operation = 'requestApproval';
  const { tokens, count, purpose, ticket, reason, minutes, idempotencyKey } = ctx.args.input;
  return { input: { tokens, count, purpose, ticket, reason, minutes, idempotencyKey } };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
