import { keyedHash } from './keyed-hash.ts';
import { normalUsername, userByName } from './lookup.ts';
import type { PoolRecord, SrpCredential, UserRecord } from './state.ts';

/** Who tries to sign in: a user, or somebody who passes for one until the password is judged. */
export interface Candidate {
  readonly user: UserRecord | null;
  readonly username: string;
  readonly credential: SrpCredential;
}

/**
 * The user of that name or, so that nobody learns which names exist, a stand-in whose salt stays
 * the same for the same name and whose password nobody knows (RFC 5054 §2.5.1.3).
 */
export function candidateFor(pool: PoolRecord, name: string): Candidate {
  const user = userByName(pool, name);
  if (user !== undefined) return { user, username: user.username, credential: user.credential };
  const username = normalUsername(pool, name);
  return { user: null, username, credential: absentCredential(pool, username) };
}

function absentCredential(pool: PoolRecord, username: string): SrpCredential {
  const hash = (part: string) => keyedHash(pool, 'absent-user', part, username);
  const salt = BigInt(`0x${hash('salt').toString('hex').slice(0, 32)}`);
  const verifier = Array.from({ length: 12 }, (_, part) =>
    hash(`verifier-${part}`).toString('hex'),
  );
  return { salt: salt.toString(16), verifier: verifier.join('') };
}

/** Where a code was sent, masked; for somebody absent an address that stays the same for the name. */
export function maskedAddress(pool: PoolRecord, { user, username }: Candidate): string {
  const email = user?.attributes.email;
  if (email !== undefined) return mask(email);
  const hash = keyedHash(pool, 'absent-user', 'address', username);
  const letter = (index: number) => String.fromCharCode(97 + (hash.readUInt8(index) % 26));
  return mask(`${letter(0)}@${letter(1)}`);
}

function mask(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.charAt(0)}***@${domain.charAt(0)}***`;
}
