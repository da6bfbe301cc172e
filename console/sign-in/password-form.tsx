import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { useTask } from '../interface/task.ts';
import { EntryForm } from './entry-form.tsx';
import type { StepProps } from './entry-form.tsx';
import { textIn } from './form-text.ts';

export interface PasswordFormProps extends StepProps {
  readonly onForgotten: () => void;
}

/** User name and password. Only a proof of the password leaves the page (SRP, RFC 5054). */
export function PasswordForm({ authentication, onStep, onForgotten }: PasswordFormProps) {
  const task = useTask(async (form: FormData) => {
    const username = textIn(form, 'username').trim();
    await onStep(await authentication.signIn(username, textIn(form, 'password')));
  });
  const forgotten = (
    <Button look="bare" onClick={onForgotten}>
      Forgotten your password?
    </Button>
  );
  return (
    <EntryForm
      title="Sign in"
      lead="With your account of this gateway."
      action="Sign in"
      task={task}
      below={forgotten}
    >
      <TextField
        label="User name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
    </EntryForm>
  );
}
