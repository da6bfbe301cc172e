import type { LambdaRequest } from '@aws-appsync/utils';

import { dataOf } from '../vault-reply.ts';
import type { VaultContext } from '../vault-reply.ts';

/** One release of a batch: AppSync sends all that one request selects in a single call. */
export function request(ctx: VaultContext): LambdaRequest {
  return {
    operation: 'BatchInvoke',
    payload: {
      operation: 'release',
      identity: ctx.stash.identity,
      origin: ctx.stash.origin,
      arguments: ctx.prev.result,
    },
  };
}

/** Each item answers for itself: a refused release leaves the others standing. */
export function response(ctx: VaultContext): unknown {
  return dataOf(ctx);
}
