import type { Context } from '@aws-appsync/utils';

import type { QueryKnownTokenArgs } from '../schema/generated/vault-schema.ts';

/** Asks whether the tenant has a token for a value. */
export function request(ctx: Context<QueryKnownTokenArgs>): unknown {
  ctx.stash.operation = 'knownToken';
  const { dataClass, customClass, plaintext, purpose } = ctx.args;
  return { dataClass, customClass, plaintext, purpose };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
