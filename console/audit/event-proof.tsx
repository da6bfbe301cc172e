import { useState } from 'react';

import { ask } from '../api/client.ts';
import { ProofDocument } from '../generated/operations.ts';
import type { EventViewFragment } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { useTask } from '../interface/task.ts';
import { momentText } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';
import { checkFailureText } from './check-failure.ts';
import { useSealKey } from './use-seal-key.ts';
import { checkProof } from './verification.ts';

type Found = 'open' | { readonly windowStart: string; readonly windowEnd: string };

/** Fetches the proof of an event, and checks it here against what is shown. */
export function EventProof({ event }: { event: EventViewFragment }) {
  const { client } = useConsole();
  const sealKey = useSealKey();
  const [found, setFound] = useState<Found | null>(null);
  const task = useTask(async () => {
    setFound(null);
    const { auditProof } = await ask(client, ProofDocument, { id: event.id });
    setFound(auditProof === null ? 'open' : await checkProof(auditProof, event, await sealKey()));
  });
  return (
    <div className="event-proof">
      <Button onClick={task.start} isBusy={task.isBusy}>
        Verify this event
      </Button>
      <FailureNotice failure={task.failure} textOf={checkFailureText} />
      {found === 'open' && (
        <Notice tone="info">
          Not sealed yet. Windows of the trail are sealed some minutes after they end.
        </Notice>
      )}
      {found !== null && found !== 'open' && (
        <Notice tone="success">
          This is the event that was sealed, in the window from {momentText(found.windowStart)} to{' '}
          {momentText(found.windowEnd)}.
        </Notice>
      )}
    </div>
  );
}
