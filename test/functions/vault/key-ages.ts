import { branchKeyIdOf } from '../../../functions/vault/branch-keys.ts';
import type { BranchKeys } from '../../../functions/vault/branch-keys.ts';
import type { MessageCipher } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { createLibraryCipher } from '../../../functions/vault/library-cipher.ts';
import { createOneShotCipher } from '../../../functions/vault/one-shot-cipher.ts';
import type { RunningVault } from '../../support/vault.ts';
import { newBranchKeys, rotate } from './envelopes.ts';

export const ACME = 'acme' as Tenant;
export const GLOBEX = 'globex' as Tenant;

/** A process that writes under one version of the branch keys, by both ciphers. */
export interface Age {
  readonly branchKeys: BranchKeys;
  readonly oneShot: MessageCipher;
  readonly library: MessageCipher;
}

/** Both tenants' branch keys are rotated between the two: the older goes on with what it has. */
export async function twoAges(vault: RunningVault): Promise<[older: Age, newer: Age]> {
  const createAge = (branchKeys: BranchKeys): Age => ({
    branchKeys,
    oneShot: createOneShotCipher(branchKeys),
    library: createLibraryCipher(branchKeys),
  });
  const [older, newer] = [newBranchKeys(vault), newBranchKeys(vault)];
  for (const tenant of [ACME, GLOBEX]) {
    const id = branchKeyIdOf(tenant);
    await older.useActive(id, () => null);
    await rotate(vault, id);
    await newer.useActive(id, () => null);
  }
  return [createAge(older), createAge(newer)];
}
