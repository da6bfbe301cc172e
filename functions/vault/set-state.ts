import { createChange } from './change-token.ts';
import type { Tried } from './change-token.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import type { KnownToken } from './lookup.ts';
import type { VaultRecord } from './record.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

type State = VaultRecord['state'];
type Needs = Pick<Services, 'attempts' | 'lookup' | 'stateChanges'>;

async function setState(
  { stateChanges }: Needs,
  call: Call,
  token: KnownToken,
  state: State,
): Promise<Tried<TokenView>> {
  const { record, uses } = token;
  // A code lives for an hour and serves one charge: it is used or erased, nothing else.
  if (record.dataClass === 'CVC') throw new VaultError('INVALID_INPUT');
  const view = { record: { ...record, state }, uses };
  if (record.state === state) return { done: view };
  const changed = await stateChanges.setState(call, token, state, []);
  return changed === 'changed' ? { done: view } : 'overtaken';
}

/**
 * Makes a token cease to resolve (REVOKED), or resolve again (ACTIVE). Who finds it so already, is
 * answered the same. Each item has its own outcome: TOKEN_NOT_FOUND, INVALID_INPUT.
 */
export function createSetState(needs: Needs, state: State) {
  return createChange(needs, async (call, { token }, found) => {
    const outcome = found.of(token);
    if ('failure' in outcome) throw outcome.failure;
    return setState(needs, call, outcome.value, state);
  });
}
