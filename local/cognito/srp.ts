import {
  createDiffieHellman,
  createHash,
  createHmac,
  getDiffieHellman,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

import type { SrpCredential } from './state.ts';

/*
 * Secure Remote Password, version 6a, as Cognito speaks it: the 3072-bit group of RFC 3526,
 * SHA-256, numbers hashed as Java's two's complement bytes, and a session key by HKDF with the
 * information "Caldera Derived Key".
 *
 * Sources: RFC 5054; RFC 3526 §4; RFC 5869; amazon-cognito-identity-js, AuthenticationHelper.
 */

const PRIME = getDiffieHellman('modp15').getPrime();
const N = toNumber(PRIME);
const GENERATOR = 2n;
const K = hashNumbers(N, GENERATOR);
const PRIVATE_BYTES = 32;
const SALT_BYTES = 16;

/** A sign-in between `USER_SRP_AUTH` and the answer to `PASSWORD_VERIFIER`. */
export interface SrpExchange {
  readonly clientPublic: bigint;
  readonly serverPublic: bigint;
  readonly serverPrivate: bigint;
  readonly verifier: bigint;
}

/** Whose password: `poolName` is the part of the pool's id behind `_`, `userId` USER_ID_FOR_SRP. */
export interface SrpIdentity {
  readonly poolName: string;
  readonly userId: string;
}

/** A new random salt and the verifier of the password under it. */
export function createCredential(identity: SrpIdentity, password: string): SrpCredential {
  const salt = toNumber(randomBytes(SALT_BYTES));
  return { salt: salt.toString(16), verifier: verifierOf(identity, password, salt).toString(16) };
}

/** Compares in constant time. */
export function credentialFits(
  credential: SrpCredential,
  identity: SrpIdentity,
  password: string,
): boolean {
  const offered = verifierOf(identity, password, fromHex(credential.salt));
  return timingSafeEqual(
    toFixedBytes(offered, PRIME.length),
    toFixedBytes(fromHex(credential.verifier), PRIME.length),
  );
}

/** The client's public value A, or null when it is not a number or A mod N is 0 (RFC 5054 §2.5.4). */
export function readClientPublic(hex: string): bigint | null {
  if (!/^[0-9a-fA-F]{1,1024}$/.test(hex)) return null;
  const value = fromHex(hex);
  return value % N === 0n ? null : value;
}

export function startExchange(verifierHex: string, clientPublic: bigint): SrpExchange {
  const verifier = fromHex(verifierHex) % N;
  const serverPrivate = toNumber(randomBytes(PRIVATE_BYTES));
  const serverPublic = (K * verifier + power(GENERATOR, serverPrivate)) % N;
  return { clientPublic, serverPublic, serverPrivate, verifier };
}

/** What the client signs to prove that it knows the password. */
export interface PasswordClaim extends SrpIdentity {
  readonly secretBlock: string;
  readonly timestamp: string;
  /** Base64. */
  readonly signature: string;
}

/** False for whatever a client may send; compares in constant time. */
export function claimFits(exchange: SrpExchange, claim: PasswordClaim): boolean {
  const key = sessionKey(exchange);
  const expected = createHmac('sha256', key)
    .update(claim.poolName)
    .update(claim.userId)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest();
  const offered = Buffer.from(claim.signature, 'base64');
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}

function sessionKey({ clientPublic, serverPublic, serverPrivate, verifier }: SrpExchange): Buffer {
  const scrambler = hashNumbers(clientPublic, serverPublic);
  const base = ((clientPublic % N) * power(verifier, scrambler)) % N;
  const secret = power(base, serverPrivate);
  const extracted = createHmac('sha256', javaBytes(scrambler)).update(javaBytes(secret)).digest();
  const expanded = createHmac('sha256', extracted).update('Caldera Derived Key\x01').digest();
  return expanded.subarray(0, 16);
}

function verifierOf({ poolName, userId }: SrpIdentity, password: string, salt: bigint): bigint {
  const inner = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
  const x = createHash('sha256').update(javaBytes(salt)).update(inner).digest();
  return power(GENERATOR, toNumber(x));
}

/**
 * base ^ exponent mod N by OpenSSL: constant time and ten times faster than BigInt. The base goes
 * in as the peer's public value, because OpenSSL takes seconds to judge an unknown generator.
 * OpenSSL refuses the bases 0, 1 and N − 1, whose powers are no secret; they give a random power.
 */
function power(base: bigint, exponent: bigint): bigint {
  const group = createDiffieHellman(PRIME, 2);
  group.setPrivateKey(javaBytes(exponent));
  try {
    return toNumber(group.computeSecret(javaBytes(base)));
  } catch {
    return toNumber(randomBytes(PRIME.length)) % N;
  }
}

function hashNumbers(first: bigint, second: bigint): bigint {
  const hash = createHash('sha256').update(javaBytes(first)).update(javaBytes(second));
  return toNumber(hash.digest());
}

/** As Java's BigInteger.toByteArray: shortest form with room for the sign bit. */
function javaBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function toFixedBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}

function toNumber(bytes: Buffer): bigint {
  return fromHex(bytes.toString('hex'));
}

function fromHex(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
