import { createChange } from './change-token.ts';
import type { ChangeNeeds, Tried } from './change-token.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { Keyed } from './idempotency-hold.ts';
import type { KnownToken } from './lookup.ts';
import type { VaultRecord } from './record.ts';
import type { TokenView } from './views.ts';

type State = VaultRecord['state'];

async function setState(
  { stateChanges }: ChangeNeeds,
  call: Call,
  token: KnownToken,
  { state, keyed }: { readonly state: State; readonly keyed: Keyed | null },
): Promise<Tried<TokenView>> {
  const { record, uses } = token;
  // A code lives for an hour and serves one charge: it is used or erased, nothing else.
  if (record.dataClass === 'CVC') throw new VaultError('INVALID_INPUT');
  if (keyed?.isRepeated === true) return { done: { record, uses } };
  const changed =
    record.state === state
      ? await stateChanges.confirm(keyed)
      : await stateChanges.setState(call, token, state, keyed);
  return changed === 'changed' ? { done: { record: { ...record, state }, uses } } : 'overtaken';
}

/**
 * Makes a token cease to resolve (REVOKED), or resolve again (ACTIVE). Who finds it so already, is
 * answered the same. Each item has its own outcome: TOKEN_NOT_FOUND, INVALID_INPUT,
 * IDEMPOTENCY_CONFLICT.
 */
export function createSetState(needs: ChangeNeeds, state: State) {
  return createChange(needs, async (call, { token }, found, keyed) => {
    const outcome = found.of(token);
    if ('failure' in outcome) throw outcome.failure;
    return setState(needs, call, outcome.value, { state, keyed });
  });
}
