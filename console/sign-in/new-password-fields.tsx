import { TextField } from '../interface/field.tsx';
import { RepetitionDiffers } from '../session/sign-in-failure.ts';
import { textIn } from './form-text.ts';

/** Whose password a form is about, for managers of passwords; before any password in it. */
export function HiddenUsername({ username }: { username: string }) {
  return <input type="text" autoComplete="username" value={username} readOnly hidden />;
}

/** A new password, twice. */
export function NewPasswordFields() {
  return (
    <>
      <TextField
        label="New password"
        name="new-password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        hint="At least 12 characters, with capital and small letters, digits and symbols."
        required
      />
      <TextField
        label="New password again"
        name="repetition"
        type="password"
        autoComplete="new-password"
        required
      />
    </>
  );
}

/** @throws RepetitionDiffers when the two are not the same */
export function readNewPassword(form: FormData): string {
  const password = textIn(form, 'new-password');
  if (password !== textIn(form, 'repetition')) throw new RepetitionDiffers();
  return password;
}
