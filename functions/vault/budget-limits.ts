import { fieldsOf } from './fields.ts';
import { isPurpose, PURPOSES } from './policy.ts';
import type { Purpose } from './policy.ts';

export const BUDGET_SCOPES = ['ACTOR', 'TENANT', 'PURPOSE'] as const;
export const BUDGET_KINDS = ['PLAINTEXT', 'MASKED', 'CHARGE'] as const;

export type BudgetScope = (typeof BUDGET_SCOPES)[number];
/** What is counted: values handed out, masked views, or charges. */
export type BudgetKind = (typeof BUDGET_KINDS)[number];

/**
 * The name of a budget. `ACTOR/…` is what every actor of a tenant has for himself, `TENANT/…` what
 * all of them have together, `PURPOSE/…` what they have together for plaintexts of one purpose.
 */
export type BudgetId = `${'ACTOR' | 'TENANT'}/${BudgetKind}` | `PURPOSE/${Purpose}`;

export interface Limit {
  /** Items in a clock minute (UTC). */
  readonly perMinute: number;
  /** Items in a day (UTC). */
  readonly perDay: number;
}

/** A purpose that has no budget of its own is bounded by the tenant's alone. */
export type BudgetLimits = ReadonlyMap<BudgetId, Limit>;

export const BUDGET_IDS: readonly BudgetId[] = [
  'ACTOR/PLAINTEXT',
  'ACTOR/MASKED',
  'ACTOR/CHARGE',
  'TENANT/PLAINTEXT',
  'TENANT/MASKED',
  'TENANT/CHARGE',
  ...PURPOSES.map((purpose) => `PURPOSE/${purpose}` as const),
];

/** The largest budget there is; what is more than that is no budget. */
export const MAX_LIMIT = 100_000_000;

/** The budgets of a tenant that has none of its own. */
export const DEFAULT_LIMITS: BudgetLimits = new Map<BudgetId, Limit>([
  ['ACTOR/PLAINTEXT', { perMinute: 60, perDay: 1_000 }],
  ['ACTOR/MASKED', { perMinute: 600, perDay: 10_000 }],
  ['ACTOR/CHARGE', { perMinute: 300, perDay: 50_000 }],
  ['TENANT/PLAINTEXT', { perMinute: 600, perDay: 20_000 }],
  ['TENANT/MASKED', { perMinute: 6_000, perDay: 200_000 }],
  ['TENANT/CHARGE', { perMinute: 1_000, perDay: 200_000 }],
]);

export function isBudgetId(name: unknown): name is BudgetId {
  return BUDGET_IDS.some((id) => id === name);
}

/** The budget of a scope, or null if there is none: purposes have plaintexts only. */
export function budgetIdOf(scope: unknown, kind: unknown, purpose: unknown): BudgetId | null {
  if (scope === 'PURPOSE') {
    return isPurpose(purpose) && (kind === null || kind === 'PLAINTEXT')
      ? `PURPOSE/${purpose}`
      : null;
  }
  const id = `${String(scope)}/${String(kind)}`;
  return purpose === null && isBudgetId(id) ? id : null;
}

export function partsOf(id: BudgetId) {
  const [scope, name] = id.split('/') as [BudgetScope, string];
  if (scope !== 'PURPOSE') return { scope, kind: name, purpose: null };
  return { scope, kind: 'PLAINTEXT', purpose: name };
}

export function isLimit(received: unknown): received is number {
  return Number.isInteger(received) && Number(received) >= 0 && Number(received) <= MAX_LIMIT;
}

/** Null if it is no limit. */
export function readLimit(received: unknown): Limit | null {
  const { perMinute, perDay } = fieldsOf(received);
  return isLimit(perMinute) && isLimit(perDay) ? { perMinute, perDay } : null;
}

/** The limits in a JSON object by budget, or null if anything in it is none. */
export function parseLimits(text: string): BudgetLimits | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const limits = new Map<BudgetId, Limit>();
  for (const [id, received] of Object.entries(parsed)) {
    const limit = readLimit(received);
    if (!isBudgetId(id) || limit === null) return null;
    limits.set(id, limit);
  }
  return limits;
}

export function printLimits(limits: BudgetLimits): string {
  return JSON.stringify(Object.fromEntries(limits));
}
