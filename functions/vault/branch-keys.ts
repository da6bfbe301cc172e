import { AsyncLocalStorage } from 'node:async_hooks';

import { BranchKeyStoreNode } from '@aws-crypto/branch-keystore-node';
import { KmsHierarchicalKeyRingNode } from '@aws-crypto/kms-keyring-node';
import type { KmsHierarchicalKeyRingNodeInput } from '@aws-crypto/kms-keyring-node';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';

import { coalesce } from './coalesce.ts';
import { createExpiringMap } from './expiring-map.ts';
import type { Tenant } from './identity.ts';

/** Each tenant keeps an active version, a beacon key and a few older versions in use. */
const MAX_BRANCH_KEYS = 5000;
const MAX_KEYRINGS = 1000;
const NEVER_MS = Number.MAX_SAFE_INTEGER / 2;

export interface KeyStoreConfiguration {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly tableName: string;
  /** The logical name, bound to every row by KMS; stays when the table is restored as another. */
  readonly keyStoreName: string;
  readonly rootKeyArn: string;
}

type KeyringCache = NonNullable<KmsHierarchicalKeyRingNodeInput['cache']>;
type BranchKeyEntry = Exclude<ReturnType<KeyringCache['getBranchKeyMaterial']>, false>;

/** A tenant's branch key id: `tenant/<tenant>`, so that policies can tell it from other keys. */
export function branchKeyIdOf(tenant: string): string {
  return `tenant/${tenant}`;
}

export function createKeyStore(configuration: KeyStoreConfiguration): BranchKeyStoreNode {
  return new BranchKeyStoreNode({
    storage: { ddbTableName: configuration.tableName, ddbClient: configuration.dynamodb },
    logicalKeyStoreName: configuration.keyStoreName,
    kmsConfiguration: { identifier: configuration.rootKeyArn },
    keyManagement: { kmsClient: configuration.kms },
  });
}

/**
 * What went wrong while a keyring loaded a branch key. On decryption the keyring folds that error
 * into the text of another, so an outage could not be told from a forged message.
 */
export const loadFault = new AsyncLocalStorage<{ error?: unknown }>();

async function notingFault<Value>(load: Promise<Value>): Promise<Value> {
  try {
    return await load;
  } catch (error) {
    const note = loadFault.getStore();
    if (note !== undefined) note.error = error;
    throw error;
  }
}

/**
 * The key store with one load under way per branch key and version. The keyring checks its store
 * with `instanceof` and freezes it: an object whose prototype is the store passes.
 */
function withSingleFlight(store: BranchKeyStoreNode): BranchKeyStoreNode {
  const active = coalesce((id) => store.getActiveBranchKey(id));
  const version = coalesce((row) => {
    const [id = '', uuid = ''] = row.split('\n');
    return store.getBranchKeyVersion(id, uuid);
  });
  return Object.create(store, {
    getActiveBranchKey: { value: (id: string) => notingFault(active(id)) },
    getBranchKeyVersion: {
      value: (id: string, uuid: string) => notingFault(version(`${id}\n${uuid}`)),
    },
  }) as BranchKeyStoreNode;
}

function refuseDataKeys(): never {
  throw new TypeError('This cache holds branch keys only.');
}

/**
 * The library's own cache overwrites a key with zeros when its entry is replaced or expires, while
 * another request may be about to wrap with it: that message would be lost, and wrapped under a key
 * that everyone knows. Keys loaded together are also one object here. This cache only lets go.
 */
function createKeyringCache(lifeMs: number): KeyringCache {
  const entries = createExpiringMap<BranchKeyEntry>(MAX_BRANCH_KEYS, lifeMs, Date.now);
  return {
    getBranchKeyMaterial: (key) => entries.get(key) ?? false,
    putBranchKeyMaterial: (key, response) => {
      entries.set(key, { response, now: Date.now() });
    },
    del: (key) => {
      entries.delete(key);
    },
    getEncryptionMaterial: refuseDataKeys,
    getDecryptionMaterial: refuseDataKeys,
    putEncryptionMaterial: refuseDataKeys,
    putDecryptionMaterial: refuseDataKeys,
  };
}

/**
 * Gives each tenant its hierarchical keyring, pinned to the tenant's branch key: it neither writes
 * nor opens a message of another. A branch key is loaded once per version and `lifeSeconds`, which is
 * also how long a disabled root key still works.
 *
 * `utf8Sorting` orders the encryption context by bytes, as the specification does; the library's
 * default asks the process's locale and would not open its own messages under another one.
 */
export function createKeyrings(
  configuration: KeyStoreConfiguration,
  lifeSeconds: number,
): (tenant: Tenant) => KmsHierarchicalKeyRingNode {
  const keyStore = withSingleFlight(createKeyStore(configuration));
  const cache = createKeyringCache(lifeSeconds * 1000);
  const keyrings = createExpiringMap<KmsHierarchicalKeyRingNode>(MAX_KEYRINGS, NEVER_MS, Date.now);
  return (tenant) => {
    const existing = keyrings.get(tenant);
    if (existing !== undefined) return existing;
    const keyring = new KmsHierarchicalKeyRingNode({
      branchKeyId: branchKeyIdOf(tenant),
      keyStore,
      cacheLimitTtl: lifeSeconds,
      cache,
      partitionId: 'vault',
      utf8Sorting: true,
    });
    keyrings.set(tenant, keyring);
    return keyring;
  };
}
