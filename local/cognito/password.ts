import { randomInt } from 'node:crypto';

import { ServiceError } from '../protocol/aws-json.ts';
import type { Outbox } from './outbox.ts';
import { createCredential, credentialFits } from './srp.ts';
import type { SrpIdentity } from './srp.ts';
import type { PasswordPolicy, PoolRecord, UserRecord, UserStatus } from './state.ts';

const MAX_LENGTH = 256;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The symbols that Cognito counts, without the space. */
const SYMBOLS = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-';

const CHARACTERS = {
  lowercase: 'abcdefghijklmnopqrstuvwxyz',
  uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  numeric: '0123456789',
  symbol: SYMBOLS,
} as const;

type CharacterClass = keyof typeof CHARACTERS;

/**
 * @throws InvalidPasswordException with Cognito's wording, which names the rule and not the password.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export function requirePolicy(policy: PasswordPolicy, password: string): void {
  const refuse = (rule: string) => {
    throw new ServiceError(
      'InvalidPasswordException',
      `Password did not conform with policy: ${rule}`,
    );
  };
  if (password.length < policy.minimumLength) refuse('Password not long enough');
  if (password.length > MAX_LENGTH) refuse('Password too long');
  if (password.trim() !== password) refuse('Password must not begin or end with a space');
  for (const name of requiredClasses(policy)) {
    const among = CHARACTERS[name];
    if (!Array.from(password).some((character) => among.includes(character))) {
      refuse(`Password must have ${name} characters`);
    }
  }
}

/** Whom the user's verifier is bound to. */
export function srpIdentity(pool: PoolRecord, user: Pick<UserRecord, 'username'>): SrpIdentity {
  return { poolName: pool.id.slice(pool.id.indexOf('_') + 1), userId: user.username };
}

/** Constant time in the password. */
export function passwordFits(
  pool: PoolRecord,
  user: Pick<UserRecord, 'username' | 'credential'>,
  password: string,
): boolean {
  // Beyond the longest password there is nothing to compare, only work to cause.
  return (
    credentialFits(user.credential, srpIdentity(pool, user), password.slice(0, MAX_LENGTH + 1)) &&
    password.length <= MAX_LENGTH
  );
}

/** Who gets a password, of what kind, and when. */
export interface PasswordChange {
  readonly pool: PoolRecord;
  readonly user: UserRecord;
  readonly password: string;
  readonly status: Exclude<UserStatus, 'RESET_REQUIRED'>;
  readonly now: Date;
}

/**
 * Replaces a user's password in memory; the caller saves. Codes and passwords that were sent to the
 * user before are void.
 *
 * @throws InvalidPasswordException when it does not conform with the pool's policy.
 */
export function setPassword(outbox: Outbox, change: PasswordChange): void {
  const { pool, user, password, status, now } = change;
  requirePolicy(pool.passwordPolicy, password);
  const days = pool.passwordPolicy.temporaryPasswordValidityDays;
  user.credential = createCredential(srpIdentity(pool, user), password);
  user.status = status;
  user.temporaryPasswordExpiresAt =
    status === 'FORCE_CHANGE_PASSWORD' ? now.getTime() + days * DAY_MS : null;
  user.resetCode = null;
  user.modifiedAt = now.getTime();
  outbox.discard({ userPoolId: pool.id, username: user.username });
}

/** A random password that every policy accepts: at least 20 characters, some of each class. */
export function generatePassword(policy: PasswordPolicy): string {
  const classes = Object.keys(CHARACTERS) as CharacterClass[];
  const length = Math.max(20, policy.minimumLength);
  const picked = Array.from({ length }, (_, index) => {
    const among = CHARACTERS[classes[index % classes.length] ?? 'lowercase'];
    return among.charAt(randomInt(among.length));
  });
  return picked.join('');
}

function requiredClasses(policy: PasswordPolicy): CharacterClass[] {
  const rules: readonly (readonly [boolean, CharacterClass])[] = [
    [policy.requireLowercase, 'lowercase'],
    [policy.requireUppercase, 'uppercase'],
    [policy.requireNumbers, 'numeric'],
    [policy.requireSymbols, 'symbol'],
  ];
  return rules.filter(([isRequired]) => isRequired).map(([, name]) => name);
}
