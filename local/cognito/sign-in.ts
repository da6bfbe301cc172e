import { missingAttributes, readableAttributes } from './attributes.ts';
import type { Candidate } from './absent-user.ts';
import type { ChallengeSession, Stage } from './challenges.ts';
import { noSuchUser, notAuthorized } from './errors.ts';
import { signTokens } from './json-web-tokens.ts';
import type { AuthenticationResult } from './json-web-tokens.ts';
import { requiredSecondFactor } from './second-factor.ts';
import { startSession } from './refresh-session.ts';
import type { CognitoServices } from './services.ts';
import { ServiceError } from '../protocol/aws-json.ts';
import type { ClientRecord, PoolRecord, UserRecord } from './state.ts';

/** What InitiateAuth and RespondToAuthChallenge answer. */
export type SignInReply =
  | {
      readonly ChallengeName: Stage;
      readonly Session?: string;
      readonly ChallengeParameters: Readonly<Record<string, string>>;
    }
  | {
      readonly AuthenticationResult: AuthenticationResult;
      readonly ChallengeParameters: Readonly<Record<string, never>>;
    };

/** A user whose password is proved. */
export interface Proved {
  readonly pool: PoolRecord;
  readonly client: ClientRecord;
  readonly user: UserRecord;
}

type SignInServices = Pick<CognitoServices, 'store' | 'clock' | 'challenges' | 'signInThrottle'>;

export function throttleKey(pool: PoolRecord, username: string): string {
  return `${pool.id}/${username}`;
}

/** @throws NotAuthorizedException while the user, or the absent one of that name, is locked out. */
export function refuseWhileLocked(
  { signInThrottle }: Pick<CognitoServices, 'signInThrottle'>,
  pool: PoolRecord,
  username: string,
): void {
  if (signInThrottle.locked(throttleKey(pool, username))) {
    throw notAuthorized('Password attempts exceeded');
  }
}

/**
 * Counts a password that was judged.
 *
 * @throws NotAuthorizedException, the same for a wrong password and, where the client hides who
 * exists, for an absent user.
 */
export function requireProof(
  { signInThrottle }: Pick<CognitoServices, 'signInThrottle'>,
  { pool, client }: Pick<Proved, 'pool' | 'client'>,
  candidate: Candidate,
  isProved: boolean,
): UserRecord {
  if (isProved && candidate.user !== null) return candidate.user;
  signInThrottle.failed(throttleKey(pool, candidate.username));
  if (candidate.user === null && !client.hidesUserExistence) throw noSuchUser();
  throw notAuthorized();
}

/** The step behind the password. What is wrong with the account is told only from here on. */
export function afterPassword(services: SignInServices, proved: Proved): Promise<SignInReply> {
  const { user } = proved;
  requireUsable(user, services.clock());
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return Promise.resolve(askForNewPassword(services, proved));
  }
  return afterNewPassword(services, proved);
}

/** The step behind the password that stays: a second factor where one is set up or demanded. */
export function afterNewPassword(services: SignInServices, proved: Proved): Promise<SignInReply> {
  const stage = requiredSecondFactor(proved.pool, proved.user);
  if (stage === null) return completeSignIn(services, proved);
  const parameters =
    stage === 'MFA_SETUP'
      ? { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }
      : { FRIENDLY_DEVICE_NAME: 'authenticator' };
  return Promise.resolve(challenge(services, proved, stage, parameters));
}

/** The last step: the sign-in is on disk before its JWTs are signed. */
export async function completeSignIn(
  { store, clock, signInThrottle }: SignInServices,
  proved: Proved,
): Promise<SignInReply> {
  const { pool, client, user } = proved;
  const { session, refreshToken } = startSession(pool, client, user, clock());
  store.save();
  signInThrottle.succeeded(throttleKey(pool, user.username));
  const tokens = await signTokens({ ...proved, session }, clock());
  return {
    AuthenticationResult: { ...tokens, RefreshToken: refreshToken },
    ChallengeParameters: {},
  };
}

/** @throws NotAuthorizedException or PasswordResetRequiredException */
export function requireUsable(user: UserRecord, now: Date): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError(
      'PasswordResetRequiredException',
      'Password reset required for the user',
    );
  }
  const expiresAt = user.temporaryPasswordExpiresAt;
  if (expiresAt !== null && expiresAt <= now.getTime()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

function askForNewPassword(services: SignInServices, proved: Proved): SignInReply {
  const { pool, client, user } = proved;
  const attributes = readableAttributes(client, user).filter(([name]) => name !== 'sub');
  return challenge(services, proved, 'NEW_PASSWORD_REQUIRED', {
    requiredAttributes: JSON.stringify(
      missingAttributes(pool, user).map((name) => `userAttributes.${name}`),
    ),
    userAttributes: JSON.stringify(Object.fromEntries(attributes)),
  });
}

function challenge(
  { challenges }: SignInServices,
  { pool, client, user }: Proved,
  stage: Stage,
  parameters: Readonly<Record<string, string>>,
): SignInReply {
  const session: ChallengeSession = {
    stage,
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    provedSalt: user.credential.salt,
  };
  return {
    ChallengeName: stage,
    Session: challenges.open(session, client.authSessionMinutes),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...parameters },
  };
}
