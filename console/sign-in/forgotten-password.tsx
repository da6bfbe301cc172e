import { useState } from 'react';

import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { useTask } from '../interface/task.ts';
import type { Authentication } from '../session/authentication.ts';
import { CodeField, codeIn } from './code-form.tsx';
import { EntryForm } from './entry-form.tsx';
import { textIn } from './form-text.ts';
import { HiddenUsername, NewPasswordFields, readNewPassword } from './new-password-fields.tsx';

export interface ForgottenPasswordProps {
  readonly authentication: Authentication;
  /** Whether an administrator demands the reset. */
  readonly isDemanded: boolean;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

interface ResetFormProps extends ForgottenPasswordProps {
  readonly username: string;
}

/** The same for a name that nobody has: the page does not tell whether a code was sent. */
function ResetForm({ username, authentication, onDone }: ResetFormProps) {
  const task = useTask(async (form: FormData) => {
    await authentication.resetPassword(username, codeIn(form), readNewPassword(form));
    onDone();
  });
  return (
    <EntryForm
      title="Choose a new password"
      lead="If there is such an account, a code is on its way to it. Enter it with a new password."
      action="Set password"
      task={task}
    >
      <HiddenUsername username={username} />
      <CodeField label="Code from the message" />
      <NewPasswordFields />
    </EntryForm>
  );
}

/** A password that was forgotten, or that an administrator reset, is replaced by means of a code. */
export function ForgottenPassword(props: ForgottenPasswordProps) {
  const { authentication, isDemanded, onBack } = props;
  const [username, setUsername] = useState<string | null>(null);
  const task = useTask(async (form: FormData) => {
    const name = textIn(form, 'username').trim();
    await authentication.sendResetCode(name);
    setUsername(name);
  });
  if (username !== null) return <ResetForm {...props} username={username} />;
  const lead = isDemanded
    ? 'An administrator asks you to choose a new password. A code is sent to you first.'
    : 'We send a code to the address of your account.';
  const back = (
    <Button look="bare" onClick={onBack}>
      Back to the sign-in
    </Button>
  );
  return (
    <EntryForm title="Reset your password" lead={lead} action="Send code" task={task} below={back}>
      <TextField
        label="User name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
    </EntryForm>
  );
}
