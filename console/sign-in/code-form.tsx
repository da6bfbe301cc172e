import { Button } from '../interface/button.tsx';
import { TextField } from '../interface/field.tsx';
import { useTask } from '../interface/task.ts';
import { EntryForm } from './entry-form.tsx';
import type { StepProps } from './entry-form.tsx';
import { textIn } from './form-text.ts';

/** A code as people type and paste it. */
export function codeIn(form: FormData): string {
  return textIn(form, 'code').replaceAll(/\s/g, '');
}

export function CodeField({ label = 'Code' }: { label?: string }) {
  return (
    <TextField
      label={label}
      name="code"
      className="code-entry"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="\s*([0-9]\s*){6}"
      title="Six digits"
      required
    />
  );
}

/** The code of an authenticator app (TOTP, RFC 6238). */
export function CodeForm({ authentication, onStep, onBack }: StepProps & { onBack: () => void }) {
  const task = useTask(async (form: FormData) => {
    await onStep(await authentication.answerCode(codeIn(form)));
  });
  const back = (
    <Button look="bare" onClick={onBack}>
      Back to the password
    </Button>
  );
  return (
    <EntryForm
      title="Enter your code"
      lead="Open your authenticator app and enter the six digits that it shows for this gateway."
      action="Go on"
      task={task}
      below={back}
    >
      <CodeField />
    </EntryForm>
  );
}
