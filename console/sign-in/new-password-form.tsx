import { useTask } from '../interface/task.ts';
import { EntryForm } from './entry-form.tsx';
import type { StepProps } from './entry-form.tsx';
import { HiddenUsername, NewPasswordFields, readNewPassword } from './new-password-fields.tsx';

/** The first sign-in: the password that an administrator gave is replaced by one's own. */
export function NewPasswordForm({ authentication, onStep }: StepProps) {
  const task = useTask(async (form: FormData) => {
    await onStep(await authentication.answerNewPassword(readNewPassword(form)));
  });
  return (
    <EntryForm
      title="Choose a password"
      lead="The one you were given works once. Choose your own to go on."
      action="Set password"
      task={task}
    >
      <HiddenUsername username={authentication.username()} />
      <NewPasswordFields />
    </EntryForm>
  );
}
