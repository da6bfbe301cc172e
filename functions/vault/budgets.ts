import type { ReadItems } from './batch-read.ts';
import { admit, atTime, counterForm, leftIn } from './budget-counter.ts';
import type { Counter, Shard, Ticket } from './budget-counter.ts';
import type { BudgetId, BudgetKind, BudgetLimits } from './budget-limits.ts';
import { settingsIn, settingsKey } from './budget-settings.ts';
import type { BudgetSettings } from './budget-settings.ts';
import type { Call } from './call.ts';
import { createCombiner } from './combine.ts';
import { createExpiringMap } from './expiring-map.ts';
import type { Purpose } from './policy.ts';
import type { RandomSource } from './random.ts';
import { changeVersioned } from './versioned-item.ts';
import type { VersionedTable } from './versioned-item.ts';

/** What is left of a budget. */
export interface Left {
  readonly minute: number;
  readonly day: number;
}

/** Each item of a call, whether it may go on, and what the actor then has left of plaintexts. */
export interface Taken {
  readonly isTaken: readonly boolean[];
  readonly actorLeft: Left;
  /** The time for which the counting was done. */
  readonly at: Date;
}

/** What is taken: one of each kind and purpose in the list. */
export interface Wanted {
  readonly kind: BudgetKind;
  readonly purposes: readonly (Purpose | null)[];
  /** Whether only the tenant's own ceiling counts, as for what was approved. */
  readonly isApproved?: boolean;
}

export interface BudgetState {
  readonly settings: BudgetSettings;
  /** By budget, for those that have a limit. */
  readonly left: ReadonlyMap<BudgetId, Left>;
  readonly at: Date;
}

/** How many plaintexts and masked views actors, their tenant and its purposes may have. */
export interface Budgets {
  /**
   * Takes one of each budget for each item, the first ones first. What was taken stays taken,
   * whatever happens to the item: a crash or a lost answer takes too much, never too little.
   * @throws VaultError BUDGET_EXCEEDED, finding TAMPERED, if a counter is not as the vault wrote it
   */
  take(call: Call, wanted: Wanted): Promise<Taken>;
  /** What is left to the actor and the tenant. */
  show(call: Call): Promise<BudgetState>;
}

interface Needs extends VersionedTable {
  readonly clock: () => Date;
  readonly random: RandomSource;
  readonly configured: BudgetLimits;
}

/** No more than this many writers at once make one counter their rival; a person is one. */
const TENANT_SHARDS = 8;
const SERVICE_SHARDS = 4;

/** `<tenant>#budget#tenant#3`, `<tenant>#budget#actor#<id>#0` */
function shardsOf(prefix: string, of: number, first: number): Shard[] {
  return Array.from({ length: of }, (_, step) => {
    const index = (first + step) % of;
    return { pk: `${prefix}#${index}`, index, of };
  });
}

function actorShards({ tenant, actor }: Call, random: RandomSource): Shard[] {
  const of = actor.kind === 'service' ? SERVICE_SHARDS : 1;
  return shardsOf(`${tenant}#budget#actor#${actor.id}`, of, random.below(of));
}

function tenantShards({ tenant }: Call, random: RandomSource): Shard[] {
  return shardsOf(`${tenant}#budget#tenant`, TENANT_SHARDS, random.below(TENANT_SHARDS));
}

/** Tickets for one shard, and what they are admitted by. */
interface Request {
  readonly call: Call;
  readonly shard: Shard;
  readonly limits: BudgetLimits;
  readonly tickets: readonly Ticket[];
  readonly read: Counter;
}

interface Given {
  readonly counter: Counter;
  readonly isTaken: readonly boolean[];
}

/** Takes from a shard; what comes from this process at the same time is written together. */
type TakeFrom = (pk: string, request: Request) => Promise<Given>;

const MAX_REMEMBERED = 1000;
const REMEMBERED_MS = 60_000;

/** Counters of one kind of budget, and what was read of them. */
interface Pot {
  readonly shards: readonly Shard[];
  readonly limits: BudgetLimits;
  readonly counters: Map<string, Counter>;
}

function note(call: Call, needs: Needs, pot: Pot, shards: readonly Shard[], items: ReadItems) {
  for (const shard of shards) {
    const item = items.of(needs.tableName, shard.pk);
    pot.counters.set(shard.pk, counterForm(call, shard).fromItem(item));
  }
}

async function readShards(
  needs: Needs,
  call: Call,
  pot: Pot,
  shards: readonly Shard[],
): Promise<void> {
  if (shards.length === 0) return;
  const items = await needs.read(shards.map(({ pk }) => ({ table: needs.tableName, pk })));
  note(call, needs, pot, shards, items);
}

function newest(counters: readonly Counter[]): Counter {
  return counters.reduce((one, other) => (other.version > one.version ? other : one));
}

/** One request after the other, in one write. */
function admitAll(counter: Counter, requests: readonly Request[], now: Date) {
  const result: (readonly boolean[])[] = [];
  let next = counter;
  for (const { tickets, limits, shard } of requests) {
    const admitted = admit(next, tickets, { limits, shard, now });
    result.push(admitted.result);
    next = admitted.next;
  }
  return { next: next === counter ? next : { ...next, version: counter.version + 1 }, result };
}

function createTakeFrom(needs: Needs): TakeFrom {
  const { clock } = needs;
  const last = createExpiringMap<Counter>(MAX_REMEMBERED, REMEMBERED_MS, () => clock().getTime());
  return createCombiner(async (pk, requests: readonly Request[]) => {
    const [any] = requests;
    if (any === undefined) return [];
    const written = last.get(pk);
    const known = [
      ...requests.map(({ read }) => read),
      ...(written === undefined ? [] : [written]),
    ];
    const { next, result } = await changeVersioned(
      needs,
      counterForm(any.call, any.shard),
      newest(known),
      (counter) => admitAll(counter, requests, clock()),
    );
    last.set(pk, next);
    return result.map((isTaken) => ({ counter: next, isTaken }));
  });
}

/** Takes from one share after the other until nothing is open; the last ones are read if needed. */
async function drain(
  needs: Needs,
  takeFrom: TakeFrom,
  call: Call,
  pot: Pot,
  tickets: readonly Ticket[],
): Promise<boolean[]> {
  const isTaken = tickets.map(() => false);
  for (const shard of pot.shards) {
    const open = tickets.map((_, index) => index).filter((index) => isTaken[index] !== true);
    if (open.length === 0) break;
    if (!pot.counters.has(shard.pk)) {
      const unread = pot.shards.filter(({ pk }) => !pot.counters.has(pk));
      await readShards(needs, call, pot, unread);
    }
    const { counter, isTaken: given } = await takeFrom(shard.pk, {
      ...{ call, shard, limits: pot.limits },
      tickets: open.map((index) => tickets[index] ?? []),
      read: pot.counters.get(shard.pk) ?? counterForm(call, shard).fromItem(undefined),
    });
    pot.counters.set(shard.pk, counter);
    open.forEach((index, place) => (isTaken[index] = given[place] === true));
  }
  return isTaken;
}

function leftOf(pot: Pot, id: BudgetId, now: Date): Left | null {
  const limit = pot.limits.get(id);
  if (limit === undefined) return null;
  return pot.shards.reduce<Left>(
    (sum, shard) => {
      const counter = pot.counters.get(shard.pk);
      if (counter === undefined) return sum;
      const left = leftIn(atTime(counter, now), id, limit, shard);
      return { minute: sum.minute + left.minute, day: sum.day + left.day };
    },
    { minute: 0, day: 0 },
  );
}

interface Pots {
  readonly settings: BudgetSettings;
  readonly actor: Pot;
  readonly tenant: Pot;
}

/** The settings, all counters of the actor and the first `tenantShardsRead` of the tenant, in one read. */
async function openPots(needs: Needs, call: Call, tenantShardsRead: number): Promise<Pots> {
  const [ofActor, ofTenant] = [actorShards(call, needs.random), tenantShards(call, needs.random)];
  const read = [...ofActor, ...ofTenant.slice(0, tenantShardsRead)];
  const pks = [settingsKey(call), ...read.map(({ pk }) => pk)];
  const items = await needs.read(pks.map((pk) => ({ table: needs.tableName, pk })));
  const item = items.of(needs.tableName, settingsKey(call));
  const settings = settingsIn(call, item, needs.configured);
  const pot = (shards: readonly Shard[]): Pot => {
    return { shards, limits: settings.limits, counters: new Map<string, Counter>() };
  };
  const [actor, tenant] = [pot(ofActor), pot(ofTenant)];
  note(call, needs, actor, ofActor, items);
  note(call, needs, tenant, ofTenant.slice(0, tenantShardsRead), items);
  return { settings, actor, tenant };
}

/** The tenant's is taken last, so that who has nothing left cannot use it up for the others. */
async function take(needs: Needs, takeFrom: TakeFrom, call: Call, wanted: Wanted): Promise<Taken> {
  const { kind, purposes, isApproved = false } = wanted;
  const pots = await openPots(needs, call, 1);
  const ofActor = isApproved
    ? purposes.map(() => true)
    : await drain(
        needs,
        takeFrom,
        call,
        pots.actor,
        purposes.map(() => [`ACTOR/${kind}`]),
      );
  const going = purposes.map((_, index) => index).filter((index) => ofActor[index] === true);
  const tickets = going.map((index): Ticket => {
    const purpose = purposes[index] ?? null;
    const isOfPurpose = kind === 'PLAINTEXT' && !isApproved && purpose !== null;
    return [`TENANT/${kind}`, ...(isOfPurpose ? ([`PURPOSE/${purpose}`] as const) : [])];
  });
  const ofTenant = await drain(needs, takeFrom, call, pots.tenant, tickets);
  const isTaken = purposes.map((_, index) => ofTenant[going.indexOf(index)] === true);
  const at = needs.clock();
  const actorLeft = leftOf(pots.actor, 'ACTOR/PLAINTEXT', at) ?? { minute: 0, day: 0 };
  return { isTaken, actorLeft, at };
}

async function show(needs: Needs, call: Call): Promise<BudgetState> {
  const { settings, actor, tenant } = await openPots(needs, call, TENANT_SHARDS);
  const at = needs.clock();
  const left = [...settings.limits.keys()].flatMap((id): [BudgetId, Left][] => {
    const found = leftOf(id.startsWith('ACTOR/') ? actor : tenant, id, at);
    return found === null ? [] : [[id, found]];
  });
  return { settings, left: new Map(left), at };
}

/**
 * Counts in the control table, in items that carry a MAC. A tenant's budgets are split into shares,
 * each with a counter of its own, so that no item is hot; who finds a share used up takes from the
 * next, and shares add up to the budget, so that never one more is given out. Settings are read each
 * time: a change holds from the next call on.
 */
export function createBudgets(needs: Needs): Budgets {
  const takeFrom = createTakeFrom(needs);
  return {
    take: (call, wanted) => take(needs, takeFrom, call, wanted),
    show: (call) => show(needs, call),
  };
}
