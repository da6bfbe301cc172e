import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { isEventKind, minutePartitions } from '../vault/audit-keys.ts';
import type { EventKind } from '../vault/audit-keys.ts';
import { canonicalEvent, isInPlace } from '../vault/canonical-event.ts';
import { leafHash } from '../vault/merkle-tree.ts';

/** What sealing needs to know of an event. */
export interface TrailEvent {
  /** Its sort key: ids are in the order of time. */
  readonly id: string;
  readonly attemptId: string;
  readonly kind: EventKind;
  readonly leaf: Buffer;
}

export interface Stretch {
  /** In ascending order of their ids, as the leaves of a tree are. */
  readonly events: readonly TrailEvent[];
  /** How many items lie there that no vault wrote so. */
  readonly malformed: number;
}

/** Reads the audit table, minute by minute; writes nothing. */
export interface AuditTrail {
  /** All events from one instant up to another, in milliseconds, on whole minutes. */
  read(from: number, to: number): Promise<Stretch>;
}

export type TrailItem = Readonly<Record<string, AttributeValue>>;

/** Where the trail is, and what is made of each of its items. */
export interface TrailSource<Event> {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly eventOf: (item: TrailItem) => Event;
}

const QUERIES_AT_ONCE = 16;

function eventOf(item: TrailItem): TrailEvent | null {
  const kind = item.kind?.S;
  if (!isInPlace(item) || !isEventKind(kind)) return null;
  return {
    id: item.sk?.S ?? '',
    attemptId: item.attemptId?.S ?? '',
    kind,
    leaf: leafHash(canonicalEvent(item)),
  };
}

async function readPartition<Event>(
  { client, tableName, eventOf: make }: TrailSource<Event>,
  partition: string,
): Promise<Event[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      ConsistentRead: true,
    },
  );
  const found: Event[] = [];
  for await (const { Items = [] } of pages) found.push(...Items.map(make));
  return found;
}

/**
 * All items from one instant up to another, in milliseconds, on whole minutes; in no order. They are
 * made into events page by page, so that a busy minute is never in memory as a whole.
 */
export async function readMinutes<Event>(
  source: TrailSource<Event>,
  from: number,
  to: number,
): Promise<Event[]> {
  const found: Event[] = [];
  const partitions = minutePartitions(from, to).values();
  const work = async () => {
    for (const one of partitions) found.push(...(await readPartition(source, one)));
  };
  await Promise.all(Array.from({ length: QUERIES_AT_ONCE }, work));
  return found;
}

export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

export function createAuditTrail(client: DynamoDBClient, tableName: string): AuditTrail {
  return {
    async read(from, to) {
      const found = await readMinutes({ client, tableName, eventOf }, from, to);
      const events = found.filter((one) => one !== null).sort(byId);
      return { events, malformed: found.length - events.length };
    },
  };
}
