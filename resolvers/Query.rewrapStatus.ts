import type { Context } from '@aws-appsync/utils';

/** Asks for the last rewrap job: there are no arguments to name. */
export function request(ctx: Context): unknown {
  ctx.stash.operation = 'rewrapStatus';
  return {};
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
