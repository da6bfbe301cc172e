import { createChange } from './change-token.ts';
import type { ChangeNeeds, Tried } from './change-token.ts';
import type { Call } from './call.ts';
import { classLabel } from './data-classes.ts';
import type { KnownToken } from './lookup.ts';
import type { Services } from './services.ts';
import type { SignedStatement, TokenState } from './token-state.ts';

type Needs = ChangeNeeds & Pick<Services, 'backupDays' | 'clock' | 'receipts'>;

/**
 * The receipt comes after the erasing: only then is a time known from which on nothing resolves the
 * token. If we fail in between, whoever asks again gets it made.
 */
async function finish(
  { clock, receipts, stateChanges }: Needs,
  call: Call,
  tombstone: TokenState,
): Promise<Tried<SignedStatement>> {
  const { token, erasure } = tombstone;
  if (erasure === null) return 'overtaken';
  if (erasure.receipt !== null) return { done: erasure.receipt };
  const inaccessibleSince = clock();
  const { tenant } = call;
  const receipt = await receipts.sign({ tenant, token, erasure, inaccessibleSince });
  const kept = await stateChanges.keepReceipt(call, tombstone, { ...erasure, receipt });
  return kept === 'changed' ? { done: receipt } : 'overtaken';
}

/** Card verification codes are in no backup. */
function erasureOf({ backupDays, clock }: Needs, { record }: KnownToken) {
  return {
    erasedAt: clock().toISOString(),
    dataClass: classLabel(record),
    backupDays: record.dataClass === 'CVC' ? 0 : backupDays,
    receipt: null,
  };
}

/**
 * Destroys a token's value, also if it is revoked, used up or expired: record and fingerprint go, a
 * tombstone with the signed receipt stays. Whoever asks again gets the same receipt. Each item has
 * its own outcome: TOKEN_NOT_FOUND, IDEMPOTENCY_CONFLICT.
 */
export function createErase(needs: Needs) {
  return createChange<SignedStatement>(needs, async (call, { token }, found, keyed) => {
    const tombstone = found.tombstoneOf(token);
    if (tombstone !== null) {
      const confirmed = await needs.stateChanges.confirm(keyed);
      return confirmed === 'overtaken' ? confirmed : finish(needs, call, tombstone);
    }
    const held = found.heldOf(token);
    if (held === null) {
      const outcome = found.of(token);
      if ('failure' in outcome) throw outcome.failure;
      return 'overtaken';
    }
    const erased = await needs.stateChanges.erase(call, held, erasureOf(needs, held), keyed);
    return erased === 'overtaken' ? 'overtaken' : finish(needs, call, erased.tombstone);
  });
}
