import type { BudgetsLeftQuery } from '../generated/operations.ts';
import { Details } from '../interface/details.tsx';
import { budgetName, OWNER_WORDS } from './budget-names.ts';

type Budget = BudgetsLeftQuery['budgets']['budgets'][number];

const NUMBER = new Intl.NumberFormat();

function figures(limit: number, left: number): string {
  return `${NUMBER.format(limit)}, of which ${NUMBER.format(left)} are left`;
}

/** Each budget with what it allows and what is left; of the reader's own where each person has one. */
export function BudgetList({ budgets }: { budgets: readonly Budget[] }) {
  return (
    <div className="stack">
      {budgets.map((budget) => {
        const name = budgetName(budget, OWNER_WORDS);
        return (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            <Details
              details={[
                ['A minute', figures(budget.perMinute, budget.leftThisMinute)],
                ['A day', figures(budget.perDay, budget.leftToday)],
              ]}
            />
          </section>
        );
      })}
    </div>
  );
}
