import { authorize } from '../access-token.ts';
import { ServiceError } from '../../protocol/aws-json.ts';
import { findClient, findUser } from '../lookup.ts';
import { endSession, endSessionsOf, findSession } from '../refresh-session.ts';
import { readText } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';

type Services = Pick<CognitoServices, 'store' | 'clock'>;

/**
 * Revokes a refresh token and the access tokens that came of it. One that is not known needs no
 * revocation, so it is no error (RFC 7009 §2.2).
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export const revokeToken =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, client } = findClient(store, input);
    const refreshToken = readText(input, 'Token', 8192);
    if (refreshToken.split('.').length === 3) {
      throw new ServiceError('UnsupportedTokenTypeException', 'Only refresh tokens are revoked.');
    }
    const session = findSession(pool, refreshToken);
    if (session?.clientId !== client.id) return {};
    endSession(pool, session);
    store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
export const globalSignOut =
  (services: Services): Operation =>
  async (input) => {
    const { pool, user } = await authorize(services, input);
    endSessionsOf(pool, user);
    services.store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html */
export const adminUserGlobalSignOut =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    endSessionsOf(pool, user);
    store.save();
    return {};
  };
