import { useState } from 'react';

import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { FailureNotice, Notice } from '../interface/notice.tsx';
import { Card } from '../interface/page.tsx';
import { useTask } from '../interface/task.ts';
import { useConsole } from '../session/console-context.ts';
import { signInFailureText } from '../session/sign-in-failure.ts';
import { textIn } from '../sign-in/form-text.ts';
import {
  HiddenUsername,
  NewPasswordFields,
  readNewPassword,
} from '../sign-in/new-password-fields.tsx';

export function ChangePassword() {
  const { authentication, actor } = useConsole();
  const [isDone, setDone] = useState(false);
  const task = useTask(async (form: HTMLFormElement) => {
    setDone(false);
    const fields = new FormData(form);
    await authentication.changePassword(textIn(fields, 'password'), readNewPassword(fields));
    form.reset();
    setDone(true);
  });
  return (
    <Card title="Password">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          task.start(event.currentTarget);
        }}
      >
        <FailureNotice failure={task.failure} textOf={signInFailureText} />
        {isDone && <Notice tone="success">Your password is changed.</Notice>}
        <HiddenUsername username={actor.username} />
        <TextField
          label="Current password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <NewPasswordFields />
        <Button type="submit" look="primary" isBusy={task.isBusy}>
          Change password
        </Button>
      </form>
    </Card>
  );
}
