import type { Context } from '@aws-appsync/utils';

import type { PayBillArguments } from '../function/order-event.ts';

/** Names each argument: nothing the schema does not know goes further. */
export function request(ctx: Context<{ input: PayBillArguments }>): unknown {
  ctx.stash.operation = 'payBill';
  const { orderId, cvcToken } = ctx.args.input;
  return { orderId, cvcToken };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
