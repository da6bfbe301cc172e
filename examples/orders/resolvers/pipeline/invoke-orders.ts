import { util } from '@aws-appsync/utils';
import type { AppSyncIdentityOIDC, Context, LambdaRequest } from '@aws-appsync/utils';

import type { OrderReply } from '../../function/order-event.ts';

type OrderContext = Context<
  object,
  Record<string, unknown>,
  { result: unknown },
  undefined,
  OrderReply | null
>;

interface Claims {
  readonly 'custom:tenant'?: string;
  readonly token_use?: string;
  readonly 'cognito:groups'?: readonly string[];
}

/** Sends what the field's own resolver prepared, with what the verified ID token says of the caller. */
export function request(ctx: OrderContext): LambdaRequest {
  // On AWS AppSync knows the pool by OpenID Connect, which has groups among the claims alone.
  const identity = ctx.identity as AppSyncIdentityOIDC;
  const claims = identity.claims as Claims;
  return {
    operation: 'Invoke',
    payload: {
      operation: ctx.stash.operation,
      caller: {
        subject: identity.sub,
        tenant: claims['custom:tenant'] ?? null,
        tokenUse: claims.token_use ?? null,
        groups: claims['cognito:groups'] ?? [],
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
