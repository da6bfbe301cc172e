import { GetItemCommand, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { pathOf } from './merkle-tree.ts';
import type { PathStep } from './merkle-tree.ts';

/**
 * The table that makes checkpoints easy to ask for: a copy of each, by the start of its window, and
 * the hashes of its leaves, by its root. Nothing here has to be believed: statements are signed, and
 * hashes lead to a signed root or they do not. The checkpoints themselves are under Object Lock.
 */

export type IndexItem = Readonly<Record<string, AttributeValue>>;

/** A checkpoint as its copy shows it. */
export interface IndexedCheckpoint {
  readonly sequence: number;
  readonly windowStart: string;
  readonly statementText: string;
  readonly signature: string;
}

export const CHECKPOINT_PARTITION = 'checkpoint';
export const LATE_PARTITION = 'late';
export const BRANCHES_KEY = 'branches';
/** Leaves in one item: a perfect subtree, so that paths below and above it join. */
export const CHUNK = 1024;
export const HASH_BYTES = 32;

export const leavesPartition = (root: string): string => `leaves#${root}`;
export const chunkKey = (firstId: string): string => `chunk#${firstId}`;

/** The hashes that stand one after the other in a binary. */
export function hashesIn(bytes: Uint8Array | undefined): Buffer[] {
  const all = Buffer.from(bytes ?? []);
  return Array.from({ length: all.length / HASH_BYTES }, (_, at) =>
    all.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

export function indexedCheckpoint(item: IndexItem): IndexedCheckpoint {
  return {
    sequence: Number(item.sequence?.N),
    windowStart: item.sk?.S ?? '',
    statementText: item.statement?.S ?? '',
    signature: item.signature?.S ?? '',
  };
}

/** Reads the table. */
export interface CheckpointIndex {
  /** The newest ones that start at or before an instant, at most `limit`. */
  upTo(windowStart: string, limit: number): Promise<IndexedCheckpoint[]>;
  /** The start of the window with whose checkpoint a late event was sealed. */
  lateWindow(id: string): Promise<string | null>;
  /** The path from an event's leaf to the root, or null if the tree does not hold it. */
  path(root: string, id: string, leaf: Buffer): Promise<PathStep[] | null>;
  /** All leaves of a tree, in order. */
  leaves(root: string): Promise<Buffer[]>;
}

interface Place {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

interface Range {
  readonly pk: string;
  readonly upTo: string;
  readonly limit: number;
}

async function newestIn({ client, tableName }: Place, range: Range): Promise<IndexItem[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk <= :sk',
      ExpressionAttributeValues: { ':pk': { S: range.pk }, ':sk': { S: range.upTo } },
      ScanIndexForward: false,
      Limit: range.limit,
      ConsistentRead: true,
    }),
  );
  return Items;
}

async function itemAt({ client, tableName }: Place, pk: string, sk: string) {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tableName,
      Key: { pk: { S: pk }, sk: { S: sk } },
      ConsistentRead: true,
    }),
  );
  return Item ?? null;
}

async function pathTo(place: Place, root: string, id: string, leaf: Buffer) {
  const pk = leavesPartition(root);
  const [chunk] = await newestIn(place, { pk, upTo: chunkKey(id), limit: 1 });
  if (chunk?.leaves === undefined) return null;
  const leaves = hashesIn(chunk.leaves.B);
  const at = leaves.findIndex((one) => one.equals(leaf));
  if (at === -1) return null;
  const branches = hashesIn((await itemAt(place, pk, BRANCHES_KEY))?.branches?.B);
  return [...pathOf(leaves, at), ...pathOf(branches, Number(chunk.number?.N))];
}

async function allLeaves({ client, tableName }: Place, root: string): Promise<Buffer[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chunk)',
      ExpressionAttributeValues: { ':pk': { S: leavesPartition(root) }, ':chunk': { S: 'chunk#' } },
      ConsistentRead: true,
    },
  );
  const leaves: Buffer[] = [];
  for await (const { Items = [] } of pages) {
    leaves.push(...Items.flatMap((item) => hashesIn(item.leaves?.B)));
  }
  return leaves;
}

export function createCheckpointIndex(client: DynamoDBClient, tableName: string): CheckpointIndex {
  const place = { client, tableName };
  return {
    async upTo(windowStart, limit) {
      const range = { pk: CHECKPOINT_PARTITION, upTo: windowStart, limit };
      return (await newestIn(place, range)).map(indexedCheckpoint);
    },
    lateWindow: async (id) => (await itemAt(place, LATE_PARTITION, id))?.windowStart?.S ?? null,
    path: (root, id, leaf) => pathTo(place, root, id, leaf),
    leaves: (root) => allLeaves(place, root),
  };
}
