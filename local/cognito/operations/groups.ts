import { ServiceError } from '../../protocol/aws-json.ts';
import { describeGroup } from '../descriptions.ts';
import { badValue, limitExceeded } from '../errors.ts';
import { MAX_GROUPS } from '../limits.ts';
import { findGroup, findPool, findUser } from '../lookup.ts';
import { pageOf } from '../pagination.ts';
import { readOptionalNumber, readOptionalText, readText, refuseOthers } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';

type Services = Pick<CognitoServices, 'store' | 'clock'>;

/** Letters, marks, symbols, numbers and punctuation: no spaces. */
const GROUP_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html */
export const createGroup =
  ({ store, clock }: Services): Operation =>
  (input) => {
    refuseOthers(input, ['UserPoolId', 'GroupName', 'Description', 'Precedence']);
    const pool = findPool(store, input);
    const name = readText(input, 'GroupName', 128);
    if (!GROUP_NAME.test(name)) throw badValue('groupName');
    if (pool.groups.some((group) => group.name === name)) {
      throw new ServiceError('GroupExistsException', 'A group with the name already exists.');
    }
    if (pool.groups.length >= MAX_GROUPS) throw limitExceeded('Too many groups.');
    const group = {
      name,
      description: readOptionalText(input, 'Description'),
      precedence: readOptionalNumber(input, 'Precedence', [0, 2 ** 31 - 1]),
      createdAt: clock().getTime(),
    };
    pool.groups.push(group);
    store.save();
    return { Group: describeGroup(pool, group) };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html */
export const listGroups =
  ({ store }: Services): Operation =>
  (input) => {
    const pool = findPool(store, input);
    const { page, next } = pageOf(pool.groups, input, { limit: 'Limit', next: 'NextToken' });
    return { Groups: page.map((group) => describeGroup(pool, group)), ...next };
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html */
export const adminAddUserToGroup =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    const { name } = findGroup(pool, input);
    if (!user.groups.includes(name)) user.groups.push(name);
    store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html */
export const adminRemoveUserFromGroup =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    const { name } = findGroup(pool, input);
    user.groups = user.groups.filter((group) => group !== name);
    store.save();
    return {};
  };

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html */
export const adminListGroupsForUser =
  ({ store }: Services): Operation =>
  (input) => {
    const { pool, user } = findUser(store, input);
    const groups = pool.groups.filter(({ name }) => user.groups.includes(name));
    const { page, next } = pageOf(groups, input, { limit: 'Limit', next: 'NextToken' });
    return { Groups: page.map((group) => describeGroup(pool, group)), ...next };
  };
