import type { VaultError } from '../vault/errors.ts';
import type { StoredItem } from '../vault/item-mac.ts';
import { versionOfMessage } from '../vault/message-version.ts';
import { settleNow } from '../vault/outcome.ts';
import { anyFromItem, recordKey } from '../vault/record.ts';
import type { Owner, VaultRecord } from '../vault/record.ts';

/** A record under another version than it should be. */
export interface Candidate {
  readonly item: StoredItem;
  readonly record: VaultRecord;
  /** What it is under. */
  readonly version: string;
}

export type Examined =
  | { readonly kind: 'current' }
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | {
      readonly kind: 'damaged';
      /** What its key says; nothing vouches for it. */
      readonly token: string;
      readonly failure: VaultError;
    };

/**
 * What an item is that was found where records are. Whatever is not as the vault wrote it, or of a
 * kind that this code does not know, is damaged; the version is believed after that only.
 */
export function examine(owner: Owner, item: StoredItem, keyVersion: string): Examined {
  const [pk, prefix] = [item.pk?.S ?? '', recordKey(owner.tenant, '')];
  const token = pk.startsWith(prefix) ? pk.slice(prefix.length) : '';
  const read = settleNow(() => {
    const record = anyFromItem(owner, token, item);
    return { record, version: versionOfMessage(owner.tenant, record.ciphertext) };
  });
  if ('failure' in read) return { kind: 'damaged', token, failure: read.failure };
  if (read.value.version === keyVersion) return { kind: 'current' };
  return { kind: 'candidate', candidate: { item, ...read.value } };
}
