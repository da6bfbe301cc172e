import { useState } from 'react';

import { may } from '../access.ts';
import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import { BudgetsLeftDocument } from '../generated/operations.ts';
import { FailureNotice } from '../interface/notice.tsx';
import { Card, Loading, Page } from '../interface/page.tsx';
import { useConsole } from '../session/console-context.ts';
import { BudgetForm } from './budget-form.tsx';
import { BudgetHistory } from './budget-history.tsx';
import { BudgetList } from './budget-list.tsx';

/** What the tenant's people may have in a minute and a day, and who said so. */
export function BudgetsPage() {
  const { actor } = useConsole();
  const [changes, setChanges] = useState(0);
  const { data, failure, reload } = useRead(BudgetsLeftDocument, {});
  const onChange = () => {
    setChanges((before) => before + 1);
    reload();
  };
  return (
    <Page
      title="Budgets"
      lead={`What the people of ${actor.tenant} may have in a clock minute and in a day (UTC). More takes an approval.`}
    >
      <FailureNotice failure={failure} textOf={failureText} />
      {data === null && failure === null && <Loading what="budgets" />}
      <div className="columns">
        {data !== null && (
          <Card title="Limits" note="Left is counted for you where each person has a budget">
            <BudgetList budgets={data.budgets.budgets} />
          </Card>
        )}
        <div className="stack">
          {may(actor, 'setBudget') && <BudgetForm onChange={onChange} />}
          <BudgetHistory key={changes} />
        </div>
      </div>
    </Page>
  );
}
