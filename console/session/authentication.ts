/* eslint-disable @typescript-eslint/no-deprecated --
 * The library is in maintenance; it is the one that does SRP without bringing a framework along. */
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';

import type { ConsoleConfiguration } from '../configuration.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { tellRefusalsAtOnce } from './refusals-at-once.ts';
import { createSessionTokens } from './session-tokens.ts';
import { called, stepOf } from './sign-in-step.ts';
import type { SignInStep } from './sign-in-step.ts';

/** A sign-in with Cognito by SRP: the password itself is never sent, and nothing is stored. */
export interface Authentication {
  signIn(username: string, password: string): Promise<SignInStep>;
  answerNewPassword(password: string): Promise<SignInStep>;
  answerCode(code: string): Promise<SignInStep>;
  /** Answers the secret for an authenticator app, in base32. */
  beginSecondFactor(): Promise<string>;
  /** Within a sign-in that demands a second factor. */
  completeSignIn(code: string): Promise<SignInStep>;
  /** Of a user who is signed in: from the next sign-in on, a code is asked for. */
  enableSecondFactor(code: string): Promise<void>;
  hasSecondFactor(): Promise<boolean>;
  changePassword(before: string, after: string): Promise<void>;
  sendResetCode(username: string): Promise<void>;
  resetPassword(username: string, code: string, password: string): Promise<void>;
  username(): string;
  /** A valid ID token, refreshed where it is about to expire. @throws Error when there is none */
  idToken(): Promise<string>;
  /** Revokes the refresh token and forgets everything. */
  signOut(): Promise<void>;
}

const AUTHENTICATOR_NAME = 'Tokenization gateway';

interface Current {
  user: CognitoUser | null;
}

function userIn({ user }: Current): CognitoUser {
  if (user === null) throw new Error('Nobody is signing in.');
  return user;
}

export function createAuthentication(configuration: ConsoleConfiguration): Authentication {
  const { userPoolId, clientId, cognitoEndpoint } = configuration;
  const storage = createMemoryStorage();
  const pool = new CognitoUserPool({
    UserPoolId: userPoolId,
    ClientId: clientId,
    Storage: storage,
    ...(cognitoEndpoint === undefined ? {} : { endpoint: cognitoEndpoint }),
  });
  tellRefusalsAtOnce(pool);
  const current: Current = { user: null };
  const named = (Username: string) => new CognitoUser({ Username, Pool: pool, Storage: storage });
  return {
    ...signingIn(current, named),
    ...secondFactor(current),
    ...passwords(current, named),
    username: () => userIn(current).getUsername(),
    idToken: createSessionTokens(() => userIn(current)),
    signOut: async () => {
      const { user } = current;
      current.user = null;
      if (user !== null) {
        await new Promise<void>((resolve) => {
          user.signOut(resolve);
        });
      }
      storage.clear();
    },
  };
}

function signingIn(current: Current, named: (username: string) => CognitoUser) {
  return {
    signIn: (username: string, password: string) => {
      current.user = named(username);
      const details = new AuthenticationDetails({ Username: username, Password: password });
      return stepOf((callbacks) => {
        userIn(current).authenticateUser(details, callbacks);
      });
    },
    answerNewPassword: (password: string) =>
      stepOf((callbacks) => {
        userIn(current).completeNewPasswordChallenge(password, {}, callbacks);
      }),
    answerCode: (code: string) =>
      stepOf((callbacks) => {
        userIn(current).sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA');
      }),
  };
}

function secondFactor(current: Current) {
  const verify = (code: string) =>
    stepOf((callbacks) => {
      userIn(current).verifySoftwareToken(code, AUTHENTICATOR_NAME, callbacks);
    });
  return {
    beginSecondFactor: () =>
      new Promise<string>((resolve, reject) => {
        userIn(current).associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
      }),
    completeSignIn: verify,
    enableSecondFactor: async (code: string) => {
      await verify(code);
      await called((done) => {
        userIn(current).setUserMfaPreference(null, { PreferredMfa: true, Enabled: true }, done);
      });
    },
    hasSecondFactor: async () => {
      const data = await called<{ UserMFASettingList?: readonly string[] }>((done) => {
        userIn(current).getUserData(done, { bypassCache: true });
      });
      return data?.UserMFASettingList?.includes('SOFTWARE_TOKEN_MFA') === true;
    },
  };
}

function passwords(current: Current, named: (username: string) => CognitoUser) {
  return {
    changePassword: async (before: string, after: string) => {
      await called((done) => {
        userIn(current).changePassword(before, after, done);
      });
    },
    sendResetCode: (username: string) =>
      new Promise<void>((resolve, reject) => {
        named(username).forgotPassword({
          onSuccess: () => {
            resolve();
          },
          onFailure: reject,
        });
      }),
    resetPassword: (username: string, code: string, password: string) =>
      new Promise<void>((resolve, reject) => {
        named(username).confirmPassword(code, password, {
          onSuccess: () => {
            resolve();
          },
          onFailure: reject,
        });
      }),
  };
}
