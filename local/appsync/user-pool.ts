import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from 'jose';

export type UserPoolVerdict =
  | { readonly claims: Readonly<Record<string, unknown>> }
  | { readonly refusal: 'malformed' | 'expired' | 'unauthorized' };

/** Checks the JWT of an Authorization header, with or without `Bearer `. */
export interface UserPoolVerifier {
  verify(authorization: string): Promise<UserPoolVerdict>;
}

export interface UserPoolVerifierOptions {
  /** The `iss` claim: `https://cognito-idp.<region>.amazonaws.com/<pool>` or the local pool's. */
  readonly issuer: string;
  readonly clientIds: readonly string[];
  /** Reads the pool's JWKS document; called again for a key id that it did not hold. */
  readonly jwks: () => Promise<JSONWebKeySet>;
  readonly clock?: () => Date;
}

/** Foreign key ids must not make the pool's JWKS endpoint busy. */
const REFRESH_PAUSE_MS = 5_000;

/**
 * A verifier of ID and access tokens as Cognito signs them: RS256 only, not expired, of this
 * issuer, for one of these clients.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function createUserPoolVerifier(options: UserPoolVerifierOptions): UserPoolVerifier {
  const { issuer, clientIds, clock = () => new Date() } = options;
  const key = createKeySource(options.jwks, clock);
  return {
    verify: async (authorization) => {
      const jwt = authorization.replace(/^Bearer +/i, '').trim();
      const verdict = await verifySignature(jwt, key, issuer, clock());
      if ('refusal' in verdict) return verdict;
      return isForUs(verdict.claims, clientIds) ? verdict : { refusal: 'unauthorized' };
    },
  };
}

async function verifySignature(
  jwt: string,
  key: JWTVerifyGetKey,
  issuer: string,
  currentDate: Date,
): Promise<UserPoolVerdict> {
  try {
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'sub'],
      issuer,
      currentDate,
    });
    return { claims: payload };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { refusal: 'expired' };
    if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
      return { refusal: 'malformed' };
    }
    if (error instanceof errors.JOSEError) return { refusal: 'unauthorized' };
    throw error;
  }
}

/** An ID token names its client in `aud`, an access token in `client_id`. */
function isForUs(claims: JWTPayload, clientIds: readonly string[]): boolean {
  const client =
    claims.token_use === 'id'
      ? claims.aud
      : claims.token_use === 'access'
        ? claims.client_id
        : undefined;
  return typeof client === 'string' && clientIds.includes(client);
}

function createKeySource(jwks: () => Promise<JSONWebKeySet>, clock: () => Date): JWTVerifyGetKey {
  let current: JWTVerifyGetKey | null = null;
  let reading: Promise<JWTVerifyGetKey> | null = null;
  let readAt = 0;
  // Keys that are known stay until others are read: anybody can send a key id that is not.
  const load = async () => (current = createLocalJWKSet(await jwks()));
  const read = (): Promise<JWTVerifyGetKey> => {
    readAt = clock().getTime();
    reading ??= load().finally(() => {
      reading = null;
    });
    return reading;
  };
  return async (header, input) => {
    const known = current ?? (await read());
    try {
      return await known(header, input);
    } catch (error) {
      const stale = clock().getTime() - readAt >= REFRESH_PAUSE_MS;
      if (!(error instanceof errors.JWKSNoMatchingKey) || !stale) throw error;
      const fresh = await read();
      return fresh(header, input);
    }
  };
}
