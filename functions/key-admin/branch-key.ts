import type { BranchKeyStoreNode } from '@aws-crypto/branch-keystore-node';
import {
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';

import { branchKeyIdOf, createKeyStore } from '../vault/branch-keys.ts';
import type { KeyStoreConfiguration } from '../vault/branch-keys.ts';
import { MAX_ROUNDS, pause } from '../vault/backoff.ts';
import { VaultError } from '../vault/errors.ts';
import type { KeyRows, TenantKeyState } from './key-rows.ts';

/** The active version is no longer the one to be followed by a new one. */
class Overtaken extends Error {}

function isPassing(error: unknown): boolean {
  return (
    error instanceof Overtaken ||
    error instanceof TransactionCanceledException ||
    error instanceof TransactionConflictException
  );
}

/**
 * The key store as long as `version` is active. The library writes on condition that the row it read
 * is still there, so what it reads here is what it replaces.
 */
function storeAt(store: BranchKeyStoreNode, version: string): BranchKeyStoreNode {
  const { storage } = store;
  const read = async (id: string) => {
    const key = await storage.getEncryptedActiveBranchKey(id);
    if (key.type.version !== version) throw new Overtaken();
    return key;
  };
  const held: unknown = Object.create(storage, { getEncryptedActiveBranchKey: { value: read } });
  return Object.create(store, { storage: { value: held } }) as BranchKeyStoreNode;
}

/** Makes branch keys and their versions, through the library's own key store. */
export function createBranchKeys(configuration: KeyStoreConfiguration, rows: KeyRows) {
  const store = createKeyStore(configuration);
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  };
  return {
    /**
     * Creates a tenant's branch key and beacon key, bound to the tenant. Any number of calls, also
     * at once, make one key: the library writes its rows in one transaction that nobody else's rows
     * may precede.
     */
    async create(tenant: string): Promise<{ state: TenantKeyState; isNew: boolean }> {
      const before = await rows.stateOf(tenant);
      if (before !== null) return { state: before, isNew: false };
      const branchKeyIdentifier = branchKeyIdOf(tenant);
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        let isNew = false;
        await attempt(async () => {
          await store.createKey({ branchKeyIdentifier, encryptionContext: { tenant } });
          isNew = true;
        });
        const state = await rows.stateOf(tenant);
        if (state !== null) return { state, isNew };
        await pause(round);
      }
      throw new VaultError('TEMPORARILY_UNAVAILABLE');
    },
    /**
     * Has a new version follow `version`, unless one does already: of any number of calls for the
     * same version, also at once, one makes it.
     */
    async follow(tenant: string, version: string): Promise<void> {
      const held = storeAt(store, version);
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const state = await rows.stateOf(tenant);
        if (state === null) throw new VaultError('TENANT_REQUIRED', 'TENANT_ERASED');
        if (state.active.version !== version) return;
        if (round > 0) await pause(round);
        await attempt(() => held.versionKey({ branchKeyIdentifier: branchKeyIdOf(tenant) }));
      }
      throw new VaultError('TEMPORARILY_UNAVAILABLE');
    },
  };
}

export type BranchKeys = ReturnType<typeof createBranchKeys>;
