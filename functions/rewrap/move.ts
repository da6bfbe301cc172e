import { MAX_ROUNDS, pause } from '../vault/backoff.ts';
import { VaultError } from '../vault/errors.ts';
import { versionOfMessage } from '../vault/message-version.ts';
import { encryptionContextOf, reseal } from '../vault/record.ts';
import type { Owner, Resealed } from '../vault/record.ts';
import { examine } from './examine.ts';
import type { Candidate } from './examine.ts';
import type { RewrapServices } from './services.ts';

/** How a record is now: moved by us, moved by another, or gone. */
export type Moved = 'moved' | 'current' | 'gone';

type Needs = Pick<RewrapServices, 'cipher' | 'newWriteId' | 'records'>;

/**
 * Opens and seals anew, under a data key of its own: wrapping the old data key alone would need a
 * second header tag under the key and IV of the first, and two such tags give the forger a key.
 */
async function sealAnew(
  { cipher, newWriteId }: Needs,
  owner: Owner,
  keyVersion: string,
  { item, record }: Candidate,
): Promise<Resealed> {
  const context = encryptionContextOf(owner.tenant, record);
  const bytes = await cipher.decrypt(owner.tenant, context, record.ciphertext);
  try {
    const ciphertext = await cipher.encrypt(owner.tenant, context, bytes);
    // A rotation came in between, or the key store answers with an older row.
    if (versionOfMessage(owner.tenant, ciphertext) !== keyVersion) {
      throw new VaultError('TEMPORARILY_UNAVAILABLE');
    }
    return reseal(owner, item, ciphertext, newWriteId());
  } finally {
    bytes.fill(0);
  }
}

/**
 * Moves a record to a version of the branch key, if it still is what was read; what others made of it
 * meanwhile is looked at again. It never comes back once it is gone.
 * @throws VaultError TOKEN_NOT_FOUND (TAMPERED, UNDECRYPTABLE) if it is damaged;
 * TEMPORARILY_UNAVAILABLE if others change it every time
 */
export async function move(
  needs: Needs,
  owner: Owner,
  keyVersion: string,
  first: Candidate,
): Promise<Moved> {
  let candidate = first;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0) await pause(round);
    const resealed = await sealAnew(needs, owner, keyVersion, candidate);
    if (await needs.records.replace(candidate.item, resealed)) return 'moved';
    const item = await needs.records.again(candidate.item);
    if (item === undefined) return 'gone';
    // The SDK repeats a write whose answer got lost; then it was ours.
    if (item.writeId?.S === resealed.writeId) return 'moved';
    const examined = examine(owner, item, keyVersion);
    if (examined.kind === 'damaged') throw examined.failure;
    if (examined.kind === 'current') return 'current';
    candidate = examined.candidate;
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}
