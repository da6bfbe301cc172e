/** What people are told, by Cognito's name of the failure. Nothing received is ever in a text. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['NotAuthorizedException', 'The user name or password is not right.'],
  ['UserNotFoundException', 'The user name or password is not right.'],
  ['CodeMismatchException', 'This code is not right. Codes of an app change every 30 seconds.'],
  ['EnableSoftwareTokenMFAException', 'This code is not right. Wait for the next one and try it.'],
  ['ExpiredCodeException', 'This code is not right or too old. Ask for a new one.'],
  [
    'InvalidPasswordException',
    'This password is too weak: at least 12 characters, with capital and small letters, digits and symbols.',
  ],
  ['LimitExceededException', 'Too many attempts. Wait a while, then try again.'],
  ['TooManyRequestsException', 'Too many attempts. Wait a while, then try again.'],
  ['TooManyFailedAttemptsException', 'Too many attempts. Wait a while, then try again.'],
  ['RepetitionDiffers', 'The two new passwords are not the same.'],
  ['InvalidParameterException', 'Some of this cannot be right. Check what you entered.'],
  ['NetworkError', 'The sign-in service cannot be reached. Check your connection.'],
]);

const OTHERWISE = 'This did not work. Try again, or sign in anew.';

/** A new password and its repetition are not the same. */
export class RepetitionDiffers extends Error {
  override readonly name = 'RepetitionDiffers';
  readonly code = 'RepetitionDiffers';
}

/** The sentence for a failure of the sign-in service. */
export function signInFailureText(failure: unknown): string {
  const { code } = (failure ?? {}) as { readonly code?: unknown };
  return TEXTS.get(typeof code === 'string' ? code : '') ?? OTHERWISE;
}
