import { randomInt } from 'node:crypto';

import { checkNames } from '../attributes.ts';
import { describeClient } from '../descriptions.ts';
import { invalidParameter, limitExceeded, notSupported } from '../errors.ts';
import { MAX_CLIENTS } from '../limits.ts';
import { findPool } from '../lookup.ts';
import {
  readOptionalChoice,
  readOptionalFlag,
  readOptionalNumber,
  readOptionalTexts,
  readText,
  refuseOthers,
} from '../request.ts';
import type { Input } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import type { ClientRecord, PoolRecord } from '../state.ts';
import { readValidity } from '../token-validity.ts';

const ID_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
const DEFAULT_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
const MEANT = [
  'UserPoolId',
  'ClientName',
  'ExplicitAuthFlows',
  'ReadAttributes',
  'WriteAttributes',
  'PreventUserExistenceErrors',
  'GenerateSecret',
  'EnableTokenRevocation',
  'AllowedOAuthFlowsUserPoolClient',
  'AuthSessionValidity',
  'AccessTokenValidity',
  'IdTokenValidity',
  'RefreshTokenValidity',
  'TokenValidityUnits',
];

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
export const createUserPoolClient =
  ({ store, clock }: Pick<CognitoServices, 'store' | 'clock'>): Operation =>
  (input) => {
    refuseOthers(input, MEANT);
    refuseUnsupported(input);
    const pool = findPool(store, input);
    if (pool.clients.length >= MAX_CLIENTS) throw limitExceeded('Too many app clients.');
    const client = readClient(pool, input, clock());
    pool.clients.push(client);
    store.save();
    return { UserPoolClient: describeClient(pool, client) };
  };

function refuseUnsupported(input: Input): void {
  if (readOptionalFlag(input, 'GenerateSecret') === true) throw notSupported('GenerateSecret');
  if (readOptionalFlag(input, 'AllowedOAuthFlowsUserPoolClient') === true) {
    throw notSupported('AllowedOAuthFlowsUserPoolClient');
  }
  if (readOptionalFlag(input, 'EnableTokenRevocation') === false) {
    throw notSupported('EnableTokenRevocation = false');
  }
}

function readClient(pool: PoolRecord, input: Input, now: Date): ClientRecord {
  const hiding = readOptionalChoice(input, 'PreventUserExistenceErrors', ['ENABLED', 'LEGACY']);
  return {
    id: Array.from({ length: 26 }, () => ID_CHARACTERS.charAt(randomInt(36))).join(''),
    name: readText(input, 'ClientName', 128),
    authFlows: readFlows(input),
    readAttributes: readNames(pool, input, 'ReadAttributes'),
    writeAttributes: readWriteAttributes(pool, input),
    hidesUserExistence: hiding === 'ENABLED',
    authSessionMinutes: readOptionalNumber(input, 'AuthSessionValidity', [3, 15]) ?? 3,
    ...readValidity(input),
    createdAt: now.getTime(),
  };
}

function readFlows(input: Input): readonly string[] {
  const flows = readOptionalTexts(input, 'ExplicitAuthFlows', 20) ?? DEFAULT_FLOWS;
  if (!flows.every((flow) => FLOWS.includes(flow))) throw notSupported('An ExplicitAuthFlow');
  return flows;
}

/** An empty list means the default, as with Cognito. */
function readNames(pool: PoolRecord, input: Input, parameter: string): readonly string[] | null {
  const names = readOptionalTexts(input, parameter, 100) ?? [];
  checkNames(pool, parameter, names);
  return names.length === 0 ? null : names;
}

function readWriteAttributes(pool: PoolRecord, input: Input): readonly string[] | null {
  const names = readNames(pool, input, 'WriteAttributes');
  if (names?.includes('sub')) throw invalidParameter('Invalid write attributes specified.');
  return names;
}
