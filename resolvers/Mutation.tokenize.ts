import type { Context } from '@aws-appsync/utils';

import type { MutationTokenizeArgs } from '../schema/generated/vault-schema.ts';
import { tokenizeArguments } from './tokenize-arguments.ts';

export function request(ctx: Context<MutationTokenizeArgs>): unknown {
  ctx.stash.operation = 'tokenize';
  return { input: tokenizeArguments(ctx.args.input) };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
