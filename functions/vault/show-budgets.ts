import type { Item } from './attempt.ts';
import type { BudgetLeftData, BudgetsData } from './budget-data.ts';
import { partsOf } from './budget-limits.ts';
import type { BudgetId, Limit } from './budget-limits.ts';
import { readChanges } from './budget-settings.ts';
import type { BudgetChange } from './budget-settings.ts';
import type { BudgetState, Left, Taken } from './budgets.ts';
import type { Call } from './call.ts';
import { numbersOn } from './numbered-page.ts';
import type { NumberedPage } from './numbered-page.ts';
import { settle } from './outcome.ts';
import type { Services } from './services.ts';

/** Budgets as they are, with a page of their history. */
export interface BudgetsView {
  readonly state: BudgetState;
  readonly changes: readonly BudgetChange[];
  readonly nextToken: string | null;
}

export type ShowBudgetsNeeds = Pick<Services, 'attempts' | 'budgets' | 'read' | 'tables'>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Windows are those of the clock in UTC, so they end where the next ones begin. */
function endOf(at: Date, lengthMs: number): string {
  return new Date((Math.floor(at.getTime() / lengthMs) + 1) * lengthMs).toISOString();
}

export async function viewBudgets(
  { budgets, read, tables }: ShowBudgetsNeeds,
  call: Call,
  page: NumberedPage,
): Promise<BudgetsView> {
  const state = await budgets.show(call);
  const { numbers, nextToken } = numbersOn(page, state.settings.changes);
  const { controlTable } = tables;
  const changes = await readChanges({ read, controlTable }, call, numbers);
  return { state, changes, nextToken };
}

function budgetData(id: BudgetId, limit: Limit, left: Left | undefined) {
  const { minute, day } = left ?? { minute: 0, day: 0 };
  return { ...partsOf(id), ...limit, leftThisMinute: minute, leftToday: day };
}

function changeData({ budget, changedAt, changedBy, from, to }: BudgetChange) {
  const { perMinute, perDay } = from ?? { perMinute: null, perDay: null };
  const was = { fromPerMinute: perMinute, fromPerDay: perDay };
  return {
    ...{ ...partsOf(budget), changedAt, changedBy },
    ...{ ...was, toPerMinute: to.perMinute, toPerDay: to.perDay },
  };
}

/** What `Budgets` shows. */
export function budgetsData({ state, changes, nextToken }: BudgetsView): BudgetsData {
  const { settings, left, at } = state;
  return {
    budgets: [...settings.limits].map(([id, limit]) => budgetData(id, limit, left.get(id))),
    minuteEndsAt: endOf(at, MINUTE_MS),
    dayEndsAt: endOf(at, DAY_MS),
    changes: changes.map(changeData),
    nextToken,
  };
}

/** What `Detokenization.budget` shows: the window that leaves less decides. */
export function budgetLeftData({ actorLeft: { minute, day }, at }: Taken): BudgetLeftData {
  const isDayOver = day < minute;
  return {
    actorLeft: Math.min(minute, day),
    resetsAt: endOf(at, isDayOver ? DAY_MS : MINUTE_MS),
  };
}

/** Tells what budgets there are, what is left of them, and who changed them. */
export function createShowBudgets(needs: ShowBudgetsNeeds) {
  return (call: Call, items: readonly Item<NumberedPage>[]): Promise<Item<BudgetsView>[]> =>
    needs.attempts.run(call, items, (pages) =>
      Promise.all(
        pages.map(async (page) => ({
          subject: {},
          outcome: await settle(() => viewBudgets(needs, call, page)),
        })),
      ),
    );
}
