import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

import { createBranchKeys, createKeyStore } from '../../../functions/vault/branch-keys.ts';
import type { BranchKeyLimits, BranchKeys } from '../../../functions/vault/branch-keys.ts';
import type { EnvelopeKind } from '../../../functions/vault/configuration.ts';
import { createBranchKey } from '../../../functions/vault/hierarchical-wrap.ts';
import type { BranchKey } from '../../../functions/vault/hierarchical-wrap.ts';
import type { RunningVault } from '../../support/vault.ts';

export const KINDS: readonly EnvelopeKind[] = ['one-shot', 'library'];

const LIMITS = { lifeSeconds: 60, maxUses: 1_000_000 };

export function keyStoreOf({ dynamodb, kms, env }: Pick<RunningVault, 'dynamodb' | 'kms' | 'env'>) {
  return {
    dynamodb,
    kms,
    tableName: 'keys',
    keyStoreName: String(env.KEY_STORE_NAME),
    rootKeyArn: String(env.ROOT_KEY_ARN),
  };
}

/** Branch keys of the running vault's key store, with a cold cache. */
export function newBranchKeys(
  vault: Pick<RunningVault, 'dynamodb' | 'kms' | 'env'>,
  limits: Partial<BranchKeyLimits> = {},
  now: () => number = Date.now,
): BranchKeys {
  return createBranchKeys(keyStoreOf(vault), { ...LIMITS, ...limits }, now);
}

/** Makes a new version of a tenant's branch key, which is active from then on. */
export async function rotate(vault: RunningVault, branchKeyId: string): Promise<void> {
  await createKeyStore(keyStoreOf(vault)).versionKey({ branchKeyIdentifier: branchKeyId });
}

/** A branch key as a test vector has it. */
export interface KnownKey {
  readonly id: string;
  readonly version: string;
  /** In hexadecimal. */
  readonly secret: string;
}

export function knownBranchKey({ id, version, secret }: KnownKey): BranchKey {
  return createBranchKey(id, version, Buffer.from(secret, 'hex'));
}

/** In place of a key store, for test vectors: the branch key that they were written under. */
export function knownBranchKeys(known: KnownKey): BranchKeys {
  const rootKeyArn = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-4000-8000-000000000000';
  const [dynamodb, kms] = [new DynamoDBClient(), new KMSClient()];
  const unused = { dynamodb, kms, tableName: 'keys', keyStoreName: 'branch-keys', rootKeyArn };
  const key = knownBranchKey(known);
  const check = (isRight: boolean) => {
    if (!isRight) throw new Error('There is no such branch key.');
  };
  return {
    keyStore: createKeyStore(unused),
    useActive: (id, work) => {
      check(id === known.id);
      return work(key);
    },
    useVersion: (id, version, work) => {
      check(id === known.id && version === known.version);
      return work(key);
    },
  };
}
