import type { KeyStoreConfiguration } from '../vault/branch-keys.ts';
import { asVaultError, VaultError } from '../vault/errors.ts';
import type { ErrorReply } from '../vault/event.ts';
import { fieldsOf } from '../vault/fields.ts';
import { isTenantName } from '../vault/identity.ts';
import { createBranchKeyCreation } from './branch-key.ts';
import type { CreatedBranchKey } from './branch-key.ts';

export type KeyAdminReply = { readonly data: CreatedBranchKey } | ErrorReply;

/**
 * Answers `{ operation: 'createBranchKey', tenant }` with the branch key id and whether it is new,
 * or with a code: INVALID_INPUT (other operation, or no tenant name `[a-z][a-z0-9-]{1,62}`),
 * TEMPORARILY_UNAVAILABLE, INTERNAL. Never throws.
 */
export function createAnswer(
  configuration: KeyStoreConfiguration,
): (event: unknown) => Promise<KeyAdminReply> {
  const createBranchKey = createBranchKeyCreation(configuration);
  return async (event) => {
    try {
      const { operation, tenant } = fieldsOf(event);
      if (operation !== 'createBranchKey' || !isTenantName(tenant)) {
        throw new VaultError('INVALID_INPUT');
      }
      return { data: await createBranchKey(tenant) };
    } catch (error) {
      const { code, message } = asVaultError(error);
      return { error: { code, message } };
    }
  };
}
