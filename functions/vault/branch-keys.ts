import { BranchKeyStoreNode } from '@aws-crypto/branch-keystore-node';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';

import { createKeyCache } from './branch-key-cache.ts';
import { coalesce } from './coalesce.ts';
import { createBranchKey } from './hierarchical-wrap.ts';
import type { BranchKey } from './hierarchical-wrap.ts';

/** Each tenant keeps an active version and a few older versions in use. */
const MAX_BRANCH_KEYS = 5000;

export interface KeyStoreConfiguration {
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly tableName: string;
  /** The logical name, bound to every row by KMS; stays when the table is restored as another. */
  readonly keyStoreName: string;
  readonly rootKeyArn: string;
}

/** How long a branch key is used before it is loaded from the key store again. */
export interface BranchKeyLimits {
  /** Also how long a revoked key, or one under a disabled root key, still works. */
  readonly lifeSeconds: number;
  /** Messages sealed and opened, each 1. */
  readonly maxUses: number;
}

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

/** What is done with a branch key: at once, and without keeping it. */
export type KeyWork<Result> = (key: BranchKey) => Result;

/**
 * The branch keys of all tenants, from one cache in front of the key store. Work on a key that is
 * cached is done before the call returns.
 */
export interface BranchKeys {
  readonly keyStore: BranchKeyStoreNode;
  useActive<Result>(branchKeyId: string, work: KeyWork<Result>): Result | Promise<Result>;
  useVersion<Result>(
    branchKeyId: string,
    version: string,
    work: KeyWork<Result>,
  ): Result | Promise<Result>;
}

const ACTIVE = 'ACTIVE';

function rowOf(branchKeyId: string, version: string): string {
  return `${branchKeyId}\n${version}`;
}

async function readRow(keyStore: BranchKeyStoreNode, row: string): Promise<BranchKey> {
  const [id = '', version = ''] = row.split('\n');
  const material =
    version === ACTIVE
      ? await keyStore.getActiveBranchKey(id)
      : await keyStore.getBranchKeyVersion(id, version);
  return createBranchKey(id, material.branchKeyVersion.toString('utf8'), material.branchKey());
}

/**
 * Loads branch keys through the library's key store, each row once per `lifeSeconds` or `maxUses`
 * uses, however many ask at once: the library itself would start a load for each. Absence and failures
 * are not remembered. What leaves the cache is overwritten with zeros; copies that KMS client and
 * library made on the way are left to the garbage collector.
 */
export function createBranchKeys(
  configuration: KeyStoreConfiguration,
  { lifeSeconds, maxUses }: BranchKeyLimits,
  now: () => number = Date.now,
): BranchKeys {
  const keyStore = createKeyStore(configuration);
  const limits = { maxEntries: MAX_BRANCH_KEYS, lifeMs: lifeSeconds * 1000, maxUses };
  const cache = createKeyCache<BranchKey>(limits, now);
  const load = coalesce(async (row) => {
    cache.put(row, await readRow(keyStore, row));
  });
  // Whoever waited asks again: others who waited may have used the key up.
  const use = <Result>(row: string, work: KeyWork<Result>): Result | Promise<Result> => {
    const done: { result?: Result } = {};
    const isDone = cache.use(row, (key) => {
      done.result = work(key);
    });
    return isDone ? (done.result as Result) : load(row).then(() => use(row, work));
  };
  return {
    keyStore,
    useActive: (id, work) => use(rowOf(id, ACTIVE), work),
    useVersion: (id, version, work) => use(rowOf(id, version), work),
  };
}
