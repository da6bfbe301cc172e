import { useState } from 'react';

import { change } from '../api/client.ts';
import { failureText } from '../api/failure.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { useRead } from '../api/use-read.ts';
import { KeyVersionsDocument, StartRewrapDocument } from '../generated/operations.ts';
import type { JobViewFragment } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Code, Details } from '../interface/details.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card, EmptyState, Loading } from '../interface/page.tsx';
import { Question } from '../interface/question.tsx';
import { useTask } from '../interface/task.ts';
import { Time } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';
import { Census } from './census.tsx';

interface AskProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function AskToRewrap({ onDone, onClose }: AskProps) {
  const { client, actor } = useConsole();
  const key = useIdempotencyKey();
  const task = useTask(async () => {
    await change(client, StartRewrapDocument, { input: { idempotencyKey: key.current() } });
    onDone();
  });
  return (
    <Question
      title="Start a rewrap?"
      effect={`Every record of ${actor.tenant} is moved to the active version of its branch key, run by run. No token changes. One that is under way goes on.`}
      button="Start"
      task={task}
      onClose={onClose}
    />
  );
}

function Progress({ job }: { job: JobViewFragment }) {
  return (
    <div className="stack">
      {job.failed > 0 && (
        <Notice tone="warning">
          Records that are damaged or do not open were left as they were. Each is in the audit
          trail.
        </Notice>
      )}
      <Details
        details={[
          ['To version', <Code>{job.keyVersion}</Code>],
          ['Started', <Time instant={job.startedAt} />],
          ['Begins', job.state === 'WAITING' ? <Time instant={job.notBefore} /> : null],
          ['Done', job.endedAt === null ? null : <Time instant={job.endedAt} />],
          ['Moved', job.rewrapped],
          ['Needed no moving', job.alreadyCurrent],
          ['Left as they were', job.failed],
        ]}
      />
      <Census job={job} />
    </div>
  );
}

/** How far the last rewrap is. Reading it is recorded, so it is read when asked for. */
export function RewrapCard() {
  const [isAsking, setAsking] = useState(false);
  const { data, failure, isLoading, reload } = useRead(KeyVersionsDocument, {});
  const close = () => {
    setAsking(false);
  };
  const done = () => {
    close();
    reload();
  };
  const job = data?.rewrapStatus ?? null;
  return (
    <Card title="Rewrap" note="The last one">
      <FailureNotice failure={failure} textOf={failureText} />
      {data === null && failure === null && <Loading what="the last rewrap" />}
      {data !== null && job === null && (
        <EmptyState title="No rewrap has run">
          After a rotation, a rewrap moves records to the new version and counts them.
        </EmptyState>
      )}
      {job !== null && <Progress job={job} />}
      <div className="form-buttons card-foot">
        <Button
          onClick={() => {
            setAsking(true);
          }}
        >
          Start a rewrap
        </Button>
        <Button onClick={reload} isBusy={isLoading}>
          Refresh
        </Button>
      </div>
      {isAsking && <AskToRewrap onDone={done} onClose={close} />}
    </Card>
  );
}
