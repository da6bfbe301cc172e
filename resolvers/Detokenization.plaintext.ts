import type { Context } from '@aws-appsync/utils';

/** What `detokenize` answered beside its visible fields: purpose and grant go with the record. */
interface Resolved {
  readonly token: string;
  readonly purpose: string;
  readonly grant: string | null;
}

/** AppSync runs this only when `plaintext` is selected, and only for the groups it names. */
export function request(ctx: Context): unknown {
  const { token, purpose, grant } = ctx.source as Resolved;
  return { token, purpose, grant };
}

export function response(ctx: Context<object, object, { result: unknown }>): unknown {
  return ctx.prev.result;
}
