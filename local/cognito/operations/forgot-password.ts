import { randomInt, timingSafeEqual } from 'node:crypto';

import { candidateFor, maskedAddress } from '../absent-user.ts';
import type { Candidate } from '../absent-user.ts';
import { ServiceError } from '../../protocol/aws-json.ts';
import { codeMismatch, invalidParameter, limitExceeded, notAuthorized } from '../errors.ts';
import { keyedHash } from '../keyed-hash.ts';
import { findClient } from '../lookup.ts';
import { requirePolicy, setPassword } from '../password.ts';
import { readText } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import { throttleKey } from '../sign-in.ts';
import type { ClientRecord, PoolRecord, UserRecord } from '../state.ts';

type Services = Pick<CognitoServices, 'store' | 'clock' | 'resetThrottle' | 'outbox'>;

const CODE_LIFE_MS = 60 * 60 * 1000;

/**
 * Sends a reset code to the outbox. Where the client hides who exists, the answer is the same for
 * a user that is absent or cannot reset a password.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
export const forgotPassword =
  (services: Services): Operation =>
  (input) => {
    const { pool, client } = findClient(services.store, input);
    const candidate = candidateFor(pool, readText(input, 'Username', 128));
    countAttempt(services, pool, candidate);
    const refusal = reasonNotToReset(candidate.user);
    if (refusal !== null && !client.hidesUserExistence) throw refusal;
    if (refusal === null && candidate.user !== null) sendCode(services, pool, candidate.user);
    else sendNothing(services);
    return {
      CodeDeliveryDetails: {
        AttributeName: 'email',
        DeliveryMedium: 'EMAIL',
        Destination: maskedAddress(pool, candidate),
      },
    };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html */
export const confirmForgotPassword =
  (services: Services): Operation =>
  (input) => {
    const { store, clock, outbox } = services;
    const { pool, client } = findClient(store, input);
    const candidate = candidateFor(pool, readText(input, 'Username', 128));
    const password = readText(input, 'Password', 1024);
    const code = readText(input, 'ConfirmationCode');
    requirePolicy(pool.passwordPolicy, password);
    if (services.resetThrottle.locked(throttleKey(pool, candidate.username))) throw limitExceeded();
    const user = requireResetCode(services, { pool, client, candidate, code });
    setPassword(outbox, { pool, user, password, status: 'CONFIRMED', now: clock() });
    store.save();
    services.resetThrottle.succeeded(throttleKey(pool, user.username));
    return {};
  };

/** A code goes to a verified e-mail address or nowhere. */
export function reasonNotToSend({ attributes, status }: UserRecord): ServiceError | null {
  if (status === 'FORCE_CHANGE_PASSWORD') {
    return notAuthorized('User password cannot be reset in the current state.');
  }
  if (attributes.email !== undefined && attributes.email_verified === 'true') return null;
  return invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );
}

/** Makes and sends a code; the one before is void. Only its HMAC is kept. */
export function sendCode(
  { store, clock, outbox }: Pick<Services, 'store' | 'clock' | 'outbox'>,
  pool: PoolRecord,
  user: UserRecord,
): void {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = clock().getTime() + CODE_LIFE_MS;
  user.resetCode = { hash: hashOf(pool, user, code).toString('base64'), expiresAt };
  store.save();
  outbox.send({
    userPoolId: pool.id,
    username: user.username,
    kind: 'reset-code',
    text: code,
    expiresAt: new Date(expiresAt).toISOString(),
  });
}

/** Writes as much as a code would: how long the answer takes must not tell who exists either. */
function sendNothing({ store, outbox }: Services): void {
  store.save();
  outbox.sweep();
}

/** Each request and each wrong code counts: a code has a million values and lives an hour. */
function countAttempt(
  { resetThrottle }: Services,
  pool: PoolRecord,
  { username }: Candidate,
): void {
  const key = throttleKey(pool, username);
  if (resetThrottle.locked(key)) throw limitExceeded();
  resetThrottle.failed(key);
}

function reasonNotToReset(user: UserRecord | null): ServiceError | null {
  if (user === null) {
    return new ServiceError('UserNotFoundException', 'Username/client id combination not found.');
  }
  if (!user.enabled) return notAuthorized('User is disabled.');
  return reasonNotToSend(user);
}

/** One error for every reason, so that it does not tell whether a code was sent. */
function requireResetCode(
  { clock, resetThrottle }: Services,
  attempt: {
    readonly pool: PoolRecord;
    readonly client: ClientRecord;
    readonly candidate: Candidate;
    readonly code: string;
  },
): UserRecord {
  const { pool, client, candidate, code } = attempt;
  const { user } = candidate;
  const offered = hashOf(pool, candidate, code);
  const expected = Buffer.from(user?.resetCode?.hash ?? '', 'base64');
  const fits = expected.length === offered.length && timingSafeEqual(expected, offered);
  const isAlive = user?.enabled === true && (user.resetCode?.expiresAt ?? 0) > clock().getTime();
  if (user !== null && fits && isAlive) return user;
  resetThrottle.failed(throttleKey(pool, candidate.username));
  if (user === null && !client.hidesUserExistence) {
    throw new ServiceError('UserNotFoundException', 'Username/client id combination not found.');
  }
  throw codeMismatch();
}

function hashOf(pool: PoolRecord, { username }: { username: string }, code: string): Buffer {
  return keyedHash(pool, 'reset-code', username, code);
}
