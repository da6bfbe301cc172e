import { randomUUID } from 'node:crypto';

import { ServiceError } from '../../protocol/aws-json.ts';
import { checkValues } from '../attributes.ts';
import { describeUser, listAttributes } from '../descriptions.ts';
import { badValue, limitExceeded, notSupported } from '../errors.ts';
import { MAX_USERS } from '../limits.ts';
import { findPool, normalUsername, userByName } from '../lookup.ts';
import { generatePassword, requirePolicy, setPassword } from '../password.ts';
import { readAttributes, readOptionalText, readText, refuseOthers } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { PoolRecord, UserRecord } from '../state.ts';

const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;
const KNOWN = [
  'UserPoolId',
  'Username',
  'UserAttributes',
  'TemporaryPassword',
  'MessageAction',
  'DesiredDeliveryMediums',
];

/**
 * The temporary password is sent to the outbox where it was generated here and MessageAction is
 * not SUPPRESS: who gave one knows it.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export const adminCreateUser =
  (services: Pick<CognitoServices, 'store' | 'clock' | 'outbox'>): Operation =>
  (input) => {
    const { store, clock, outbox } = services;
    refuseOthers(input, KNOWN);
    const action = readOptionalText(input, 'MessageAction');
    if (action !== null && action !== 'SUPPRESS') throw notSupported('MessageAction = RESEND');
    const pool = findPool(store, input);
    const username = requireFreeName(pool, readText(input, 'Username', 128));
    const attributes = readAttributes(input, 'UserAttributes');
    checkValues(pool, attributes);
    const given = readOptionalText(input, 'TemporaryPassword', 256);
    const password = given ?? generatePassword(pool.passwordPolicy);
    requirePolicy(pool.passwordPolicy, password);
    const user = newUser(username, attributes, clock());
    setPassword(outbox, { pool, user, password, status: 'FORCE_CHANGE_PASSWORD', now: clock() });
    pool.users.push(user);
    store.save();
    if (given === null && action === null) sendPassword(services, pool, user, password);
    return { User: { ...describeUser(user), Attributes: listAttributes(user) } };
  };

function requireFreeName(pool: PoolRecord, name: string): string {
  if (!USERNAME.test(name)) throw badValue('username');
  if (userByName(pool, name) !== undefined) {
    throw new ServiceError('UsernameExistsException', 'User account already exists');
  }
  if (pool.users.length >= MAX_USERS) throw limitExceeded('Too many users.');
  return normalUsername(pool, name);
}

/** Without a credential that fits any password; setPassword gives the first one. */
function newUser(username: string, attributes: ReadonlyMap<string, string>, now: Date): UserRecord {
  return {
    sub: randomUUID(),
    username,
    attributes: Object.fromEntries(attributes),
    createdAt: now.getTime(),
    modifiedAt: now.getTime(),
    enabled: true,
    status: 'FORCE_CHANGE_PASSWORD',
    credential: { salt: '0', verifier: '0' },
    temporaryPasswordExpiresAt: null,
    softwareToken: null,
    pendingSoftwareToken: null,
    mfaEnabled: false,
    mfaPreferred: false,
    resetCode: null,
    groups: [],
  };
}

function sendPassword(
  { outbox }: Pick<CognitoServices, 'outbox'>,
  pool: PoolRecord,
  user: UserRecord,
  password: string,
): void {
  outbox.send({
    userPoolId: pool.id,
    username: user.username,
    kind: 'temporary-password',
    text: password,
    expiresAt: new Date(user.temporaryPasswordExpiresAt ?? 0).toISOString(),
  });
}
