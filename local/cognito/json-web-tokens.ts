import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';

import { isFlag, readableAttributes } from './attributes.ts';
import { SIGNING_ALGORITHM, privateKeyOf } from './signing-key.ts';
import type { ClientRecord, PoolRecord, RefreshSession, UserRecord } from './state.ts';

/** As Cognito answers a completed sign-in. `ExpiresIn` is the access token's life in seconds. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly ExpiresIn: number;
  readonly TokenType: 'Bearer';
  readonly RefreshToken?: string;
}

/** Who signed in, through which client, by which sign-in. */
export interface SignedIn {
  readonly pool: PoolRecord;
  readonly client: ClientRecord;
  readonly user: UserRecord;
  readonly session: RefreshSession;
}

export const USER_SCOPE = 'aws.cognito.signin.user.admin';

/** The `iss` of a pool's JWTs, of the form that verifiers of real pools expect. */
export function issuerOf(pool: Pick<PoolRecord, 'id'>): string {
  const region = pool.id.slice(0, pool.id.indexOf('_'));
  return `https://cognito-idp.${region}.amazonaws.com/${pool.id}`;
}

/**
 * A new ID token and a new access token.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export async function signTokens(signedIn: SignedIn, now: Date): Promise<AuthenticationResult> {
  const { client, pool } = signedIn;
  const iat = Math.floor(now.getTime() / 1000);
  const base = { ...commonClaims(signedIn), iat };
  const idClaims = { ...base, ...identityClaims(signedIn), exp: iat + client.idTokenSeconds };
  const accessClaims = {
    ...base,
    ...accessClaimsOf(signedIn),
    exp: iat + client.accessTokenSeconds,
  };
  return {
    AccessToken: await sign(pool, accessClaims),
    IdToken: await sign(pool, idClaims),
    ExpiresIn: client.accessTokenSeconds,
    TokenType: 'Bearer',
  };
}

function commonClaims({ pool, user, session }: SignedIn): Record<string, unknown> {
  return {
    sub: user.sub,
    iss: issuerOf(pool),
    origin_jti: session.originJti,
    event_id: randomUUID(),
    auth_time: Math.floor(session.authTime / 1000),
    ...(user.groups.length > 0 ? { 'cognito:groups': groupsOf(pool, user) } : {}),
  };
}

function identityClaims({ client, user }: SignedIn): Record<string, unknown> {
  const attributes = readableAttributes(client, user).map(
    ([name, value]) => [name, isFlag(name) ? value === 'true' : value] as const,
  );
  return {
    ...Object.fromEntries(attributes),
    aud: client.id,
    token_use: 'id',
    'cognito:username': user.username,
    jti: randomUUID(),
  };
}

function accessClaimsOf({ client, user }: SignedIn): Record<string, unknown> {
  return {
    client_id: client.id,
    token_use: 'access',
    scope: USER_SCOPE,
    username: user.username,
    jti: randomUUID(),
  };
}

/** In the order of their precedence, the lowest number first. */
function groupsOf(pool: PoolRecord, user: UserRecord): string[] {
  const precedence = (name: string) =>
    pool.groups.find((group) => group.name === name)?.precedence ?? Infinity;
  return user.groups.toSorted((a, b) => {
    const [first, second] = [precedence(a), precedence(b)];
    return first === second ? 0 : first - second;
  });
}

function sign(pool: PoolRecord, claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: pool.signingKey.kid })
    .sign(privateKeyOf(pool.signingKey));
}
