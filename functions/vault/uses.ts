import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { createTurns } from './in-turn.ts';
import type { StoredItem } from './item-mac.ts';
import type { KnownToken } from './lookup.ts';
import { fromStateItem, stateKey, toStateItem } from './token-state.ts';
import type { TokenState } from './token-state.ts';
import { changeVersioned } from './versioned-item.ts';
import type { Form, VersionedTable } from './versioned-item.ts';

/** Consumes uses of tokens that have a limited number of them. */
export interface Uses {
  /**
   * Takes up to `wanted` uses and answers how many it got; 0 once all are used up. What was taken
   * stays taken, whatever happens to the caller: a crash loses uses and never gives one twice.
   * @throws VaultError TOKEN_NOT_FOUND if the token was revoked or erased meanwhile, or its state
   * item is not as the vault wrote it; TEMPORARILY_UNAVAILABLE if too many others took theirs
   */
  take(call: Call, token: KnownToken, wanted: number): Promise<number>;
}

/** A state item that is gone was not removed by us. */
function formOf(call: Call, token: string): Form<TokenState> {
  return {
    toItem: (state, writeId) => toStateItem(call, state, writeId),
    fromItem: (item: StoredItem | undefined) => {
      const state = fromStateItem(call, token, item);
      if (state === null) throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
      return state;
    },
    isStored: () => true,
  };
}

function mustBeActive({ state }: TokenState): void {
  if (state !== 'ACTIVE') throw new VaultError('TOKEN_NOT_FOUND', state);
}

async function take(
  table: VersionedTable,
  call: Call,
  { record: { token, maxUses }, state }: KnownToken,
  wanted: number,
): Promise<number> {
  if (maxUses === null) return wanted;
  if (state === null) throw new VaultError('INTERNAL');
  const { result } = await changeVersioned(table, formOf(call, token), state, (was) => {
    mustBeActive(was);
    const taken = Math.min(wanted, maxUses - was.uses);
    if (taken <= 0) return { next: was, result: 0 };
    return {
      next: { ...was, uses: was.uses + taken, version: was.version + 1 },
      result: taken,
    };
  });
  return result;
}

/** Uses are counted by conditional writes of the state item. Within a process rivals take turns. */
export function createUses(table: VersionedTable): Uses {
  const inTurn = createTurns();
  return {
    take: (call, token, wanted) =>
      token.record.maxUses === null
        ? Promise.resolve(wanted)
        : inTurn(stateKey(call.tenant, token.record.token), () => take(table, call, token, wanted)),
  };
}
