/* eslint-disable @typescript-eslint/no-deprecated --
 * The library is deprecated, but pages that use it are there, and they must sign in unchanged. */
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import type {
  ChallengeName,
  CognitoUserSession,
  ICognitoStorage,
} from 'amazon-cognito-identity-js';

import type { UserPoolFixture } from './user-pool-fixture.ts';

/** How a sign-in with amazon-cognito-identity-js went on. */
export type Outcome =
  | { readonly kind: 'success'; readonly session: CognitoUserSession }
  | { readonly kind: 'new-password'; readonly attributes: Record<string, string> }
  | { readonly kind: 'totp' }
  | { readonly kind: 'mfa-setup' };

/** A user as a page has one: storage of its own, no credentials. */
export function browserUser(fixture: UserPoolFixture, Username: string): CognitoUser {
  const { userPoolId: UserPoolId, clientId: ClientId } = fixture;
  const Storage = createStorage();
  const endpoint = fixture.endpoint();
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint, Storage });
  return new CognitoUser({ Username, Pool, Storage });
}

/** Signs in by SRP, the library's default; its arithmetic takes a second. */
export function authenticate(user: CognitoUser, Password: string): Promise<Outcome> {
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password });
  return outcome((callbacks) => {
    user.authenticateUser(details, callbacks);
  });
}

export function answerNewPassword(user: CognitoUser, password: string): Promise<Outcome> {
  return outcome((callbacks) => {
    user.completeNewPasswordChallenge(password, {}, callbacks);
  });
}

export function answerCode(user: CognitoUser, code: string): Promise<Outcome> {
  return outcome((callbacks) => {
    user.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA');
  });
}

/** Answers the secret for the authenticator app. */
export function associate(user: CognitoUser): Promise<string> {
  return new Promise((resolve, reject) => {
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });
}

export function verifyCode(user: CognitoUser, code: string): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    user.verifySoftwareToken(code, 'phone', { onSuccess: resolve, onFailure: reject });
  });
}

/** Turns a function of the library that takes a Node callback into a promise. */
export function called<T>(
  run: (callback: (error: Error | null | undefined, result?: T) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    run((error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

interface Callbacks {
  onSuccess(session: CognitoUserSession): void;
  onFailure(error: Error): void;
  newPasswordRequired(attributes: Record<string, string>): void;
  totpRequired(name: ChallengeName): void;
  mfaSetup(name: ChallengeName): void;
}

function outcome(run: (callbacks: Callbacks) => void): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    run({
      onSuccess: (session) => {
        resolve({ kind: 'success', session });
      },
      onFailure: reject,
      newPasswordRequired: (attributes) => {
        resolve({ kind: 'new-password', attributes });
      },
      totpRequired: () => {
        resolve({ kind: 'totp' });
      },
      mfaSetup: () => {
        resolve({ kind: 'mfa-setup' });
      },
    });
  });
}

function createStorage(): ICognitoStorage {
  const items = new Map<string, string>();
  return {
    setItem: (key, value) => {
      items.set(key, value);
    },
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => {
      items.delete(key);
    },
    clear: () => {
      items.clear();
    },
  };
}
