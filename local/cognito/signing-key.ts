import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { SigningKey } from './state.ts';

export const SIGNING_ALGORITHM = 'RS256';

const parsedKeys = new WeakMap<SigningKey, KeyObject>();

/** A new RSA key of 2048 bits; `kid` is its thumbprint (RFC 7638). */
export async function generateSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { modulusLength: 2048, extractable: true });
  const privateJwk = await exportJWK(pair.privateKey);
  return { kid: await calculateJwkThumbprint(privateJwk), privateJwk };
}

export function privateKeyOf(key: SigningKey): KeyObject {
  const parsed =
    parsedKeys.get(key) ?? createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' });
  parsedKeys.set(key, parsed);
  return parsed;
}

export function publicKeyOf(key: SigningKey): KeyObject {
  return createPublicKey(privateKeyOf(key));
}

/** The public half as a JSON Web Key Set lists it (RFC 7517). */
export function publicJwkOf(key: SigningKey): JWK {
  const { kty = 'RSA', n = '', e = '' } = publicKeyOf(key).export({ format: 'jwk' });
  return {
    kty,
    n,
    e,
    alg: SIGNING_ALGORITHM,
    kid: key.kid,
    use: 'sig',
  };
}
