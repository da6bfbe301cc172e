import { util } from '@aws-appsync/utils';
import type { AppSyncIdentityCognito, Context, LambdaRequest } from '@aws-appsync/utils';

import type { OrderReply } from '../../function/order-event.ts';

type OrderContext = Context<
  object,
  Record<string, unknown>,
  { result: unknown },
  undefined,
  OrderReply | null
>;

/** Sends what the field's own resolver prepared, with what the verified ID token says of the caller. */
export function request(ctx: OrderContext): LambdaRequest {
  const identity = ctx.identity as AppSyncIdentityCognito;
  const claims = identity.claims as Record<string, string | undefined>;
  return {
    operation: 'Invoke',
    payload: {
      operation: ctx.stash.operation,
      caller: {
        subject: identity.sub,
        tenant: claims['custom:tenant'] ?? null,
        tokenUse: claims.token_use ?? null,
        groups: identity.groups ?? [],
      },
      arguments: ctx.prev.result,
    },
  };
}

export function response(ctx: OrderContext): unknown {
  if (ctx.error || !ctx.result) util.error('The order service failed.', 'INTERNAL');
  const { error } = ctx.result as { error?: { code: string; message: string } };
  if (error) util.error(error.message, error.code);
  return (ctx.result as { data: unknown }).data;
}
