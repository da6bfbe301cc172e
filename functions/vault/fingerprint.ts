import type { Call } from './call.ts';
import { classLabel } from './data-classes.ts';
import type { AdmittedValue } from './data-classes.ts';
import { VaultError } from './errors.ts';
import { hasOurMac, lengthPrefixed, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { KeyLabel, TenantKeys } from './keys.ts';
import type { Plaintext } from './plaintext.ts';
import type { Owner } from './record.ts';
import type { Action } from './transaction.ts';

/** The token that a fingerprint item names. */
export interface NamedToken {
  readonly token: string;
  /** Of the write that named it: replacing it is conditional on that. */
  readonly writeId: string;
}

const SCHEMA_VERSION = '1';
const LABEL = 'vault/fingerprint-mac/v1';

/**
 * The HMAC of a value, never a bare hash: who has no key of the tenant cannot try values.
 * `scope` keeps equal values of different uses apart.
 */
export function macOfValue(
  keys: TenantKeys,
  label: KeyLabel,
  scope: string,
  value: Plaintext,
): string {
  const parts = [scope, value.expose()].map((part) => Buffer.from(part, 'utf8'));
  return keys.mac(label, lengthPrefixed(parts)).toString('base64url');
}

/**
 * Where the token of an equal value is found: `<tenant>#fingerprint#<class>#v1#<variant>#<HMAC>`.
 * Equal values meet within tenant, class, format and what the token keeps, and nowhere else. The key
 * stems from the tenant's beacon key: rotation does not change it, erasing the tenant destroys it.
 */
export function fingerprintKey({ tenant, keys }: Owner, value: AdmittedValue): string {
  const name = classLabel(value);
  const mac = macOfValue(keys, `vault/fingerprint/${name}/v1`, value.variant, value.plaintext);
  return `${tenant}#fingerprint#${name}#v1#${value.variant}#${mac}`;
}

/** Names the token of a new fingerprint, or of one whose token is gone (`replaces` is its write). */
export function nameToken(
  owner: Pick<Call, 'keys'>,
  table: string,
  key: string,
  { token, writeId }: NamedToken,
  replaces: string | null,
): Action {
  const item = withMac(owner.keys, LABEL, {
    pk: { S: key },
    schema: { N: SCHEMA_VERSION },
    token: { S: token },
    writeId: { S: writeId },
  });
  return { table, item, kind: 'put', replaces };
}

/**
 * The token in a fingerprint item, checked: that of this fingerprint, and as the vault wrote it; null
 * if there is none. Whether the token still resolves is another matter.
 * @throws VaultError TOKEN_NOT_FOUND, finding TAMPERED
 */
export function namedToken(
  owner: Pick<Call, 'keys'>,
  key: string,
  item: StoredItem | undefined,
): NamedToken | null {
  if (item === undefined) return null;
  if (item.pk?.S !== key || !hasOurMac(owner.keys, LABEL, item)) {
    throw new VaultError('TOKEN_NOT_FOUND', 'TAMPERED');
  }
  if (item.schema?.N !== SCHEMA_VERSION) throw new VaultError('INTERNAL');
  return { token: item.token?.S ?? '', writeId: item.writeId?.S ?? '' };
}
