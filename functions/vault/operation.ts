import type { Item } from './attempt.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { BatchItem, ErrorReply, Operation, VaultReply } from './event.ts';
import type { Fields } from './fields.ts';
import { settleNow } from './outcome.ts';
import { mayDo } from './policy.ts';
import type { Services } from './services.ts';

/**
 * Answers a call: one reply per element of `argumentsList`, which holds more than one element for
 * `release` only.
 * @throws VaultError if the call as a whole is refused, after recording that
 */
export type Answer = (call: Call, argumentsList: readonly Fields[]) => Promise<VaultReply[]>;

/** What a function answers; every other operation is none of its own. */
export type Operations = Readonly<Partial<Record<Operation, Answer>>>;

/** An operation: how its arguments are read, what runs, how it is answered. */
export interface Definition<Command, Result> {
  /** Beside the group; absent if the group is all. */
  readonly isOpenTo?: (call: Call) => boolean;
  readonly read: (argumentsList: readonly Fields[]) => Item<Command>[];
  readonly run: (call: Call, items: readonly Item<Command>[]) => Promise<Item<Result>[]>;
  readonly reply: (results: readonly Item<Result>[], call: Call) => VaultReply[];
}

/** The reply for a refusal: code and fixed sentence. */
export function errorReply({ code, message }: VaultError): ErrorReply {
  return { error: { code, message } };
}

/** One reply an item. */
export function each<Result>(dataOf: (result: Result) => unknown) {
  return (results: readonly Item<Result>[]): VaultReply[] =>
    results.map(({ outcome }) =>
      'value' in outcome ? { data: dataOf(outcome.value) } : errorReply(outcome.failure),
    );
}

/** One reply that lists the items. */
export function inOne<Result>(itemOf: (result: Result) => BatchItem) {
  return (results: readonly Item<Result>[]): VaultReply[] => {
    const data = results.map(({ outcome }): BatchItem => {
      if ('value' in outcome) return itemOf(outcome.value);
      const { code, message } = outcome.failure;
      return { __typename: 'VaultError', code, message };
    });
    return [{ data }];
  };
}

/** Who may is decided before anything is looked up; what was asked is recorded all the same. */
export function define<Command, Result>(
  { attempts }: Pick<Services, 'attempts'>,
  { isOpenTo, read, run, reply }: Definition<Command, Result>,
): Answer {
  return async (call, argumentsList) => {
    const items = settleNow(() => read(argumentsList));
    const known = 'value' in items ? items.value : [];
    const refuse = async (error: VaultError): Promise<never> => {
      throw await attempts.refuse(call, known, error);
    };
    const isOpen = mayDo(call.actor.groups, call.operation) && (isOpenTo?.(call) ?? true);
    if (!isOpen) return refuse(new VaultError('NOT_AUTHORIZED'));
    if ('failure' in items) return refuse(items.failure);
    return reply(await run(call, items.value), call);
  };
}
