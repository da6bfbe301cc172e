import { checkNames } from '../attributes.ts';
import { describeUser, listAttributes } from '../descriptions.ts';
import { invalidParameter } from '../errors.ts';
import { findPool } from '../lookup.ts';
import { pageOf } from '../pagination.ts';
import { readOptionalText, readOptionalTexts } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { UserRecord } from '../state.ts';

const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;
const FILTERED_ATTRIBUTES = [
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
];

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
export const listUsers =
  ({ store }: Pick<CognitoServices, 'store'>): Operation =>
  (input) => {
    const pool = findPool(store, input);
    const chosen = readOptionalTexts(input, 'AttributesToGet', 100);
    if (chosen !== null) checkNames(pool, 'attributesToGet', chosen);
    const found = pool.users.filter(readFilter(readOptionalText(input, 'Filter', 256)));
    const { page, next } = pageOf(found, input, { limit: 'Limit', next: 'PaginationToken' });
    const Users = page.map((user) => ({
      ...describeUser(user),
      Attributes: listAttributes(user).filter(({ Name }) => chosen?.includes(Name) ?? true),
    }));
    return { Users, ...next };
  };

function readFilter(filter: string | null): (user: UserRecord) => boolean {
  if (filter === null || filter === '') return () => true;
  const [, name = '', operator = '', quoted = ''] = FILTER.exec(filter) ?? [];
  const wanted = quoted.replace(/\\(.)/g, '$1');
  const value = valueReader(name);
  return operator === '='
    ? (user) => value(user) === wanted
    : (user) => value(user)?.startsWith(wanted) ?? false;
}

function valueReader(name: string): (user: UserRecord) => string | undefined {
  if (name === 'username') return (user) => user.username;
  if (name === 'sub') return (user) => user.sub;
  if (name === 'cognito:user_status') return (user) => user.status;
  if (name === 'status') return (user) => (user.enabled ? 'Enabled' : 'Disabled');
  if (FILTERED_ATTRIBUTES.includes(name)) return (user) => user.attributes[name];
  throw invalidParameter('The filter is not valid.');
}
