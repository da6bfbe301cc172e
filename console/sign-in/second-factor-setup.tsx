import { useTask } from '../interface/task.ts';
import { CodeField, codeIn } from './code-form.tsx';
import { EntryForm } from './entry-form.tsx';
import type { StepProps } from './entry-form.tsx';
import { SecondFactorSecret } from './second-factor-secret.tsx';

/** Where the user pool demands a second factor, it is set up before the first sign-in is complete. */
export function SecondFactorSetup({ authentication, onStep }: StepProps) {
  const task = useTask(async (form: FormData) => {
    await onStep(await authentication.completeSignIn(codeIn(form)));
  });
  return (
    <EntryForm
      title="Set up a second factor"
      lead="This gateway asks for a code of an authenticator app with every sign-in."
      action="Confirm and go on"
      task={task}
    >
      <SecondFactorSecret authentication={authentication} />
      <CodeField label="Code that the app shows" />
    </EntryForm>
  );
}
