import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { Checkpoint } from '../vault/checkpoint.ts';
import {
  BRANCHES_KEY,
  CHECKPOINT_PARTITION,
  CHUNK,
  chunkKey,
  LATE_PARTITION,
  leavesPartition,
} from '../vault/checkpoint-index.ts';
import type { IndexItem } from '../vault/checkpoint-index.ts';
import { rootOf } from '../vault/merkle-tree.ts';
import type { TrailEvent } from './trail.ts';

/**
 * Writes what `CheckpointIndex` reads. The hashes come before the checkpoint is put, its copy after:
 * a crash leaves hashes of a tree that nobody signed, or a copy that the next run adds.
 */
export interface IndexWriter {
  putLeaves(root: string, events: readonly TrailEvent[]): Promise<void>;
  putCheckpoint(checkpoint: Checkpoint): Promise<void>;
}

function chunksOf(events: readonly TrailEvent[]): (readonly TrailEvent[])[] {
  return Array.from({ length: Math.ceil(events.length / CHUNK) }, (_, at) =>
    events.slice(at * CHUNK, (at + 1) * CHUNK),
  );
}

const leavesIn = (events: readonly TrailEvent[]): Buffer[] => events.map(({ leaf }) => leaf);

function leafItems(root: string, events: readonly TrailEvent[]): IndexItem[] {
  const pk = { S: leavesPartition(root) };
  const chunks = chunksOf(events);
  if (chunks.length === 0) return [];
  const branches = Buffer.concat(chunks.map((chunk) => rootOf(leavesIn(chunk))));
  return [
    ...chunks.map((chunk, number) => ({
      pk,
      sk: { S: chunkKey(chunk[0]?.id ?? '') },
      number: { N: String(number) },
      leaves: { B: Buffer.concat(leavesIn(chunk)) },
    })),
    { pk, sk: { S: BRANCHES_KEY }, branches: { B: branches } },
  ];
}

function checkpointItems({ statementText, signature, statement, details }: Checkpoint) {
  const { sequence, windowStart } = statement;
  const late = details.late.map((id) => ({
    pk: { S: LATE_PARTITION },
    sk: { S: id },
    windowStart: { S: windowStart },
  }));
  const copy = {
    pk: { S: CHECKPOINT_PARTITION },
    sk: { S: windowStart },
    sequence: { N: String(sequence) },
    statement: { S: statementText },
    signature: { S: signature },
  };
  // The copy last: where it is, all that belongs to it is.
  return [...late, copy];
}

export function createIndexWriter(client: DynamoDBClient, tableName: string): IndexWriter {
  const putAll = async (items: readonly IndexItem[]): Promise<void> => {
    for (const Item of items) await client.send(new PutItemCommand({ TableName: tableName, Item }));
  };
  return {
    putLeaves: (root, events) => putAll(leafItems(root, events)),
    putCheckpoint: (checkpoint) => putAll(checkpointItems(checkpoint)),
  };
}
