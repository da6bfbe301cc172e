import { useState } from 'react';

import { purposesOf } from '../access.ts';
import { change } from '../api/client.ts';
import { failureText } from '../api/failure.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { AskApprovalDocument } from '../generated/operations.ts';
import type { ApprovalInput, Purpose } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { Field, SelectField, TextField } from '../interface/field.tsx';
import { FailureNotice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import { PURPOSE_WORDS } from '../interface/words.ts';
import { useConsole } from '../session/console-context.ts';
import { textIn } from '../sign-in/form-text.ts';

const KINDS = [
  ['tokens', 'These tokens'],
  ['count', 'Any tokens, by number'],
] as const;

type Kind = (typeof KINDS)[number][0];

/** What is asked for, as the API takes it: tokens, or how many. */
function requestIn(form: FormData, kind: Kind, idempotencyKey: string): ApprovalInput {
  const tokens = textIn(form, 'tokens').split(/[\s,;]+/);
  return {
    ...(kind === 'tokens'
      ? { tokens: tokens.filter((token) => token !== '') }
      : { count: Number(textIn(form, 'count')) }),
    purpose: textIn(form, 'purpose') as Purpose,
    ticket: textIn(form, 'ticket').trim(),
    // The vault takes one line.
    reason: textIn(form, 'reason').trim().replaceAll(/\s+/g, ' '),
    minutes: Number(textIn(form, 'minutes')),
    idempotencyKey,
  };
}

/** What is wanted: named tokens, or a number of any. */
function Wanted({ kind }: { kind: Kind }) {
  if (kind === 'count') {
    return (
      <TextField label="Plaintexts" name="count" type="number" min={1} max={10_000} required />
    );
  }
  return (
    <Field label="Tokens" hint="1 to 50, one a line.">
      {(control) => (
        <textarea
          {...control}
          name="tokens"
          className="control mono"
          rows={3}
          autoComplete="off"
          spellCheck={false}
          required
        />
      )}
    </Field>
  );
}

function Reason() {
  return (
    <Field label="Reason" hint="For the approver. Never write a value here.">
      {(control) => (
        <textarea
          {...control}
          name="reason"
          className="control"
          rows={2}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          required
        />
      )}
    </Field>
  );
}

function Why() {
  const { actor } = useConsole();
  const purposes = purposesOf(actor).map((one) => [one, PURPOSE_WORDS[one]] as const);
  return (
    <>
      <div className="form-row">
        <SelectField label="Purpose" name="purpose" choices={purposes} />
        <TextField
          label="Ticket"
          name="ticket"
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <TextField
          label="Minutes"
          name="minutes"
          type="number"
          min={1}
          max={480}
          defaultValue={30}
          required
        />
      </div>
      <Reason />
    </>
  );
}

/** Sends a request; a form that is sent twice is one. */
function useRequesting(kind: Kind, onClose: () => void) {
  const { client } = useConsole();
  const key = useIdempotencyKey();
  const task = useTask(async (form: FormData) => {
    await change(client, AskApprovalDocument, { input: requestIn(form, kind, key.current()) });
    onClose();
  });
  return { task, onEdit: key.renew };
}

/** Asks another person. */
export function RequestForm({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('tokens');
  const { task, onEdit } = useRequesting(kind, onClose);
  return (
    <Card title="New request">
      <form
        className="form"
        onChange={onEdit}
        onSubmit={(event) => {
          event.preventDefault();
          task.start(new FormData(event.currentTarget));
        }}
      >
        <SelectField
          label="For"
          value={kind}
          choices={KINDS}
          onChange={(event) => {
            setKind(event.target.value as Kind);
          }}
        />
        <Wanted kind={kind} />
        <Why />
        <FailureNotice failure={task.failure} textOf={failureText} />
        <div className="form-buttons">
          <Button type="submit" look="primary" isBusy={task.isBusy}>
            Ask for approval
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Card>
  );
}
