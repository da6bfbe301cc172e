import { describePool } from '../descriptions.ts';
import { invalidParameter, notSupported } from '../errors.ts';
import { findPool } from '../lookup.ts';
import { pageOf } from '../pagination.ts';
import {
  readOptionalChoice,
  readOptionalFlag,
  readOptionalObject,
  refuseOthers,
} from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { PoolRecord } from '../state.ts';

type Services = Pick<CognitoServices, 'store' | 'region'>;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html */
export const describeUserPool =
  ({ store, region }: Services): Operation =>
  (input) => ({ UserPool: describePool(findPool(store, input), region) });

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html */
export const listUserPools =
  ({ store }: Services): Operation =>
  (input) => {
    const { page, next } = pageOf(store.pools, input, { limit: 'MaxResults', next: 'NextToken' });
    const UserPools = page.map(({ id, name, createdAt }) => ({
      Id: id,
      Name: name,
      CreationDate: createdAt / 1000,
      LastModifiedDate: createdAt / 1000,
    }));
    return { UserPools, ...next };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html */
export const getUserPoolMfaConfig =
  ({ store }: Services): Operation =>
  (input) =>
    describeMfa(findPool(store, input));

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html */
export const setUserPoolMfaConfig =
  ({ store }: Services): Operation =>
  (input) => {
    refuseOthers(input, ['UserPoolId', 'MfaConfiguration', 'SoftwareTokenMfaConfiguration']);
    const pool = findPool(store, input);
    const mfa = readOptionalChoice(input, 'MfaConfiguration', ['OFF', 'OPTIONAL', 'ON']);
    const settings = readOptionalObject(input, 'SoftwareTokenMfaConfiguration');
    const enabled = readOptionalFlag(settings ?? {}, 'Enabled') ?? pool.softwareTokenMfa;
    if (mfa === 'ON' && !enabled) {
      throw invalidParameter(
        "Invalid MFA configuration given, can't require MFA without a method.",
      );
    }
    if (mfa === null && settings === null) throw notSupported('A request without a change');
    pool.mfa = mfa ?? pool.mfa;
    pool.softwareTokenMfa = enabled;
    store.save();
    return describeMfa(pool);
  };

function describeMfa(pool: PoolRecord): Record<string, unknown> {
  return {
    MfaConfiguration: pool.mfa,
    SoftwareTokenMfaConfiguration: { Enabled: pool.softwareTokenMfa },
  };
}
