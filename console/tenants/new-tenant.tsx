import { useState } from 'react';

import { change } from '../api/client.ts';
import { failureText } from '../api/failure.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import { MakeTenantDocument } from '../generated/operations.ts';
import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import { useConsole } from '../session/console-context.ts';
import { textIn } from '../sign-in/form-text.ts';

function useMaking(onChange: () => void) {
  const { client } = useConsole();
  const [made, setMade] = useState<string | null>(null);
  const key = useIdempotencyKey();
  const task = useTask(async (form: HTMLFormElement) => {
    setMade(null);
    const tenant = textIn(new FormData(form), 'tenant').trim();
    const input = { tenant, idempotencyKey: key.current() };
    const { createTenant } = await change(client, MakeTenantDocument, { input });
    key.renew();
    form.reset();
    setMade(createTenant.name);
    onChange();
  });
  return { task, made, onEdit: key.renew };
}

/** Makes the keys of a tenant, without which its people may do nothing. */
export function NewTenant({ onChange }: { onChange: () => void }) {
  const { task, made, onEdit } = useMaking(onChange);
  return (
    <Card title="New tenant">
      <form
        className="form"
        onChange={onEdit}
        onSubmit={(event) => {
          event.preventDefault();
          task.start(event.currentTarget);
        }}
      >
        <TextField
          label="Name"
          name="tenant"
          className="mono"
          hint="2 to 63 small letters, digits and dashes, starting with a letter. It cannot be changed."
          pattern="[a-z][a-z0-9\-]{1,62}"
          maxLength={63}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <FailureNotice failure={task.failure} textOf={failureText} />
        {made !== null && <Notice tone="success">{made} has its keys.</Notice>}
        <Button type="submit" look="primary" isBusy={task.isBusy}>
          Create tenant
        </Button>
      </form>
    </Card>
  );
}
