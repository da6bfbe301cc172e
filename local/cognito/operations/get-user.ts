import { authorize } from '../access-token.ts';
import { applyChanges, checkClientChanges, readableAttributes } from '../attributes.ts';
import { readAttributes } from '../request.ts';
import { describeSecondFactor } from '../second-factor.ts';
import type { CognitoServices, Operation } from '../services.ts';

type Services = Pick<CognitoServices, 'store' | 'clock'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
export const getUser =
  (services: Services): Operation =>
  async (input) => {
    const { pool, client, user } = await authorize(services, input);
    return {
      Username: user.username,
      UserAttributes: readableAttributes(client, user).map(([Name, Value]) => ({ Name, Value })),
      ...describeSecondFactor(pool, user),
    };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
export const updateUserAttributes =
  (services: Services): Operation =>
  async (input) => {
    const { pool, client, user } = await authorize(services, input);
    const changes = readAttributes(input, 'UserAttributes');
    checkClientChanges(pool, client, changes);
    applyChanges(user, changes);
    user.modifiedAt = services.clock().getTime();
    services.store.save();
    return { CodeDeliveryDetailsList: [] };
  };
