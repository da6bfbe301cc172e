import type { BatchRead } from './batch-read.ts';
import { isBudgetId, parseLimits, printLimits, readLimit } from './budget-limits.ts';
import type { BudgetId, BudgetLimits, Limit } from './budget-limits.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { Action } from './transaction.ts';

/** What a tenant's administrators made of its budgets. */
export interface BudgetSettings {
  /** Those of the configuration where the tenant has none of its own. */
  readonly limits: BudgetLimits;
  /** Those that it has set itself. */
  readonly own: BudgetLimits;
  /** The number of changes so far; each has its number, from 1 on. */
  readonly changes: number;
  /** Null if there is no item. */
  readonly writeId: string | null;
}

/** One entry of the history. */
export interface BudgetChange {
  readonly number: number;
  readonly budget: BudgetId;
  /** ISO 8601 in UTC. */
  readonly changedAt: string;
  readonly changedBy: string;
  /** Null where the budget had no limit before. */
  readonly from: Limit | null;
  readonly to: Limit;
}

type Owner = Pick<Call, 'tenant' | 'keys'>;

const SCHEMA_VERSION = '1';
const LABEL = 'vault/budget-mac/v1';

export function settingsKey({ tenant }: Owner): string {
  return `${tenant}#budgets`;
}

export function changeKey({ tenant }: Owner, number: number): string {
  return `${tenant}#budgets#${number}`;
}

/** @throws VaultError BUDGET_EXCEEDED, finding TAMPERED: what is not known is not given out */
function mustBeOurs({ keys }: Owner, pk: string, item: StoredItem): void {
  if (item.pk?.S !== pk || !hasOurMac(keys, LABEL, item)) {
    throw new VaultError('BUDGET_EXCEEDED', 'TAMPERED');
  }
  if (item.schema?.N !== SCHEMA_VERSION) throw new VaultError('INTERNAL');
}

/** The settings in an item, checked; `configured` if there is none. */
export function settingsIn(
  owner: Owner,
  item: StoredItem | undefined,
  configured: BudgetLimits,
): BudgetSettings {
  if (item === undefined) {
    return { limits: configured, own: new Map(), changes: 0, writeId: null };
  }
  mustBeOurs(owner, settingsKey(owner), item);
  const own = parseLimits(item.limits?.S ?? '');
  if (own === null) throw new VaultError('INTERNAL');
  return {
    limits: new Map([...configured, ...own]),
    own,
    changes: Number(item.changes?.N),
    writeId: item.writeId?.S ?? null,
  };
}

/** The writes that set a budget and tell of it, both or neither. */
export function changeActions(
  owner: Owner,
  table: string,
  was: BudgetSettings,
  { change, writeId }: { readonly change: BudgetChange; readonly writeId: string },
): Action[] {
  const limits = new Map([...was.own, [change.budget, change.to] as const]);
  const settings = withMac(owner.keys, LABEL, {
    pk: { S: settingsKey(owner) },
    schema: { N: SCHEMA_VERSION },
    limits: { S: printLimits(limits) },
    changes: { N: String(change.number) },
    writeId: { S: writeId },
  });
  const entry = withMac(owner.keys, LABEL, {
    pk: { S: changeKey(owner, change.number) },
    schema: { N: SCHEMA_VERSION },
    budget: { S: change.budget },
    changedAt: { S: change.changedAt },
    changedBy: { S: change.changedBy },
    limits: { S: JSON.stringify({ from: change.from, to: change.to }) },
    writeId: { S: writeId },
  });
  return [
    { table, item: settings, kind: 'put', replaces: was.writeId },
    { table, item: entry, kind: 'put', replaces: null },
  ];
}

function changeIn(owner: Owner, number: number, item: StoredItem): BudgetChange {
  mustBeOurs(owner, changeKey(owner, number), item);
  const limits = fieldsOf(JSON.parse(item.limits?.S ?? '{}'));
  const [budget, to] = [item.budget?.S, readLimit(limits.to)];
  if (!isBudgetId(budget) || to === null) throw new VaultError('INTERNAL');
  return {
    number,
    budget,
    changedAt: item.changedAt?.S ?? '',
    changedBy: item.changedBy?.S ?? '',
    from: readLimit(limits.from),
    to,
  };
}

/** The changes of these numbers, in this order. An entry that is missing was removed by someone else. */
export async function readChanges(
  { read, controlTable }: { readonly read: BatchRead; readonly controlTable: string },
  owner: Owner,
  numbers: readonly number[],
): Promise<BudgetChange[]> {
  const keys = numbers.map((number) => ({ table: controlTable, pk: changeKey(owner, number) }));
  const items = await read(keys);
  return numbers.map((number) => {
    const item = items.of(controlTable, changeKey(owner, number));
    if (item === undefined) throw new VaultError('INTERNAL', 'TAMPERED');
    return changeIn(owner, number, item);
  });
}
