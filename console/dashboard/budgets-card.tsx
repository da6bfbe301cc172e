import { may } from '../access.ts';
import { failureText } from '../api/failure.ts';
import type { Read } from '../api/use-read.ts';
import { budgetName } from '../budgets/budget-names.ts';
import type { BudgetsLeftQuery } from '../generated/operations.ts';
import { FailureNotice } from '../interface/notice.tsx';
import { Card, Loading } from '../interface/page.tsx';
import { momentText } from '../interface/time.tsx';
import type { SignedIn } from '../session/actor.ts';
import { useConsole } from '../session/console-context.ts';
import { BarList } from './bar-list.tsx';

type Budget = BudgetsLeftQuery['budgets']['budgets'][number];

const WHOSE = { ACTOR: 'Yours', TENANT: 'Your tenant’s', PURPOSE: 'Your tenant’s' } as const;
/** The operation that each kind counts. */
const COUNTED = { PLAINTEXT: 'release', MASKED: 'token', CHARGE: 'charge' } as const;

/** One's own budgets matter to those only who may have what they count. */
function isOfConcern({ scope, kind }: Budget, actor: SignedIn): boolean {
  return scope !== 'ACTOR' || may(actor, COUNTED[kind]);
}

/** What was used today of each budget that concerns the reader. */
export function BudgetsCard({ read }: { read: Read<BudgetsLeftQuery> }) {
  const { actor } = useConsole();
  const { data, failure } = read;
  const budgets = data?.budgets.budgets.filter((budget) => isOfConcern(budget, actor)) ?? [];
  const note =
    data === null ? undefined : `Used today, until ${momentText(data.budgets.dayEndsAt)}`;
  return (
    <Card title="Budgets" note={note}>
      <FailureNotice failure={failure} textOf={failureText} />
      {data === null && failure === null && <Loading what="budgets" />}
      {data !== null && (
        <BarList
          entries={budgets.map((budget) => ({
            name: budgetName(budget, WHOSE),
            count: budget.perDay - budget.leftToday,
            limit: budget.perDay,
          }))}
        />
      )}
    </Card>
  );
}
