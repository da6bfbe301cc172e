import { randomBytes, randomUUID } from 'node:crypto';

import { notAuthorized } from './errors.ts';
import { keyedHash } from './keyed-hash.ts';
import type { ClientRecord, PoolRecord, RefreshSession, UserRecord } from './state.ts';

/** Per user; beyond that the oldest sign-in is signed out. */
const MAX_SESSIONS_PER_USER = 100;

/**
 * Records a sign-in, in memory; the caller saves. Answers the refresh token, of which only an HMAC
 * is kept. Sessions that are over are dropped on the way.
 */
export function startSession(
  pool: PoolRecord,
  client: ClientRecord,
  user: UserRecord,
  now: Date,
): { readonly session: RefreshSession; readonly refreshToken: string } {
  const refreshToken = randomBytes(64).toString('base64url');
  const expiresAt = now.getTime() + client.refreshTokenSeconds * 1000;
  const session: RefreshSession = {
    originJti: randomUUID(),
    hash: hashOf(pool, refreshToken),
    sub: user.sub,
    clientId: client.id,
    authTime: now.getTime(),
    expiresAt,
    forgetAt: expiresAt + client.accessTokenSeconds * 1000,
  };
  pruneSessions(pool, now);
  const own = pool.sessions.filter(({ sub }) => sub === user.sub);
  const surplus = new Set(own.slice(0, Math.max(0, own.length + 1 - MAX_SESSIONS_PER_USER)));
  pool.sessions = [...pool.sessions.filter((kept) => !surplus.has(kept)), session];
  return { session, refreshToken };
}

/** The session of a refresh token. @throws NotAuthorizedException */
export function sessionOfRefreshToken(
  pool: PoolRecord,
  client: ClientRecord,
  refreshToken: string,
  now: Date,
): RefreshSession {
  const session = findSession(pool, refreshToken);
  if (session?.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (session.expiresAt <= now.getTime()) throw notAuthorized('Refresh Token has expired');
  return session;
}

export function findSession(pool: PoolRecord, refreshToken: string): RefreshSession | undefined {
  const hash = hashOf(pool, refreshToken);
  return pool.sessions.find((session) => session.hash === hash);
}

/** Ends one sign-in: its refresh token and every access token that came of it. */
export function endSession(pool: PoolRecord, ended: RefreshSession): void {
  pool.sessions = pool.sessions.filter((session) => session !== ended);
}

/** Signs a user out everywhere. */
export function endSessionsOf(pool: PoolRecord, user: UserRecord): void {
  pool.sessions = pool.sessions.filter(({ sub }) => sub !== user.sub);
}

/** Drops sessions of which no access token can be alive. */
export function pruneSessions(pool: PoolRecord, now: Date): void {
  pool.sessions = pool.sessions.filter(({ forgetAt }) => forgetAt > now.getTime());
}

function hashOf(pool: PoolRecord, refreshToken: string): string {
  return keyedHash(pool, 'refresh-token', refreshToken).toString('base64');
}
