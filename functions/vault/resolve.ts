import { advance } from './attempt.ts';
import type { Item } from './attempt.ts';
import type { Call, Subject } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { VaultError } from './errors.ts';
import { settle, settleNow } from './outcome.ts';
import { mayUse } from './policy.ts';
import type { Purpose } from './policy.ts';
import { fromItem } from './record.ts';
import type { Services } from './services.ts';
import type { FoundItems } from './store.ts';
import type { TokenView } from './views.ts';

/** A token of the caller's tenant whose record was checked, and the purpose the caller may use. */
export interface ResolvedToken extends TokenView {
  readonly purpose: Purpose | null;
}

function resolveOne(
  call: Call,
  { token, purpose }: ResolveCommand,
  found: FoundItems,
): Item<ResolvedToken> {
  const named = purpose === null ? {} : { purpose };
  const outcome = settleNow(() => fromItem(call, token, found.of(token)));
  if ('failure' in outcome) return { subject: { asked: token, ...named }, outcome };
  const record = outcome.value;
  const { dataClass, format } = record;
  const subject: Subject = { token, dataClass, format, ...named };
  const refuse = (failure: VaultError): Item<ResolvedToken> => ({ subject, outcome: { failure } });
  if (found.standing !== null) return refuse(new VaultError('NOT_AUTHORIZED', found.standing));
  if (purpose !== null && !mayUse(call.actor.groups, dataClass, purpose)) {
    return refuse(new VaultError('PURPOSE_NOT_ALLOWED'));
  }
  return { subject, outcome: { value: { record, uses: 0, purpose } } };
}

/**
 * Looks tokens up for their tenant and checks all but the group: the record and its MAC, the standing
 * of tenant and actor, and the purpose if one is named. One read, each item with its own outcome.
 */
export function createResolve({ store }: Pick<Services, 'store'>) {
  return async (
    call: Call,
    items: readonly Item<ResolveCommand>[],
  ): Promise<Item<ResolvedToken>[]> => {
    const tokens = items.flatMap(({ outcome }) =>
      'value' in outcome ? [outcome.value.token] : [],
    );
    const found = await settle(async () => (tokens.length > 0 ? store.find(call, tokens) : null));
    return advance(items, (command) => {
      if ('value' in found && found.value !== null) return resolveOne(call, command, found.value);
      const failure = 'failure' in found ? found.failure : new VaultError('INTERNAL');
      return { subject: { asked: command.token }, outcome: { failure } };
    });
  };
}
