import { RequestFailure } from '../api/failure.ts';
import { signInFailureText } from '../session/sign-in-failure.ts';

/** What went wrong on the way in, whether Cognito or the gateway said so. */
export function entryFailureText(failure: unknown): string {
  return failure instanceof RequestFailure ? failure.message : signInFailureText(failure);
}
