import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { BatchRead } from '../vault/batch-read.ts';
import { VaultError } from '../vault/errors.ts';
import type { StoredItem } from '../vault/item-mac.ts';
import { isDisabled, isErased, tenantKey } from '../vault/standing.ts';
import type { SignedStatement } from '../vault/token-state.ts';

/** What stays of an erased tenant. It never expires and is never taken away. */
export interface Tombstone {
  /** Null until it was signed; from then on it never changes. */
  readonly receipt: SignedStatement | null;
}

/** What the control table says of a tenant. */
export interface TenantRecord {
  readonly isDisabled: boolean;
  readonly tombstone: Tombstone | null;
}

interface Needs {
  readonly read: BatchRead;
  readonly dynamodb: DynamoDBClient;
  readonly controlTable: string;
}

function readRecord(item: StoredItem | undefined): TenantRecord {
  const [statement, signature] = [item?.statement?.S, item?.signature?.S];
  const isSigned = statement !== undefined && signature !== undefined;
  const receipt = isSigned ? { statement, signature } : null;
  return { isDisabled: isDisabled(item), tombstone: isErased(item) ? { receipt } : null };
}

interface Update {
  readonly set: Readonly<Record<string, string>>;
  readonly condition: string;
}

/** Sets attributes, unless the condition says that they are set already. */
async function update(
  { dynamodb, controlTable }: Needs,
  tenant: string,
  { set, condition }: Update,
) {
  const names = Object.keys(set);
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: controlTable,
        Key: { pk: { S: tenantKey(tenant) } },
        UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
        ConditionExpression: condition,
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(set).map(([name, value]) => [`:${name}`, { S: value }]),
        ),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/**
 * The tenants' items in the control table. They carry no MAC: that would be made with the tenant's
 * own key, which goes with it. What an edited receipt says does not match its signature.
 */
export function createTenantRecords(needs: Needs) {
  const readAll = async (tenants: readonly string[]): Promise<TenantRecord[]> => {
    const keys = tenants.map((tenant) => ({ table: needs.controlTable, pk: tenantKey(tenant) }));
    const items = await needs.read(keys);
    return keys.map(({ table, pk }) => readRecord(items.of(table, pk)));
  };
  const readOne = async (tenant: string): Promise<TenantRecord> => {
    const [record] = await readAll([tenant]);
    if (record === undefined) throw new VaultError('INTERNAL');
    return record;
  };
  return {
    readAll,
    readOne,
    /** From here on every operation of the tenant is refused. Keeps the first time. */
    async bury(tenant: string, at: Date): Promise<Tombstone> {
      const set = { erasedAt: at.toISOString() };
      await update(needs, tenant, { set, condition: 'attribute_not_exists(erasedAt)' });
      const { tombstone } = await readOne(tenant);
      if (tombstone === null) throw new VaultError('INTERNAL');
      return tombstone;
    },
    /** Keeps a receipt, or gives the one that was kept before. */
    async keepReceipt(tenant: string, receipt: SignedStatement): Promise<SignedStatement> {
      const condition = 'attribute_exists(erasedAt) AND attribute_not_exists(signature)';
      await update(needs, tenant, { set: { ...receipt }, condition });
      const { tombstone } = await readOne(tenant);
      if (tombstone?.receipt === undefined || tombstone.receipt === null) {
        throw new VaultError('INTERNAL');
      }
      return tombstone.receipt;
    },
  };
}

export type TenantRecords = ReturnType<typeof createTenantRecords>;
