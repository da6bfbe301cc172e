import { ServiceError } from '../protocol/aws-json.ts';
import { codeMismatch } from './errors.ts';
import { stepOfCode } from './one-time-code.ts';
import type { PoolRecord, UserRecord } from './state.ts';

/** The challenge that a sign-in has to pass behind the password, or null. */
export function requiredSecondFactor(
  pool: PoolRecord,
  user: UserRecord,
): 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP' | null {
  if (pool.mfa === 'OFF') return null;
  if (user.softwareToken === null) return pool.mfa === 'ON' ? 'MFA_SETUP' : null;
  return pool.mfa === 'ON' || user.mfaEnabled ? 'SOFTWARE_TOKEN_MFA' : null;
}

/**
 * The time step of a good code that was not used before.
 *
 * @throws CodeMismatchException or, for a code that was, ExpiredCodeException
 */
export function requireCode(
  token: { readonly secret: string; readonly lastStep: number },
  code: string,
  now: Date,
): number {
  const step = stepOfCode(token.secret, code, now);
  if (step === null) throw codeMismatch('Invalid code received for user');
  if (step <= token.lastStep) {
    throw new ServiceError(
      'ExpiredCodeException',
      'Your software token has already been used once.',
    );
  }
  return step;
}

/** What a user may switch on and off. */
export interface Preference {
  readonly enabled: boolean;
  readonly preferred: boolean;
}

/** As GetUser and AdminGetUser answer it. */
export function describeSecondFactor(pool: PoolRecord, user: UserRecord): Record<string, unknown> {
  const active = user.softwareToken !== null && (user.mfaEnabled || pool.mfa === 'ON');
  if (!active) return {};
  return {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    ...(user.mfaPreferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}
