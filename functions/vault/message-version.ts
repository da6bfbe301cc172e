import { branchKeyIdOf } from './branch-keys.ts';
import { versionOf, WRAPPED_KEY_BYTES } from './hierarchical-wrap.ts';
import type { Tenant } from './identity.ts';
import { parseMessage } from './message-reader.ts';
import { undecryptable } from './undecryptable.ts';

/**
 * The version of the tenant's branch key that a message says it is under, told without any key. It is
 * as true as what the message was read from.
 * @throws VaultError TOKEN_NOT_FOUND (UNDECRYPTABLE) if it is no message under a key of the tenant
 */
export function versionOfMessage(tenant: Tenant, bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { branchKeyId, wrappedKey } = parseMessage(view);
  const isMeant = branchKeyId === branchKeyIdOf(tenant) && wrappedKey.length === WRAPPED_KEY_BYTES;
  const version = isMeant ? versionOf(wrappedKey) : null;
  if (version === null) throw undecryptable();
  return version;
}
