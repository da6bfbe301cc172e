import { createHmac, hkdfSync } from 'node:crypto';

import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DecryptCommand } from '@aws-sdk/client-kms';

import { branchKeyIdOf } from './branch-keys.ts';
import type { KeyStoreConfiguration } from './branch-keys.ts';
import { coalesce } from './coalesce.ts';
import { createExpiringMap } from './expiring-map.ts';
import type { Tenant } from './identity.ts';

const MAX_TENANTS = 1000;
const KEY_BYTES = 32;

/**
 * What a derived key is for, with its version. Each label is a key of its own; a new use takes a new
 * label of the same scheme, `vault/<use>/v<n>`, such as `vault/fingerprint/PAN/v1`.
 */
export type KeyLabel =
  | 'vault/record-mac/v1'
  | 'vault/state-mac/v1'
  | 'vault/audit-token/v1'
  | 'vault/cursor-mac/v1'
  | 'vault/rewrap-mac/v1'
  | 'vault/approval-mac/v1'
  | 'vault/audit-ticket/v1'
  | 'vault/budget-mac/v1'
  | 'vault/person/v1'
  | 'vault/audit-cursor/v1'
  | 'vault/fingerprint-mac/v1'
  | 'vault/honey-mac/v1'
  | 'vault/charge-mac/v1'
  | 'vault/idempotency-mac/v1'
  | 'vault/idempotency-key/v1'
  | 'vault/idempotency-request/v1'
  | 'vault/idempotency-value/v1'
  | `vault/fingerprint/${string}/v1`;

/** A tenant's MAC keys: HKDF-SHA-256 of its beacon key with the tenant as salt, the label as info. */
export interface TenantKeys {
  /** HMAC-SHA-256, 32 bytes, of `message` under the key of `label`. */
  mac(label: KeyLabel, message: Uint8Array): Buffer;
}

type KeyStoreRow = Readonly<Record<string, AttributeValue>>;

const BEACON_ROW = 'beacon:ACTIVE';

async function readBeaconRow(
  { dynamodb, tableName }: KeyStoreConfiguration,
  branchKeyId: string,
): Promise<KeyStoreRow | null> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: tableName,
      Key: { 'branch-key-id': { S: branchKeyId }, type: { S: BEACON_ROW } },
      ConsistentRead: true,
    }),
  );
  return Item ?? null;
}

/**
 * All that KMS bound the beacon key to: every attribute of the row, and the key store's logical name.
 * https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/branch-key-store.md
 */
function contextOf(row: KeyStoreRow, keyStoreName: string): Record<string, string> {
  const pairs = Object.entries(row)
    .filter(([name]) => name !== 'enc')
    .map(([name, value]) => [name, value.S ?? value.N ?? ''] as const);
  return { ...Object.fromEntries(pairs), tablename: keyStoreName };
}

async function decryptBeaconKey(
  { kms, keyStoreName, rootKeyArn }: KeyStoreConfiguration,
  branchKeyId: string,
  row: KeyStoreRow,
): Promise<Uint8Array> {
  const context = contextOf(row, keyStoreName);
  // What is read back is what was asked for, also under an endpoint that lies.
  if (context['branch-key-id'] !== branchKeyId || context.type !== BEACON_ROW) {
    throw new TypeError('The key store answered with another row.');
  }
  const { Plaintext: beaconKey } = await kms.send(
    new DecryptCommand({
      KeyId: rootKeyArn,
      CiphertextBlob: row.enc?.B,
      EncryptionContext: context,
    }),
  );
  if (beaconKey?.length !== KEY_BYTES) throw new TypeError('The beacon key has a wrong length.');
  return beaconKey;
}

function deriveKeys(tenant: Tenant, beaconKey: Uint8Array): TenantKeys {
  const derived = new Map<KeyLabel, Buffer>();
  const keyOf = (label: KeyLabel): Buffer => {
    const known = derived.get(label);
    if (known !== undefined) return known;
    const key = Buffer.from(hkdfSync('sha256', beaconKey, tenant, label, KEY_BYTES));
    derived.set(label, key);
    return key;
  };
  return { mac: (label, message) => createHmac('sha256', keyOf(label)).update(message).digest() };
}

/**
 * Gives a tenant's MAC keys, or null if the tenant has no beacon key: then it is no tenant of this
 * vault. The beacon key stays as it is when the branch key is rotated, and is erased with it. It is
 * loaded once per `lifeSeconds`; absence is not remembered.
 */
export function createTenantKeys(
  configuration: KeyStoreConfiguration,
  lifeSeconds: number,
): (tenant: Tenant) => Promise<TenantKeys | null> {
  const cache = createExpiringMap<TenantKeys>(MAX_TENANTS, lifeSeconds * 1000, Date.now);
  const load = coalesce(async (tenant) => {
    const branchKeyId = branchKeyIdOf(tenant);
    const row = await readBeaconRow(configuration, branchKeyId);
    if (row === null) return null;
    const beaconKey = await decryptBeaconKey(configuration, branchKeyId, row);
    const keys = deriveKeys(tenant as Tenant, beaconKey);
    cache.set(tenant, keys);
    return keys;
  });
  return async (tenant) => cache.get(tenant) ?? load(tenant);
}
