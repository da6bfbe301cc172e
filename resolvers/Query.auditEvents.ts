import type { Context } from '@aws-appsync/utils';

import type { QueryAuditEventsArgs } from '../schema/generated/vault-schema.ts';

/** Asks for a page of the caller's tenant's trail. */
export function request(ctx: Context<QueryAuditEventsArgs>): unknown {
  ctx.stash.operation = 'auditEvents';
  const { filter, limit, nextToken } = ctx.args;
  if (!filter) return { limit, nextToken };
  // Names each field of the input: nothing the schema does not know goes further.
  const { from, to, actor, operation, code } = filter;
  return { filter: { from, to, actor, operation, code }, limit, nextToken };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
