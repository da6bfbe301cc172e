import { useState } from 'react';

import { change } from '../api/client.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { EraseTenantDocument } from '../generated/operations.ts';
import type { EraseTenantMutation } from '../generated/operations.ts';
import { CopyButton } from '../interface/copy-button.tsx';
import { Code, Details } from '../interface/details.tsx';
import { TextField } from '../interface/field.tsx';
import { Card } from '../interface/page.tsx';
import { Question } from '../interface/question.tsx';
import { useTask } from '../interface/task.ts';
import { Time } from '../interface/time.tsx';
import { useConsole } from '../session/console-context.ts';

export type Receipt = EraseTenantMutation['eraseTenant'];

export interface AskToEraseProps {
  readonly tenant: string;
  readonly onDone: (receipt: Receipt) => void;
  readonly onClose: () => void;
}

/** Cannot be answered with yes before the tenant's name is typed. */
export function AskToErase({ tenant, onDone, onClose }: AskToEraseProps) {
  const { client } = useConsole();
  const [typed, setTyped] = useState('');
  const key = useIdempotencyKey();
  const isReady = typed === tenant;
  const task = useTask(async () => {
    if (!isReady) return;
    const input = { tenant, idempotencyKey: key.current() };
    onDone((await change(client, EraseTenantDocument, { input })).eraseTenant);
  });
  return (
    <Question
      title={`Erase ${tenant}?`}
      effect="Its people are refused at once, its keys are destroyed, and with them all its values, for good. The name is never free again. The audit trail stays."
      button="Erase for good"
      look="danger"
      task={task}
      onClose={onClose}
      isReady={isReady}
    >
      <TextField
        label={`Type ${tenant} to confirm`}
        className="mono"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
    </Question>
  );
}

/** What is left of a tenant: the signed statement that it is gone. It is shown anew when erased again. */
export function ReceiptCard({ receipt }: { receipt: Receipt }) {
  const { tenant, inaccessibleSince, irrecoverableFrom, statement, signature, keyId } = receipt;
  const text = JSON.stringify(
    { tenant, inaccessibleSince, irrecoverableFrom, statement, signature, keyId },
    null,
    2,
  );
  return (
    <Card title="Receipt" note="Keep it: npm run verify:receipt checks it offline">
      <Details
        details={[
          ['Tenant', tenant],
          ['Inaccessible since', <Time instant={inaccessibleSince} />],
          ['Irrecoverable from', <Time instant={irrecoverableFrom} />],
          ['Signed with', <Code>{keyId}</Code>],
          ['Signature', <Code>{signature}</Code>],
        ]}
      />
      <CopyButton text={text} what="receipt" />
    </Card>
  );
}
