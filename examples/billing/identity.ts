import { createRemoteJWKSet, jwtVerify } from 'jose';

import { Refusal } from './requests.ts';

export interface UserPool {
  /** Where Cognito answers. */
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Who posts or looks, from a verified ID token. */
export interface Caller {
  readonly tenant: string;
  /** To ask the gateway as this user. */
  readonly idToken: string;
}

/** @throws Refusal NOT_SIGNED_IN unless the header is a valid ID token of the pool. */
export type IdentityCheck = (authorization: string | undefined) => Promise<Caller>;

/** Checks signature, issuer, audience, expiry and kind as Cognito's guide to ID tokens asks for. */
export function createIdentityCheck(pool: UserPool): IdentityCheck {
  const keys = createRemoteJWKSet(
    new URL(`${pool.endpoint}/${pool.userPoolId}/.well-known/jwks.json`),
  );
  const issuer = `https://cognito-idp.${pool.region}.amazonaws.com/${pool.userPoolId}`;
  return async (idToken = '') => {
    const verified = await jwtVerify(idToken, keys, { issuer, audience: pool.clientId }).catch(
      () => null,
    );
    const claims = verified?.payload;
    const tenant = claims?.['custom:tenant'];
    if (claims?.token_use !== 'id' || typeof tenant !== 'string') {
      throw new Refusal('NOT_SIGNED_IN');
    }
    return { tenant, idToken };
  };
}
