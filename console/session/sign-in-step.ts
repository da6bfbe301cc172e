/* eslint-disable @typescript-eslint/no-deprecated --
 * The library is in maintenance; it is the one that does SRP without bringing a framework along. */
import type { IAuthenticationCallback } from 'amazon-cognito-identity-js';

/** What Cognito asks for next. */
export type SignInStep =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'new-password' }
  | { readonly kind: 'code' }
  | { readonly kind: 'second-factor-setup' }
  | { readonly kind: 'password-reset' };

/** The library's own type of a failure: an error with Cognito's name of it. */
interface CognitoFailure {
  readonly code?: unknown;
}

function isResetRequired(error: unknown): boolean {
  return (error as CognitoFailure | null)?.code === 'PasswordResetRequiredException';
}

/** Turns the library's callbacks into the step that follows. */
export function stepOf(run: (callbacks: IAuthenticationCallback) => void): Promise<SignInStep> {
  return new Promise((resolve, reject) => {
    const to = (kind: SignInStep['kind']) => () => {
      resolve({ kind });
    };
    run({
      onSuccess: to('signed-in'),
      onFailure: (error: unknown) => {
        if (isResetRequired(error)) resolve({ kind: 'password-reset' });
        else reject(error instanceof Error ? error : new Error('The sign-in failed.'));
      },
      newPasswordRequired: to('new-password'),
      totpRequired: to('code'),
      mfaSetup: to('second-factor-setup'),
    });
  });
}

/** Turns a function of the library that takes a Node callback into a promise. */
export function called<T>(
  run: (callback: (error?: Error | null, result?: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    run((error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}
