import { applyChanges, checkChanges } from '../attributes.ts';
import { describeUser, listAttributes } from '../descriptions.ts';
import { findUser } from '../lookup.ts';
import { endSessionsOf } from '../refresh-session.ts';
import { readAttributes } from '../request.ts';
import { describeSecondFactor } from '../second-factor.ts';
import type { CognitoServices, Operation } from '../services.ts';

type Services = Pick<CognitoServices, 'store' | 'clock' | 'outbox'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html */
export const adminGetUser =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    return {
      ...describeUser(user),
      UserAttributes: listAttributes(user),
      ...describeSecondFactor(pool, user),
    };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html */
export const adminUpdateUserAttributes =
  ({ store, clock }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    const changes = readAttributes(input, 'UserAttributes');
    checkChanges(pool, changes);
    applyChanges(user, changes);
    user.modifiedAt = clock().getTime();
    store.save();
    return {};
  };

/**
 * Ends the user's sign-ins too.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html
 */
export const adminDisableUser =
  ({ store, clock }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    user.enabled = false;
    user.modifiedAt = clock().getTime();
    endSessionsOf(pool, user);
    store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html */
export const adminEnableUser =
  ({ store, clock }: Services): Operation =>
  (input) => {
    const { user } = findUser(store, input);
    user.enabled = true;
    user.modifiedAt = clock().getTime();
    store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUser.html */
export const adminDeleteUser =
  ({ store, outbox }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    pool.users = pool.users.filter((kept) => kept !== user);
    endSessionsOf(pool, user);
    store.save();
    outbox.discard({ userPoolId: pool.id, username: user.username });
    return {};
  };
