import { useState } from 'react';

import { change } from '../api/client.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { RotateDocument } from '../generated/operations.ts';
import type { RotateMutation } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Code, Details } from '../interface/details.tsx';
import { Notice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { Question } from '../interface/question.tsx';
import { useTask } from '../interface/task.ts';
import { Time } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';

type Rotation = RotateMutation['rotateKeys'];

interface AskProps {
  readonly onDone: (rotation: Rotation) => void;
  readonly onClose: () => void;
}

function AskToRotate({ onDone, onClose }: AskProps) {
  const { client, actor } = useConsole();
  const key = useIdempotencyKey();
  const task = useTask(async () => {
    const input = { idempotencyKey: key.current() };
    onDone((await change(client, RotateDocument, { input })).rotateKeys);
  });
  return (
    <Question
      title="Rotate the branch key?"
      effect={`New records of ${actor.tenant} are encrypted under a new version. Older records stay readable, and no token changes.`}
      button="Rotate"
      task={task}
      onClose={onClose}
    />
  );
}

/** Makes a new version of the tenant's branch key. */
export function RotationCard() {
  const [rotation, setRotation] = useState<Rotation | null>(null);
  const [isAsking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  const done = (made: Rotation) => {
    setRotation(made);
    close();
  };
  return (
    <Card title="Rotation" note="PCI DSS 4.0.1, 3.7.4: at the end of the cryptoperiod">
      <div className="form">
        <p>A rotation gives new records a new key. A rewrap then moves the older ones to it.</p>
        {rotation !== null && (
          <Notice tone="success" title="The branch key is rotated.">
            <Details
              details={[
                ['Version', <Code>{rotation.keyVersion}</Code>],
                ['Made', <Time instant={rotation.rotatedAt} />],
                ['Used by all from', <Time instant={rotation.usedByAllFrom} />],
              ]}
            />
          </Notice>
        )}
        <Button
          onClick={() => {
            setAsking(true);
          }}
        >
          Rotate the key
        </Button>
      </div>
      {isAsking && <AskToRotate onDone={done} onClose={close} />}
    </Card>
  );
}
