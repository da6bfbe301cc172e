import { DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';

import { eventKeys, minutePartitions, readEventId } from '../functions/vault/audit-keys.ts';
import { canonicalEvent, isInPlace } from '../functions/vault/canonical-event.ts';
import { readCheckpoint } from '../functions/vault/checkpoint.ts';
import type { Checkpoint } from '../functions/vault/checkpoint.ts';
import { createCheckpointIndex } from '../functions/vault/checkpoint-index.ts';
import { openInstallation } from '../local/installation.ts';
import { PRINCIPALS, REGION } from '../local/principals.ts';
import { readReady } from '../local/ready.ts';
import { tableName } from '../local/seed/tables.ts';

/** Where a trail is read from. */
export interface TrailPlace {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly auditTable: string;
  /** Where the hashes of the leaves are, which help to point at a fault; null to do without. */
  readonly checkpointTable: string | null;
  readonly bucket: string;
}

export interface TrailEvent {
  readonly id: string;
  readonly text: string;
}

const PREFIX = 'checkpoints/';
const QUERIES_AT_ONCE = 16;

/**
 * The gateway that runs in a data directory, read with the deployer's key.
 * @throws Error if none runs there
 */
export function loopbackPlace(dataDir: string): TrailPlace {
  const ready = readReady(dataDir);
  if (ready === null) throw new Error(`No gateway runs in ${dataDir}: start it, or name tables.`);
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
  const at = (endpoint: string) => ({ region: REGION, endpoint, credentials });
  return {
    dynamodb: new DynamoDBClient(at(ready.dynamodb.endpoint)),
    s3: new S3Client(at(ready.s3.endpoint)),
    auditTable: tableName('audit'),
    checkpointTable: tableName('checkpoints'),
    bucket: ready.s3.bucket,
  };
}

/** Tables and bucket of a deployment, with the credentials of the AWS SDK's own chain. */
export function deployedPlace(
  names: Pick<TrailPlace, 'auditTable' | 'checkpointTable' | 'bucket'>,
): TrailPlace {
  return { dynamodb: new DynamoDBClient({}), s3: new S3Client({}), ...names };
}

/** The hashes of a checkpoint's leaves, as the index has them. */
export async function readLeaves(place: TrailPlace, { statement }: Checkpoint): Promise<Buffer> {
  if (place.checkpointTable === null) return Buffer.alloc(0);
  const index = createCheckpointIndex(place.dynamodb, place.checkpointTable);
  return Buffer.concat(await index.leaves(statement.root));
}

/** The keys of all checkpoints, oldest first. */
export async function checkpointKeys({ s3, bucket }: TrailPlace): Promise<string[]> {
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: PREFIX });
  for await (const { Contents = [] } of pages)
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  return keys;
}

/** The very text that is stored, and what it says. */
export async function readStored(
  { s3, bucket }: TrailPlace,
  key: string,
): Promise<{ text: string; checkpoint: Checkpoint }> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const text = (await Body?.transformToString('utf-8')) ?? '';
  return { text, checkpoint: readCheckpoint(JSON.parse(text)) };
}

function eventOf(item: Record<string, AttributeValue>): TrailEvent[] {
  return isInPlace(item) ? [{ id: item.sk?.S ?? '', text: canonicalEvent(item) }] : [];
}

/** All events from one instant up to another, on whole minutes, in no order. */
export async function readEvents(place: TrailPlace, from: string, to: string) {
  const events: TrailEvent[] = [];
  const partitions = minutePartitions(Date.parse(from), Date.parse(to)).values();
  const work = async () => {
    for (const partition of partitions) {
      const pages = paginateQuery(
        { client: place.dynamodb },
        {
          TableName: place.auditTable,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: partition } },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) events.push(...Items.flatMap(eventOf));
    }
  };
  await Promise.all(Array.from({ length: QUERIES_AT_ONCE }, work));
  return events;
}

/** An event that was sealed late, if it is still there. */
export async function readEvent(place: TrailPlace, id: string): Promise<TrailEvent[]> {
  const name = readEventId(id);
  if (name === null) return [];
  const { pk, sk } = eventKeys({ ...name, tenant: null });
  const { Item } = await place.dynamodb.send(
    new GetItemCommand({
      TableName: place.auditTable,
      Key: { pk: { S: pk }, sk: { S: sk } },
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? [] : eventOf(Item);
}
