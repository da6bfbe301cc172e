import { AsyncLocalStorage } from 'node:async_hooks';

import type { BranchKeyStoreNode } from '@aws-crypto/branch-keystore-node';
import { KmsHierarchicalKeyRingNode } from '@aws-crypto/kms-keyring-node';
import type { KmsHierarchicalKeyRingNodeInput } from '@aws-crypto/kms-keyring-node';
import { NodeBranchKeyMaterial } from '@aws-crypto/material-management';

import { branchKeyIdOf } from './branch-keys.ts';
import type { BranchKeys } from './branch-keys.ts';
import { createExpiringMap } from './expiring-map.ts';
import type { BranchKey } from './hierarchical-wrap.ts';
import type { Tenant } from './identity.ts';

type KeyringCache = NonNullable<KmsHierarchicalKeyRingNodeInput['cache']>;

const MAX_KEYRINGS = 1000;
const NEVER_MS = Number.MAX_SAFE_INTEGER / 2;

/** What one call of the library got from the cache of branch keys. */
export interface Loans {
  readonly materials: NodeBranchKeyMaterial[];
  /**
   * What went wrong while a branch key was loaded. On decryption the keyring folds that error into
   * the text of another, so an outage could not be told from a forged message.
   */
  fault?: unknown;
}

const currentLoans = new AsyncLocalStorage<Loans>();

/**
 * Makes one call of the library. A keyring uses a branch key some turns of the event loop after it
 * asked for it, and does not say when it is done. So each call gets copies of its own, which are
 * overwritten with zeros when the call has ended.
 */
export async function withLoans<Result>(call: (loans: Loans) => Promise<Result>): Promise<Result> {
  const loans: Loans = { materials: [] };
  try {
    return await currentLoans.run(loans, () => call(loans));
  } finally {
    for (const material of loans.materials) material.zeroUnencryptedDataKey();
  }
}

function loansOfCall(): Loans {
  const loans = currentLoans.getStore();
  if (loans === undefined) throw new TypeError('A keyring was used outside of withLoans.');
  return loans;
}

type Copy = (key: BranchKey) => NodeBranchKeyMaterial;

const copyOf: Copy = ({ id, version, secret }) =>
  new NodeBranchKeyMaterial(secret, id, version, {});

async function lend(
  useKey: (work: Copy) => NodeBranchKeyMaterial | Promise<NodeBranchKeyMaterial>,
): Promise<NodeBranchKeyMaterial> {
  const loans = loansOfCall();
  try {
    const material = await useKey(copyOf);
    loans.materials.push(material);
    return material;
  } catch (error) {
    loans.fault = error;
    throw error;
  }
}

/**
 * The key store as keyrings see it: it lends from the cache. The keyring checks its store with
 * `instanceof` and freezes it: an object whose prototype is the store passes.
 */
function lendingStore(branchKeys: BranchKeys): BranchKeyStoreNode {
  return Object.create(branchKeys.keyStore, {
    getActiveBranchKey: {
      value: (id: string) => lend((work) => branchKeys.useActive(id, work)),
    },
    getBranchKeyVersion: {
      value: (id: string, version: string) =>
        lend((work) => branchKeys.useVersion(id, version, work)),
    },
  }) as BranchKeyStoreNode;
}

function refuseDataKeys(): never {
  throw new TypeError('This cache holds nothing.');
}

/**
 * In place of the library's own cache, which overwrites a key with zeros when its entry is replaced or
 * expires, while another request may be about to wrap with it: that message would be lost, and wrapped
 * under a key that everyone knows.
 */
const NO_CACHE: KeyringCache = {
  getBranchKeyMaterial: () => false,
  putBranchKeyMaterial: () => undefined,
  del: () => undefined,
  getEncryptionMaterial: refuseDataKeys,
  getDecryptionMaterial: refuseDataKeys,
  putEncryptionMaterial: refuseDataKeys,
  putDecryptionMaterial: refuseDataKeys,
};

/**
 * Gives each tenant its hierarchical keyring, pinned to the tenant's branch key: it neither writes
 * nor opens a message of another. To be used within `withLoans`.
 *
 * `utf8Sorting` orders the encryption context by bytes, as the specification does; the library's
 * default asks the process's locale and would not open its own messages under another one.
 */
export function createKeyrings(
  branchKeys: BranchKeys,
): (tenant: Tenant) => KmsHierarchicalKeyRingNode {
  const keyStore = lendingStore(branchKeys);
  const keyrings = createExpiringMap<KmsHierarchicalKeyRingNode>(MAX_KEYRINGS, NEVER_MS, Date.now);
  return (tenant) => {
    const existing = keyrings.get(tenant);
    if (existing !== undefined) return existing;
    const keyring = new KmsHierarchicalKeyRingNode({
      branchKeyId: branchKeyIdOf(tenant),
      keyStore,
      cacheLimitTtl: 0,
      cache: NO_CACHE,
      utf8Sorting: true,
    });
    keyrings.set(tenant, keyring);
    return keyring;
  };
}
