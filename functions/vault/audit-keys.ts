/** The kinds of audit events; together they tell what was tried and what came of it. */
export type EventKind = 'ATTEMPT' | 'OUTCOME';

/** What an event's keys are made of. `time` is an instant in milliseconds, `attemptId` a UUID. */
export interface EventName {
  readonly tenant: string | null;
  readonly time: string;
  readonly attemptId: string;
  readonly kind: EventKind;
}

/**
 * Where an event lies. `pk` is a minute and a shard, so that whoever seals the trail lists each
 * minute completely without knowing a tenant: erased ones, and refusals of callers without one,
 * are found like any other. `tenantDay` is the key of the index `by-tenant`, absent where there is
 * no tenant: nobody's auditors see such an event.
 */
export interface EventKeys {
  readonly pk: string;
  readonly sk: string;
  readonly tenantDay: string | null;
}

/** Eight partitions of 1,000 write units a second each, at any moment and for any tenant. */
const SHARDS = 8;
const MINUTE_MS = 60_000;

/** The index of a tenant's events, by day and shard. */
export const TENANT_INDEX = 'by-tenant';

const EVENT_ID =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)#([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})#(ATTEMPT|OUTCOME)$/;

function allShards(prefix: string): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${prefix}#${String(shard)}`);
}

/** `2026-01-31T09:05Z#3` and `2026-01-31T09:05:59.123Z#…#ATTEMPT`; `acme#2026-01-31#3`. */
export function eventKeys({ tenant, time, attemptId, kind }: EventName): EventKeys {
  const shard = String(Number.parseInt(attemptId.slice(0, 8), 16) % SHARDS);
  return {
    pk: `${time.slice(0, 16)}Z#${shard}`,
    sk: `${time}#${attemptId}#${kind}`,
    tenantDay: tenant === null ? null : `${tenant}#${time.slice(0, 10)}#${shard}`,
  };
}

/** The parts of an event's id, which is its sort key; null for any other text. */
export function readEventId(id: string): Omit<EventName, 'tenant'> | null {
  const [, time, attemptId, kind] = EVENT_ID.exec(id) ?? [];
  if (time === undefined || attemptId === undefined || Number.isNaN(Date.parse(time))) return null;
  return { time, attemptId, kind: kind === 'OUTCOME' ? 'OUTCOME' : 'ATTEMPT' };
}

/** The partitions of all minutes from `from` up to `to`, both whole minutes in milliseconds. */
export function minutePartitions(from: number, to: number): string[] {
  const minutes = Array.from({ length: Math.max(0, (to - from) / MINUTE_MS) }, (_, at) =>
    new Date(from + at * MINUTE_MS).toISOString().slice(0, 16),
  );
  return minutes.flatMap((minute) => allShards(`${minute}Z`));
}

/** The partitions of a tenant's day, `2026-01-31`, in the index. */
export function tenantDayPartitions(tenant: string, day: string): string[] {
  return allShards(`${tenant}#${day}`);
}
