import { authorize } from '../access-token.ts';
import { invalidParameter, notSupported } from '../errors.ts';
import { findUser } from '../lookup.ts';
import { readOptionalFlag, readOptionalObject } from '../request.ts';
import type { Input } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { PoolRecord, UserRecord } from '../state.ts';

type Services = Pick<CognitoServices, 'store' | 'clock'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html */
export const setUserMfaPreference =
  (services: Services): Operation =>
  async (input) => {
    const { pool, user } = await authorize(services, input);
    setPreference(pool, user, input);
    services.store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html */
export const adminSetUserMfaPreference =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    setPreference(pool, user, input);
    store.save();
    return {};
  };

function setPreference(pool: PoolRecord, user: UserRecord, input: Input): void {
  for (const name of ['SMSMfaSettings', 'EmailMfaSettings', 'WebAuthnMfaSettings']) {
    const settings = readOptionalObject(input, name) ?? {};
    if (readOptionalFlag(settings, 'Enabled') === true) throw notSupported('MFA by message');
  }
  const settings = readOptionalObject(input, 'SoftwareTokenMfaSettings');
  if (settings === null) return;
  const enabled = readOptionalFlag(settings, 'Enabled') ?? false;
  const preferred = readOptionalFlag(settings, 'PreferredMfa') ?? false;
  requireAllowed(pool, user, enabled, preferred);
  user.mfaEnabled = enabled;
  user.mfaPreferred = preferred;
}

function requireAllowed(
  pool: PoolRecord,
  user: UserRecord,
  enabled: boolean,
  preferred: boolean,
): void {
  if (enabled && !pool.softwareTokenMfa) {
    throw invalidParameter('User pool does not have SoftwareToken MFA enabled.');
  }
  if (enabled && user.softwareToken === null) {
    throw invalidParameter('User has not verified software token mfa');
  }
  if (preferred && !enabled) {
    throw invalidParameter('A method that is not enabled cannot be preferred.');
  }
  if (!enabled && pool.mfa === 'ON' && user.softwareToken !== null) {
    throw invalidParameter('Invalid MFA configuration: the user pool requires MFA.');
  }
}
