import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';

import { notAuthorized } from './errors.ts';
import { USER_SCOPE, issuerOf } from './json-web-tokens.ts';
import type { SignedIn } from './json-web-tokens.ts';
import { userBySub } from './lookup.ts';
import { readText } from './request.ts';
import type { Input } from './request.ts';
import type { CognitoServices } from './services.ts';
import { SIGNING_ALGORITHM, publicKeyOf } from './signing-key.ts';
import type { PoolRecord, PoolStore } from './state.ts';

const MAX_LENGTH = 8192;

/**
 * Whom the parameter `AccessToken` stands for: signature, life, use and scope are checked, that the
 * sign-in it came of was not revoked, and that the user is still there and enabled.
 *
 * @throws NotAuthorizedException
 */
export async function authorize(
  { store, clock }: Pick<CognitoServices, 'store' | 'clock'>,
  input: Input,
): Promise<SignedIn> {
  const accessToken = readText(input, 'AccessToken', MAX_LENGTH);
  const pool = poolOf(store, accessToken);
  const claims = await verify(pool, accessToken, clock());
  const session = pool.sessions.find(({ originJti }) => originJti === claims.origin_jti);
  if (session === undefined) throw notAuthorized('Access Token has been revoked');
  const user = userBySub(pool, session.sub);
  const client = pool.clients.find(({ id }) => id === session.clientId);
  if (user === undefined || client === undefined) throw invalid();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { pool, client, user, session };
}

/** By the key that claims to have signed; whether it did is verified next. */
function poolOf(store: PoolStore, accessToken: string): PoolRecord {
  const kid = keyIdOf(accessToken);
  const pool = store.pools.find(({ signingKey }) => signingKey.kid === kid);
  if (pool === undefined) throw invalid();
  return pool;
}

function keyIdOf(accessToken: string): string | undefined {
  try {
    return decodeProtectedHeader(accessToken).kid;
  } catch {
    throw invalid();
  }
}

async function verify(pool: PoolRecord, accessToken: string, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(accessToken, publicKeyOf(pool.signingKey), {
      algorithms: [SIGNING_ALGORITHM],
      issuer: issuerOf(pool),
      currentDate: now,
    });
    if (payload.token_use !== 'access' || payload.scope !== USER_SCOPE) throw invalid();
    return payload;
  } catch (error) {
    throw error instanceof errors.JWTExpired
      ? notAuthorized('Access Token has expired')
      : invalid();
  }
}

function invalid() {
  return notAuthorized('Invalid Access Token');
}
