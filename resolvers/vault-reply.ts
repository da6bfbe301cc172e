import { util } from '@aws-appsync/utils';
import type { Context } from '@aws-appsync/utils';

import type { ErrorReply, VaultReply } from '../functions/vault/event.ts';

/** A vault call's context: its reply, or how the function itself failed. */
export type VaultContext = Context<
  object,
  Record<string, unknown>,
  { result: unknown },
  undefined,
  VaultReply | null
>;

/**
 * The data of the vault's reply. A coded error becomes the field's error, with the code as its
 * `errorType`; how a function failed is nothing a caller may learn.
 */
export function dataOf(ctx: VaultContext): unknown {
  if (ctx.error || !ctx.result) util.error('The vault failed.', 'INTERNAL');
  const { error } = ctx.result as Partial<ErrorReply>;
  if (error) util.error(error.message, error.code);
  return (ctx.result as { data: unknown }).data;
}
