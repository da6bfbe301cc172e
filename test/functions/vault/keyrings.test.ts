import { branchKeyIdOf } from '../../../functions/vault/branch-keys.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { createKeyrings, withLoans } from '../../../functions/vault/keyrings.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';
import { newBranchKeys } from './envelopes.ts';

const ACME = 'acme' as Tenant;

describe('a keyring', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const borrow = (keyrings: ReturnType<typeof createKeyrings>) =>
    keyrings(ACME).keyStore.getActiveBranchKey(branchKeyIdOf(ACME));

  test('borrows copies of a branch key, which are wiped when the call ends and not before', async () => {
    const branchKeys = newBranchKeys(vault);
    const keyrings = createKeyrings(branchKeys);
    const real = await branchKeys.useActive(branchKeyIdOf(ACME), (key) => Buffer.from(key.secret));
    const kept = await withLoans(async () => {
      const mine = await borrow(keyrings);
      const others = await withLoans(() => borrow(keyrings));
      expect(others.branchKey()).toEqual(Buffer.alloc(32));
      expect(mine.branchKey()).toEqual(real);
      return mine;
    });
    expect(kept.branchKey()).toEqual(Buffer.alloc(32));
    const after = await branchKeys.useActive(branchKeyIdOf(ACME), (key) => Buffer.from(key.secret));
    expect(after).toEqual(real);
  });

  test('borrows nothing outside of a call', async () => {
    await expect(borrow(createKeyrings(newBranchKeys(vault)))).rejects.toThrow(
      'A keyring was used outside of withLoans.',
    );
  });
});
