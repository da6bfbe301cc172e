import type { BudgetKind, BudgetScope, Purpose } from '../generated/operations.ts';
import { PURPOSE_WORDS } from '../interface/words.ts';

/** What tells budgets apart. */
export interface BudgetPlace {
  readonly scope: BudgetScope;
  readonly kind: BudgetKind;
  readonly purpose: Purpose | null;
}

export const KIND_WORDS: Readonly<Record<BudgetKind, string>> = {
  PLAINTEXT: 'plaintexts',
  MASKED: 'masked views',
  CHARGE: 'charges',
};

export const SCOPE_WORDS: Readonly<Record<BudgetScope, string>> = {
  ACTOR: 'Each person',
  TENANT: 'All together',
  PURPOSE: 'All together, for one purpose',
};

/** `Each person: plaintexts`, by the words for whose it is. */
export function budgetName(
  { scope, kind, purpose }: BudgetPlace,
  whose: Readonly<Record<BudgetScope, string>>,
): string {
  const name = `${whose[scope]}: ${KIND_WORDS[kind]}`;
  return purpose === null ? name : `${name}, ${PURPOSE_WORDS[purpose].toLowerCase()}`;
}

/** Whose a budget is where the purpose, if there is one, is named beside it. */
export const OWNER_WORDS: Readonly<Record<BudgetScope, string>> = {
  ...SCOPE_WORDS,
  PURPOSE: SCOPE_WORDS.TENANT,
};
