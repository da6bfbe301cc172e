import type { Context } from '@aws-appsync/utils';

/** Asks who the vault takes the caller for. */
export function request(ctx: Context<Record<string, never>>): unknown {
  ctx.stash.operation = 'me';
  return {};
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
