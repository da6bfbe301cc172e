import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';

import type { AuditFilter } from './audit-command.ts';
import { eventKeys, readEventId, TENANT_INDEX, tenantDayPartitions } from './audit-keys.ts';
import { isInPlace } from './canonical-event.ts';
import type { Tenant } from './identity.ts';

export type EventItem = Readonly<Record<string, AttributeValue>>;

/** A stretch of a tenant's trail, read backwards: from `before`, itself left out, down to `from`. */
export interface Stretch {
  readonly from: string;
  readonly before: string;
  readonly filter: AuditFilter;
  readonly limit: number;
}

/** Newest first. `next` is where to go on (`before`), null where nothing is left. */
export interface TrailPage {
  readonly events: readonly EventItem[];
  readonly next: string | null;
}

/** One tenant's events, through an index that holds nothing but keys of tenants. */
export interface TenantTrail {
  page(tenant: Tenant, stretch: Stretch): Promise<TrailPage>;
  /** The event of that id, if the tenant has it. */
  find(tenant: Tenant, id: string): Promise<EventItem | null>;
}

interface Place {
  readonly dynamodb: DynamoDBClient;
  readonly auditTable: string;
}

/** An idle tenant's month takes this many; a page may end before it is full. */
const MAX_ROUNDS = 40;
const DAY_MS = 86_400_000;

const EXPRESSION_NAMES: Readonly<Record<keyof AuditFilter, string>> = {
  actor: '#actor',
  operation: '#operation',
  code: '#code',
};

function filtering(filter: AuditFilter): Partial<QueryCommandInput> & { values: EventItem } {
  const given = (Object.keys(EXPRESSION_NAMES) as (keyof AuditFilter)[]).filter(
    (name) => filter[name] !== null,
  );
  if (given.length === 0) return { values: {} };
  return {
    FilterExpression: given.map((name) => `${EXPRESSION_NAMES[name]} = :${name}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(
      given.map((name) => [EXPRESSION_NAMES[name], name]),
    ),
    values: Object.fromEntries(given.map((name) => [`:${name}`, { S: filter[name] ?? '' }])),
  };
}

interface ShardPage {
  readonly items: readonly EventItem[];
  /** Down to this id the shard was read; null if to its end. */
  readonly readTo: string | null;
}

async function readShard(place: Place, partition: string, stretch: Stretch): Promise<ShardPage> {
  const { values, ...filter } = filtering(stretch.filter);
  const { Items = [], LastEvaluatedKey } = await place.dynamodb.send(
    new QueryCommand({
      TableName: place.auditTable,
      IndexName: TENANT_INDEX,
      KeyConditionExpression: 'tenantDay = :day AND sk BETWEEN :from AND :before',
      ...filter,
      ExpressionAttributeValues: {
        ':day': { S: partition },
        ':from': { S: stretch.from },
        ':before': { S: stretch.before },
        ...values,
      },
      ScanIndexForward: false,
      Limit: stretch.limit + 1,
    }),
  );
  return { items: Items, readTo: LastEvaluatedKey?.sk?.S ?? null };
}

const idOf = (item: EventItem): string => item.sk?.S ?? '';

/** All shards of a day, as far down as every one of them was read. */
async function readDay(place: Place, tenant: Tenant, day: string, stretch: Stretch) {
  const shards = await Promise.all(
    tenantDayPartitions(tenant, day).map((one) => readShard(place, one, stretch)),
  );
  const ends = shards.flatMap(({ readTo }) => readTo ?? []).sort();
  const readTo = ends.at(-1) ?? null;
  const events = shards
    .flatMap(({ items }) => items)
    .filter((item) => idOf(item) < stretch.before && idOf(item) >= (readTo ?? ''))
    // What lies where no vault would have put it is nobody's event.
    .filter((item) => isInPlace(item) && item.tenant?.S === tenant)
    .sort((a, b) => (idOf(a) < idOf(b) ? 1 : -1));
  return { events, readTo };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** The day in which the last event before `before` may lie. */
function dayOf(before: string): string {
  const isMidnight = before.endsWith('T00:00:00.000Z');
  return isMidnight ? dayBefore(before.slice(0, 10)) : before.slice(0, 10);
}

async function readPage(place: Place, tenant: Tenant, stretch: Stretch): Promise<TrailPage> {
  const { from, limit } = stretch;
  const events: EventItem[] = [];
  let { before } = stretch;
  for (let round = 0; round < MAX_ROUNDS && before > from; round += 1) {
    const day = dayOf(before);
    const found = await readDay(place, tenant, day, { ...stretch, before });
    events.push(...found.events);
    if (events.length > limit) {
      const page = events.slice(0, limit);
      return { events: page, next: idOf(page.at(-1) ?? {}) };
    }
    before = found.readTo ?? `${day}T00:00:00.000Z`;
  }
  return { events, next: before > from ? before : null };
}

async function findEvent(place: Place, tenant: Tenant, id: string): Promise<EventItem | null> {
  const name = readEventId(id);
  if (name === null) return null;
  const { tenantDay } = eventKeys({ ...name, tenant });
  const { Items = [] } = await place.dynamodb.send(
    new QueryCommand({
      TableName: place.auditTable,
      IndexName: TENANT_INDEX,
      KeyConditionExpression: 'tenantDay = :day AND sk = :id',
      ExpressionAttributeValues: { ':day': { S: tenantDay ?? '' }, ':id': { S: id } },
    }),
  );
  return Items.find((item) => isInPlace(item) && item.tenant?.S === tenant) ?? null;
}

export function createTenantTrail(place: Place): TenantTrail {
  return {
    page: (tenant, stretch) => readPage(place, tenant, stretch),
    find: (tenant, id) => findEvent(place, tenant, id),
  };
}
