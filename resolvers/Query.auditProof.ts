import type { Context } from '@aws-appsync/utils';

import type { QueryAuditProofArgs } from '../schema/generated/vault-schema.ts';

/** Asks for the proof of one event. */
export function request(ctx: Context<QueryAuditProofArgs>): unknown {
  ctx.stash.operation = 'auditProof';
  const { id } = ctx.args;
  return { id };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
