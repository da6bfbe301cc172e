import {
  DeleteItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { branchKeyIdOf } from '../vault/branch-keys.ts';
import type { KeyStoreConfiguration } from '../vault/branch-keys.ts';
import { VaultError } from '../vault/errors.ts';
import { isTenantName } from '../vault/identity.ts';

/** One version of a branch key. */
export interface KeyVersion {
  /** A UUID. */
  readonly version: string;
  readonly createdAt: Date;
}

/** The keys of a tenant: those of now, and since when it has any. */
export interface TenantKeyState {
  readonly active: KeyVersion;
  readonly createdAt: Date;
}

export interface TenantNames {
  readonly names: readonly string[];
  /** The last name, if there may be more after it. */
  readonly after: string | null;
}

type Row = Readonly<Record<string, AttributeValue>>;

const [BEACON, ACTIVE, VERSION] = ['beacon:ACTIVE', 'branch:ACTIVE', 'branch:version:'] as const;
const NAMES = { '#id': 'branch-key-id', '#type': 'type' } as const;
const PREFIX = branchKeyIdOf('');

function keyOf(tenant: string, type: string) {
  return { 'branch-key-id': { S: branchKeyIdOf(tenant) }, type: { S: type } };
}

function tenantOf(row: Row): string {
  const name = row['branch-key-id']?.S?.slice(PREFIX.length);
  if (!isTenantName(name)) throw new VaultError('INTERNAL', 'TAMPERED');
  return name;
}

function createdAtOf(row: Row): Date {
  const created = new Date(row['create-time']?.S ?? '');
  if (Number.isNaN(created.getTime())) throw new VaultError('INTERNAL', 'TAMPERED');
  return created;
}

/** `branch:version:<uuid>` */
function versionOf(row: Row, attribute: 'type' | 'version'): KeyVersion {
  const version = row[attribute]?.S?.slice(VERSION.length) ?? '';
  return { version, createdAt: createdAtOf(row) };
}

type Store = Pick<KeyStoreConfiguration, 'dynamodb' | 'tableName'>;

async function rowsOf({ dynamodb, tableName: TableName }: Store, tenant: string): Promise<Row[]> {
  const rows: Row[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: '#id = :id',
        ExpressionAttributeNames: { '#id': NAMES['#id'] },
        ExpressionAttributeValues: { ':id': { S: branchKeyIdOf(tenant) } },
        ExclusiveStartKey,
      }),
    );
    rows.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
}

/** Up to `limit` tenants that have keys, in the table's own order. */
async function listTenants(
  { dynamodb, tableName: TableName }: Store,
  limit: number,
  after: string | null,
): Promise<TenantNames> {
  const names: string[] = [];
  let ExclusiveStartKey = after === null ? undefined : keyOf(after, BEACON);
  do {
    const page = await dynamodb.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        FilterExpression: '#type = :beacon',
        ProjectionExpression: '#id, #type',
        ExpressionAttributeNames: NAMES,
        ExpressionAttributeValues: { ':beacon': { S: BEACON } },
        ExclusiveStartKey,
      }),
    );
    names.push(...(page.Items ?? []).map(tenantOf));
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey !== undefined && names.length <= limit);
  const listed = names.slice(0, limit);
  const isMore = ExclusiveStartKey !== undefined || names.length > limit;
  return { names: listed, after: isMore ? (listed.at(-1) ?? null) : null };
}

/**
 * The rows of the key store as rows, never opened: which tenants have keys, and since when; and their
 * removal. Reads are strongly consistent.
 */
export function createKeyRows(store: KeyStoreConfiguration) {
  const { dynamodb, tableName: TableName } = store;
  const get = async (tenant: string, type: string): Promise<Row | undefined> => {
    const input = { TableName, Key: keyOf(tenant, type), ConsistentRead: true };
    return (await dynamodb.send(new GetItemCommand(input))).Item;
  };
  const remove = (tenant: string, type: string) =>
    dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(tenant, type) }));
  return {
    /** Null if the tenant has no keys. */
    async stateOf(tenant: string): Promise<TenantKeyState | null> {
      const [beacon, active] = await Promise.all([get(tenant, BEACON), get(tenant, ACTIVE)]);
      if (beacon === undefined || active === undefined) return null;
      return { active: versionOf(active, 'version'), createdAt: createdAtOf(beacon) };
    },
    /** Every version, the oldest first. */
    async versionsOf(tenant: string): Promise<KeyVersion[]> {
      const rows = (await rowsOf(store, tenant)).filter(({ type }) => type?.S?.startsWith(VERSION));
      return rows
        .map((row) => versionOf(row, 'type'))
        .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    },
    /**
     * Removes all rows of a tenant. The active one goes first: without it no new version can be
     * made, so what is listed afterwards is all there is.
     */
    async removeAll(tenant: string): Promise<void> {
      await remove(tenant, ACTIVE);
      for (
        let rows = await rowsOf(store, tenant);
        rows.length > 0;
        rows = await rowsOf(store, tenant)
      ) {
        await Promise.all(rows.map(({ type }) => remove(tenant, type?.S ?? '')));
      }
    },
    list: (limit: number, after: string | null) => listTenants(store, limit, after),
  };
}

export type KeyRows = ReturnType<typeof createKeyRows>;
