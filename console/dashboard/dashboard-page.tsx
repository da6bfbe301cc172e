import { may } from '../access.ts';
import { useRead } from '../api/use-read.ts';
import { BudgetsLeftDocument } from '../generated/operations.ts';
import { Page } from '../interface/page.tsx';
import { useConsole } from '../session/console-context.ts';
import { ActivityCards } from './activity-cards.tsx';
import { BudgetsCard } from './budgets-card.tsx';
import { KeyVersionsCard } from './key-versions-card.tsx';

/** How the tenant stands, as far as the reader may know. */
export function DashboardPage() {
  const { actor } = useConsole();
  const budgets = useRead(BudgetsLeftDocument, {});
  const ofEach = budgets.data?.budgets.budgets.find(
    ({ scope, kind }) => scope === 'ACTOR' && kind === 'PLAINTEXT',
  );
  return (
    <Page title="Dashboard" lead={`How ${actor.tenant} stands today.`}>
      {may(actor, 'auditEvents') && <ActivityCards perDay={ofEach?.perDay ?? null} />}
      <div className="columns">
        <BudgetsCard read={budgets} />
        {may(actor, 'rewrapStatus') && <KeyVersionsCard />}
      </div>
    </Page>
  );
}
