/** What the actor has left of plaintexts, before those of this request. */
export interface BudgetLeftData {
  readonly actorLeft: number;
  readonly resetsAt: string;
}

interface NamedBudget {
  readonly scope: string;
  readonly kind: string;
  readonly purpose: string | null;
}

/** Answers `budgets` and `setBudget`. */
export interface BudgetsData {
  readonly budgets: readonly (NamedBudget & {
    readonly perMinute: number;
    readonly perDay: number;
    readonly leftThisMinute: number;
    readonly leftToday: number;
  })[];
  readonly minuteEndsAt: string;
  readonly dayEndsAt: string;
  readonly changes: readonly (NamedBudget & {
    readonly changedAt: string;
    readonly changedBy: string;
    readonly fromPerMinute: number | null;
    readonly fromPerDay: number | null;
    readonly toPerMinute: number;
    readonly toPerDay: number;
  })[];
  readonly nextToken: string | null;
}
