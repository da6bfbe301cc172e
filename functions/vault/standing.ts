import type { BatchRead } from './batch-read.ts';
import { VaultError } from './errors.ts';
import type { Actor } from './identity.ts';
import type { StoredItem } from './item-mac.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** What stands against a caller; null if nothing does. A failure if that could not be read. */
export type Standing = Outcome<VaultError | null>;

/** Where it is kept that a tenant is disabled or was erased. */
export function tenantKey(tenant: string): string {
  return `${tenant}#tenant`;
}

function actorKey(tenant: string, actor: Actor): string {
  return `${tenant}#actor#${actor.id}`;
}

/** Anything but a plain false means disabled: damage must not lift a ban. */
export function isDisabled(item: StoredItem | undefined): boolean {
  return item !== undefined && item.disabled?.BOOL !== false;
}

/** Whether the item is a tombstone, whatever else became of it. */
export function isErased(item: StoredItem | undefined): boolean {
  return item?.erasedAt !== undefined;
}

function judge(tenant: StoredItem | undefined, actor: StoredItem | undefined): VaultError | null {
  if (isErased(tenant)) return new VaultError('TENANT_REQUIRED', 'TENANT_ERASED');
  if (isDisabled(tenant)) return new VaultError('NOT_AUTHORIZED', 'TENANT_DISABLED');
  return isDisabled(actor) ? new VaultError('NOT_AUTHORIZED', 'ACTOR_DISABLED') : null;
}

/**
 * Reads, strongly consistently and in one call, whether tenant and actor may do anything now. An
 * erased tenant is coded as one that never was. Never rejects. The items carry no MAC: who deletes
 * them from the control table lifts a ban, but brings no erased tenant's keys back.
 */
export function createStandings(
  read: BatchRead,
  controlTable: string,
): (tenant: string, actor: Actor) => Promise<Standing> {
  return (tenant, actor) => {
    const keys = [tenantKey(tenant), actorKey(tenant, actor)] as const;
    return settle(async () => {
      const items = await read(keys.map((pk) => ({ table: controlTable, pk })));
      return judge(items.of(controlTable, keys[0]), items.of(controlTable, keys[1]));
    });
  };
}
