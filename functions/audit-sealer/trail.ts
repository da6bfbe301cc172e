import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { minutePartitions } from '../vault/audit-keys.ts';
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

type Item = Record<string, AttributeValue>;

const QUERIES_AT_ONCE = 16;

function eventOf(item: Item): TrailEvent | null {
  if (!isInPlace(item)) return null;
  return {
    id: item.sk?.S ?? '',
    attemptId: item.attemptId?.S ?? '',
    kind: item.kind?.S === 'OUTCOME' ? 'OUTCOME' : 'ATTEMPT',
    leaf: leafHash(canonicalEvent(item)),
  };
}

/** Events are hashed page by page, so that a busy minute is never in memory as a whole. */
async function readPartition(
  client: DynamoDBClient,
  tableName: string,
  partition: string,
): Promise<(TrailEvent | null)[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      ConsistentRead: true,
    },
  );
  const found: (TrailEvent | null)[] = [];
  for await (const { Items = [] } of pages) found.push(...Items.map(eventOf));
  return found;
}

export function byId(a: TrailEvent, b: TrailEvent): number {
  return a.id < b.id ? -1 : 1;
}

export function createAuditTrail(client: DynamoDBClient, tableName: string): AuditTrail {
  return {
    async read(from, to) {
      const found: (TrailEvent | null)[] = [];
      const partitions = minutePartitions(from, to).values();
      const work = async () => {
        for (const one of partitions) found.push(...(await readPartition(client, tableName, one)));
      };
      await Promise.all(Array.from({ length: QUERIES_AT_ONCE }, work));
      const events = found.filter((one) => one !== null).sort(byId);
      return { events, malformed: found.length - events.length };
    },
  };
}
