import { BUDGET_IDS, MAX_LIMIT } from '../../functions/vault/budget-limits.ts';

export type Limits = Readonly<Record<string, { perMinute: number; perDay: number }>>;

const AMPLE = { perMinute: MAX_LIMIT, perDay: MAX_LIMIT };

export const AMPLE_LIMITS: Limits = Object.fromEntries(
  BUDGET_IDS.filter((id) => !id.startsWith('PURPOSE/')).map((id) => [id, AMPLE]),
);

/** Budgets that no suite reaches: one asks more in a minute than people do in a day. */
export const AMPLE_BUDGETS = JSON.stringify(AMPLE_LIMITS);

/** So many in a minute, and as many as there are minutes. */
export function perMinute(count: number) {
  return { ...AMPLE, perMinute: count };
}
