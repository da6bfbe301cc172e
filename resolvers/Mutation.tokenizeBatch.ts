import type { Context } from '@aws-appsync/utils';

import type { MutationTokenizeBatchArgs } from '../schema/generated/vault-schema.ts';
import { tokenizeArguments } from './tokenize-arguments.ts';

export function request(ctx: Context<MutationTokenizeBatchArgs>): unknown {
  ctx.stash.operation = 'tokenizeBatch';
  return { inputs: ctx.args.inputs.map((input) => tokenizeArguments(input)) };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
