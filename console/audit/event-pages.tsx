import { useState } from 'react';

import { failureText } from '../api/failure.ts';
import { useRead } from '../api/use-read.ts';
import { TrailDocument } from '../generated/operations.ts';
import type { AuditEventFilter } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { EmptyState, Loading } from '../interface/page.tsx';
import { EventEntry } from './event-entry.tsx';

const PAGE = 25;

interface EventPageProps {
  readonly filter: AuditEventFilter;
  readonly cursor: string | null;
  readonly isLast: boolean;
  readonly onMore: (cursor: string) => void;
}

/** A page may be empty and still not be the last. */
function EventPage({ filter, cursor, isLast, onMore }: EventPageProps) {
  const read = useRead(TrailDocument, { filter, limit: PAGE, nextToken: cursor });
  if (read.failure !== null) return <FailureNotice failure={read.failure} textOf={failureText} />;
  if (read.data === null) return <Loading what="events" />;
  const { events, nextToken } = read.data.auditEvents;
  const isEmpty = cursor === null && events.length === 0 && nextToken === null;
  return (
    <>
      {isEmpty && (
        <EmptyState title="No events">
          Nothing in this period fits. Ask for a longer one.
        </EmptyState>
      )}
      {events.length > 0 && (
        <ol className="events">
          {events.map((event) => (
            <EventEntry key={event.id} event={event} />
          ))}
        </ol>
      )}
      {isLast && nextToken !== null && (
        <Button
          onClick={() => {
            onMore(nextToken);
          }}
        >
          Show older events
        </Button>
      )}
    </>
  );
}

/** The events of a question, page after page as they are asked for. */
export function EventPages({ filter }: { filter: AuditEventFilter }) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return (
    <section aria-label="Events" className="stack">
      {cursors.map((cursor, at) => (
        <EventPage
          key={cursor ?? 'first'}
          filter={filter}
          cursor={cursor}
          isLast={at === cursors.length - 1}
          onMore={(next) => {
            setCursors((before) => [...before, next]);
          }}
        />
      ))}
    </section>
  );
}
