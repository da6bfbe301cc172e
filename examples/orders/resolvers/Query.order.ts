import type { Context } from '@aws-appsync/utils';

import type { OrderArguments } from '../function/order-event.ts';

/** Names each argument: nothing the schema does not know goes further. */
export function request(ctx: Context<OrderArguments>): unknown {
  ctx.stash.operation = 'order';
  return { id: ctx.args.id };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
