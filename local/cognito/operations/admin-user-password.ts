import { findUser } from '../lookup.ts';
import { setPassword } from '../password.ts';
import { readOptionalFlag, readText } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import { throttleKey } from '../sign-in.ts';
import { reasonNotToSend, sendCode } from './forgot-password.ts';

type Services = Pick<CognitoServices, 'store' | 'clock' | 'outbox' | 'signInThrottle'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html */
export const adminSetUserPassword =
  ({ store, clock, outbox, signInThrottle }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    const permanent = readOptionalFlag(input, 'Permanent') ?? false;
    setPassword(outbox, {
      pool,
      user,
      password: readText(input, 'Password', 1024),
      status: permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      now: clock(),
    });
    store.save();
    signInThrottle.succeeded(throttleKey(pool, user.username));
    return {};
  };

/**
 * The password in use is void, and a reset code goes to the outbox.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
 */
export const adminResetUserPassword =
  (services: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(services.store, input);
    const refusal = reasonNotToSend(user);
    if (refusal !== null) throw refusal;
    user.status = 'RESET_REQUIRED';
    user.modifiedAt = services.clock().getTime();
    sendCode(services, pool, user);
    return {};
  };
