import { createChange } from './change-token.ts';
import type { ChangeNeeds, Tried } from './change-token.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { Keyed } from './idempotency-hold.ts';
import type { KnownToken } from './lookup.ts';
import type { VaultRecord } from './record.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

type State = VaultRecord['state'];
type Needs = ChangeNeeds & Pick<Services, 'budgets'>;

/** Whoever finds nothing to change has asked for a masked view, and it counts as one. */
async function takeView({ budgets }: Needs, call: Call): Promise<void> {
  const { isTaken } = await budgets.take(call, { kind: 'MASKED', purposes: [null] });
  if (isTaken[0] !== true) throw new VaultError('BUDGET_EXCEEDED');
}

async function setState(
  needs: Needs,
  call: Call,
  token: KnownToken,
  { state, keyed }: { readonly state: State; readonly keyed: Keyed | null },
): Promise<Tried<TokenView>> {
  const { record, uses } = token;
  // A code lives for an hour and serves one charge: it is used or erased, nothing else.
  if (record.dataClass === 'CVC') throw new VaultError('INVALID_INPUT');
  const isRepeated = keyed?.isRepeated === true;
  if (isRepeated || record.state === state) await takeView(needs, call);
  if (isRepeated) return { done: { record, uses } };
  const changed =
    record.state === state
      ? await needs.stateChanges.confirm(keyed)
      : await needs.stateChanges.setState(call, token, state, keyed);
  return changed === 'changed' ? { done: { record: { ...record, state }, uses } } : 'overtaken';
}

/**
 * Makes a token cease to resolve (REVOKED), or resolve again (ACTIVE). Who finds it so already, is
 * answered the same, within the budget of masked views. Each item has its own outcome: TOKEN_NOT_FOUND,
 * INVALID_INPUT, IDEMPOTENCY_CONFLICT, BUDGET_EXCEEDED.
 */
export function createSetState(needs: Needs, state: State) {
  return createChange(needs, async (call, { token }, found, keyed) => {
    const outcome = found.of(token);
    if ('failure' in outcome) throw outcome.failure;
    return setState(needs, call, outcome.value, { state, keyed });
  });
}
