import { branchKeyIdOf } from '../vault/branch-keys.ts';
import { createDoor } from '../vault/door.ts';
import { asVaultError, VaultError } from '../vault/errors.ts';
import type { ErrorReply, VaultReply } from '../vault/event.ts';
import { fieldsOf } from '../vault/fields.ts';
import { isTenantName } from '../vault/identity.ts';
import { createOperations } from './operations.ts';
import type { KeyAdminServices } from './services.ts';

export interface CreatedBranchKey {
  readonly branchKeyId: string;
  /** false if the tenant had one already; it is left as it is. */
  readonly created: boolean;
}

type BootstrapReply = { readonly data: CreatedBranchKey } | ErrorReply;

/** The operator's own tenant has nobody who could ask for it: a deployment does. */
async function bootstrap(
  { branchKeys, records }: KeyAdminServices,
  tenant: unknown,
): Promise<BootstrapReply> {
  try {
    if (!isTenantName(tenant)) throw new VaultError('INVALID_INPUT');
    const { tombstone } = await records.readOne(tenant);
    if (tombstone !== null) throw new VaultError('TENANT_ERASED');
    const { isNew } = await branchKeys.create(tenant);
    return { data: { branchKeyId: branchKeyIdOf(tenant), created: isNew } };
  } catch (error) {
    const { code, message } = asVaultError(error);
    return { error: { code, message } };
  }
}

/**
 * Answers AppSync's events (`createTenant`, `eraseTenant`, `tenants`, `rotateKeys`) as the vault
 * does, and beside them `{ operation: 'createBranchKey', tenant }`, which comes from a deployment
 * and never from AppSync: with the branch key id and whether it is new, or with a code:
 * INVALID_INPUT (no tenant name `[a-z][a-z0-9-]{1,62}`), TENANT_ERASED, TEMPORARILY_UNAVAILABLE,
 * INTERNAL. Never throws.
 */
export function createAnswer(
  services: KeyAdminServices,
): (event: unknown, requestId: string) => Promise<VaultReply | VaultReply[]> {
  const answer = createDoor(services, createOperations(services));
  return async (event, requestId) => {
    const { operation, tenant, identity } = fieldsOf(event);
    const isBootstrap = operation === 'createBranchKey' && identity === undefined;
    return isBootstrap ? bootstrap(services, tenant) : answer(event, requestId);
  };
}
