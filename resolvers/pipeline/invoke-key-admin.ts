import type { LambdaRequest } from '@aws-appsync/utils';

import { dataOf } from '../vault-reply.ts';
import type { VaultContext } from '../vault-reply.ts';

/** As `invoke-vault`, to the function that looks after keys and opens no value. */
export function request(ctx: VaultContext): LambdaRequest {
  return {
    operation: 'Invoke',
    payload: {
      operation: ctx.stash.operation,
      identity: ctx.stash.identity,
      origin: ctx.stash.origin,
      arguments: ctx.prev.result,
    },
  };
}

export function response(ctx: VaultContext): unknown {
  return dataOf(ctx);
}
