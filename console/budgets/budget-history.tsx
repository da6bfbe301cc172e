import { useState } from 'react';

import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import { BudgetHistoryDocument } from '../generated/operations.ts';
import type { BudgetHistoryQuery } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Details } from '../interface/details.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { Card, EmptyState, Loading } from '../interface/page.tsx';
import { Time } from '../interface/time.tsx';
import { shortId } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { budgetName, OWNER_WORDS } from './budget-names.ts';

type Change = BudgetHistoryQuery['budgets']['changes'][number];

const PAGE = 20;
const NUMBER = new Intl.NumberFormat();

function turned(from: number | null, to: number): string {
  return `${from === null ? 'no limit' : NUMBER.format(from)} → ${NUMBER.format(to)}`;
}

function Entry({ entry }: { entry: Change }) {
  const { actor } = useConsole();
  const { changedBy } = entry;
  return (
    <li>
      <h3>{budgetName(entry, OWNER_WORDS)}</h3>
      <Details
        details={[
          ['A minute', turned(entry.fromPerMinute, entry.toPerMinute)],
          ['A day', turned(entry.fromPerDay, entry.toPerDay)],
          [
            'By',
            <span title={changedBy}>{changedBy === actor.id ? 'You' : shortId(changedBy)}</span>,
          ],
          ['At', <Time instant={entry.changedAt} />],
        ]}
      />
    </li>
  );
}

interface HistoryPageProps {
  readonly cursor: string | null;
  readonly isLast: boolean;
  readonly onMore: (cursor: string) => void;
}

function HistoryPage({ cursor, isLast, onMore }: HistoryPageProps) {
  const { data, failure } = useRead(BudgetHistoryDocument, { limit: PAGE, nextToken: cursor });
  if (failure !== null) return <FailureNotice failure={failure} textOf={failureText} />;
  if (data === null) return <Loading what="the history" />;
  const { changes, nextToken } = data.budgets;
  if (cursor === null && changes.length === 0) {
    return <EmptyState title="Nothing was changed">Budgets are as configured.</EmptyState>;
  }
  return (
    <>
      <ol className="history">
        {changes.map((entry, at) => (
          // Several changes may be of one moment.
          <Entry key={at} entry={entry} />
        ))}
      </ol>
      {isLast && nextToken !== null && (
        <Button
          onClick={() => {
            onMore(nextToken);
          }}
        >
          Show older changes
        </Button>
      )}
    </>
  );
}

/** Who changed which budget, from what to what; the newest first. */
export function BudgetHistory() {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return (
    <Card title="History" note="The newest first">
      <div className="stack">
        {cursors.map((cursor, at) => (
          <HistoryPage
            key={cursor ?? 'first'}
            cursor={cursor}
            isLast={at === cursors.length - 1}
            onMore={(next) => {
              setCursors((before) => [...before, next]);
            }}
          />
        ))}
      </div>
    </Card>
  );
}
