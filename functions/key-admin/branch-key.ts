import { GetItemCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

import { branchKeyIdOf, createKeyStore } from '../vault/branch-keys.ts';
import type { KeyStoreConfiguration } from '../vault/branch-keys.ts';
import { MAX_ROUNDS, pause } from '../vault/backoff.ts';
import { VaultError } from '../vault/errors.ts';

export interface CreatedBranchKey {
  readonly branchKeyId: string;
  /** false if the tenant had one already; it is left as it is. */
  readonly created: boolean;
}

async function exists(
  { dynamodb, tableName }: KeyStoreConfiguration,
  branchKeyId: string,
): Promise<boolean> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: tableName,
      Key: { 'branch-key-id': { S: branchKeyId }, type: { S: 'branch:ACTIVE' } },
      ConsistentRead: true,
      ProjectionExpression: '#id',
      ExpressionAttributeNames: { '#id': 'branch-key-id' },
    }),
  );
  return Item !== undefined;
}

/**
 * Creates a tenant's branch key and beacon key, bound to the tenant. Any number of calls, also at
 * once, make one key: the library writes its rows in one transaction that nobody else's rows may
 * precede.
 */
export function createBranchKeyCreation(configuration: KeyStoreConfiguration) {
  const keyStore = createKeyStore(configuration);
  return async (tenant: string): Promise<CreatedBranchKey> => {
    const branchKeyId = branchKeyIdOf(tenant);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      if (await exists(configuration, branchKeyId)) return { branchKeyId, created: false };
      try {
        const encryptionContext = { tenant };
        await keyStore.createKey({ branchKeyIdentifier: branchKeyId, encryptionContext });
        return { branchKeyId, created: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        await pause(round);
      }
    }
    throw new VaultError('TEMPORARILY_UNAVAILABLE');
  };
}
