/* eslint-disable @typescript-eslint/no-deprecated --
 * The library is deprecated in favour of a framework; it is what signs in by SRP and nothing else. */
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import type { CognitoUserSession } from 'amazon-cognito-identity-js';

import type { IdTokenSupplier } from '../../../client/auth.ts';
import type { UserPool } from '../identity.ts';

/** Keeps the session in memory: a page that is closed leaves nothing behind. */
function createMemory() {
  const items = new Map<string, string>();
  return {
    setItem: (name: string, value: string) => void items.set(name, value),
    getItem: (name: string) => items.get(name) ?? null,
    removeItem: (name: string) => void items.delete(name),
    clear: () => {
      items.clear();
    },
  };
}

/**
 * Signs in by SRP (the password never leaves the page) and answers what supplies ID tokens from then
 * on.
 *
 * @throws Error without detail where Cognito refuses, or asks for more than a password.
 */
export function signIn(
  { endpoint, userPoolId: UserPoolId, clientId: ClientId }: UserPool,
  Username: string,
  Password: string,
): Promise<IdTokenSupplier> {
  const Storage = createMemory();
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint, Storage });
  const user = new CognitoUser({ Username, Pool, Storage });
  return new Promise((resolve, reject) => {
    const fail = () => {
      reject(new Error('Sign-in failed.'));
    };
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
      onSuccess: () => {
        resolve(({ renew }) => idTokenOf(user, renew));
      },
      onFailure: fail,
      newPasswordRequired: fail,
      totpRequired: fail,
    });
  });
}

function idTokenOf(user: CognitoUser, renew: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      reject(new Error('The session has ended.'));
    };
    user.getSession((_error: Error | null, session: CognitoUserSession | null) => {
      if (session === null) fail();
      else if (!renew) resolve(session.getIdToken().getJwtToken());
      else {
        user.refreshSession(
          session.getRefreshToken(),
          (failed: unknown, fresh: CognitoUserSession) => {
            if (failed === null) resolve(fresh.getIdToken().getJwtToken());
            else fail();
          },
        );
      }
    });
  });
}
