import { useState } from 'react';

import { may } from '../access.ts';
import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import type { Read } from '../api/use-read.ts';
import { InboxDocument } from '../generated/operations.ts';
import type { ApprovalViewFragment, InboxQuery } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { EmptyState, Loading, Page } from '../interface/page.tsx';
import { useConsole } from '../session/console-context.ts';
import { ApprovalCard } from './approval-card.tsx';
import { sectionsOf } from './inbox.ts';
import type { InboxSection } from './inbox.ts';
import { RequestForm } from './request-form.tsx';

const SHOWN = 100;

function Section({ title, approvals, onChange }: InboxSection & Pick<InboxProps, 'onChange'>) {
  return (
    <section aria-label={title} className="stack">
      <h2>
        {title} <span className="count">{approvals.length}</span>
      </h2>
      {approvals.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} onChange={onChange} />
      ))}
    </section>
  );
}

interface InboxProps {
  readonly approvals: readonly ApprovalViewFragment[];
  /** Whether there are older ones. */
  readonly isCut: boolean;
  readonly onChange: () => void;
}

function Inbox({ approvals, isCut, onChange }: InboxProps) {
  const { actor } = useConsole();
  const sections = sectionsOf(approvals, actor.id, may(actor, 'decideApproval'));
  if (approvals.length === 0) {
    return (
      <EmptyState title="No requests">
        {may(actor, 'requestApproval')
          ? 'Ask here when you need more plaintexts than you may have alone.'
          : 'What others ask for appears here, to be decided by you.'}
      </EmptyState>
    );
  }
  return (
    <>
      {sections.map((section) => (
        <Section key={section.title} {...section} onChange={onChange} />
      ))}
      {isCut && <Notice tone="info">Only the newest requests are shown.</Notice>}
    </>
  );
}

interface ActionsProps {
  readonly read: Read<InboxQuery>;
  /** How to ask; null for whom it is not, and while one is at it. */
  readonly onAsk: (() => void) | null;
}

function Actions({ read, onAsk }: ActionsProps) {
  return (
    <>
      <Button onClick={read.reload} isBusy={read.isLoading}>
        Refresh
      </Button>
      {onAsk !== null && (
        <Button look="primary" onClick={onAsk}>
          New request
        </Button>
      )}
    </>
  );
}

/** Requests for plaintexts beyond what one may have alone, and what became of them. */
export function ApprovalsPage() {
  const { actor } = useConsole();
  const [isAsking, setAsking] = useState(false);
  const read = useRead(InboxDocument, { limit: SHOWN });
  const close = () => {
    setAsking(false);
    read.reload();
  };
  const open = () => {
    setAsking(true);
  };
  const onAsk = may(actor, 'requestApproval') && !isAsking ? open : null;
  return (
    <Page
      title="Approvals"
      lead="More plaintexts than one may have alone take two persons: one asks, another decides. Nobody decides about a request of their own."
      actions={<Actions read={read} onAsk={onAsk} />}
    >
      {isAsking && <RequestForm onClose={close} />}
      <FailureNotice failure={read.failure} textOf={failureText} />
      {read.data === null && read.failure === null && <Loading what="requests" />}
      {read.data !== null && (
        <Inbox
          approvals={read.data.approvals.approvals}
          isCut={read.data.approvals.nextToken !== null}
          onChange={read.reload}
        />
      )}
    </Page>
  );
}
