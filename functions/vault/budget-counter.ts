import type { Call } from './call.ts';
import type { BudgetId, BudgetLimits, Limit } from './budget-limits.ts';
import { isBudgetId } from './budget-limits.ts';
import { VaultError } from './errors.ts';
import { fieldsOf, listOf } from './fields.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { Form, Step, Versioned } from './versioned-item.ts';

interface Used {
  readonly minute: number;
  readonly day: number;
}

/** What was taken from a share of some budgets in the newest minute and day that were counted. */
export interface Counter extends Versioned {
  /** `2026-01-31T09:41`, in UTC. */
  readonly minute: string;
  /** `2026-01-31` */
  readonly day: string;
  readonly used: ReadonlyMap<BudgetId, Used>;
}

/** Where a counter is kept, and which share of each budget it gives. */
export interface Shard {
  readonly pk: string;
  readonly index: number;
  /** How many counters share the budgets. */
  readonly of: number;
}

const SCHEMA_VERSION = '1';
const LABEL = 'vault/budget-mac/v1';
const MAX_WRITE_IDS = 4;
const KEPT_SECONDS = 2 * 86_400;
const NOTHING: Used = { minute: 0, day: 0 };
const UNUSED: Counter = { minute: '', day: '', used: new Map(), version: 0, writeIds: [] };

/** Shares add up to the budget, whatever its size. */
export function shareOf(limit: number, { index, of }: Pick<Shard, 'index' | 'of'>): number {
  return Math.floor(limit / of) + (index < limit % of ? 1 : 0);
}

/**
 * The counter as it stands now. Windows never go back: where the clocks of two processes differ, the
 * later one counts, so that no window is ever given out twice.
 */
export function atTime(counter: Counter, now: Date): Counter {
  const instant = now.toISOString();
  const minute = counter.minute > instant.slice(0, 16) ? counter.minute : instant.slice(0, 16);
  const day = minute.slice(0, 10);
  if (minute === counter.minute) return counter;
  const isSameDay = day === counter.day;
  const used = [...counter.used].map(([id, { day: onDay }]): [BudgetId, Used] => [
    id,
    { minute: 0, day: isSameDay ? onDay : 0 },
  ]);
  return { ...counter, minute, day, used: new Map(used) };
}

/** What a share has left of a budget. */
export function leftIn(counter: Counter, id: BudgetId, limit: Limit, shard: Shard): Used {
  const { minute, day } = counter.used.get(id) ?? NOTHING;
  return {
    minute: Math.max(0, shareOf(limit.perMinute, shard) - minute),
    day: Math.max(0, shareOf(limit.perDay, shard) - day),
  };
}

/** An item that counts against some budgets, each of which must have room for it. */
export type Ticket = readonly BudgetId[];

/**
 * Takes as many of the tickets as the share has room for, the first ones first. The result says of
 * each whether it was taken.
 */
export function admit(
  counter: Counter,
  tickets: readonly Ticket[],
  { limits, shard, now }: { limits: BudgetLimits; shard: Shard; now: Date },
): Step<Counter, readonly boolean[]> {
  const current = atTime(counter, now);
  const used = new Map(current.used);
  const hasRoom = (id: BudgetId): boolean => {
    const limit = limits.get(id);
    if (limit === undefined) return true;
    const { minute, day } = leftIn({ ...current, used }, id, limit, shard);
    return minute > 0 && day > 0;
  };
  const result = tickets.map((ticket) => {
    const isAdmitted = ticket.every(hasRoom);
    for (const id of isAdmitted ? ticket : []) {
      const { minute, day } = used.get(id) ?? NOTHING;
      used.set(id, { minute: minute + 1, day: day + 1 });
    }
    return isAdmitted;
  });
  if (!result.includes(true)) return { next: counter, result };
  return { next: { ...current, used, version: counter.version + 1 }, result };
}

function toItem({ keys }: Pick<Call, 'keys'>, pk: string, counter: Counter, writeId: string) {
  const used = [...counter.used].map(([id, { minute, day }]) => [id, [minute, day]] as const);
  const keptUntil = Date.parse(`${counter.day}T00:00:00Z`) / 1000 + KEPT_SECONDS;
  return withMac(keys, LABEL, {
    pk: { S: pk },
    schema: { N: SCHEMA_VERSION },
    minute: { S: counter.minute },
    day: { S: counter.day },
    used: { S: JSON.stringify(Object.fromEntries(used)) },
    version: { N: String(counter.version) },
    writeIds: { S: [writeId, ...counter.writeIds].slice(0, MAX_WRITE_IDS).join(' ') },
    expiresAt: { N: String(keptUntil) },
  });
}

function readUsed(text: string): ReadonlyMap<BudgetId, Used> {
  const entries = Object.entries(fieldsOf(JSON.parse(text))).flatMap(
    ([id, received]): [BudgetId, Used][] => {
      const [minute, day] = listOf(received).map(Number);
      return isBudgetId(id) ? [[id, { minute: minute ?? 0, day: day ?? 0 }]] : [];
    },
  );
  return new Map(entries);
}

/**
 * The counter in an item, checked; nothing used if there is none.
 * @throws VaultError BUDGET_EXCEEDED, finding TAMPERED: what cannot be counted is not given out
 */
function fromItem({ keys }: Pick<Call, 'keys'>, pk: string, item: StoredItem | undefined): Counter {
  if (item === undefined) return UNUSED;
  if (item.pk?.S !== pk || !hasOurMac(keys, LABEL, item)) {
    throw new VaultError('BUDGET_EXCEEDED', 'TAMPERED');
  }
  if (item.schema?.N !== SCHEMA_VERSION) throw new VaultError('INTERNAL');
  return {
    minute: item.minute?.S ?? '',
    day: item.day?.S ?? '',
    used: readUsed(item.used?.S ?? '{}'),
    version: Number(item.version?.N),
    writeIds: (item.writeIds?.S ?? '').split(' '),
  };
}

/** How the counter of a shard is kept. */
export function counterForm(call: Pick<Call, 'keys'>, { pk }: Shard): Form<Counter> {
  return {
    toItem: (counter, writeId) => toItem(call, pk, counter, writeId),
    fromItem: (item) => fromItem(call, pk, item),
    isStored: ({ version }) => version > 0,
  };
}
