import type { Context } from '@aws-appsync/utils';

import type { CreateOrderArguments } from '../function/order-event.ts';

/** Names each argument: nothing the schema does not know goes further. */
export function request(ctx: Context<{ input: CreateOrderArguments }>): unknown {
  ctx.stash.operation = 'createOrder';
  const { token, amount, currency, idempotencyKey } = ctx.args.input;
  return { token, amount, currency, idempotencyKey };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
