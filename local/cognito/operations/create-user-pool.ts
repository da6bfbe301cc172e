import { randomBytes, randomInt } from 'node:crypto';

import { describePool } from '../descriptions.ts';
import { limitExceeded } from '../errors.ts';
import { MAX_POOLS } from '../limits.ts';
import {
  readOptionalChoice,
  readOptionalFlag,
  readOptionalObject,
  readText,
  refuseOthers,
} from '../request.ts';
import type { Input } from '../request.ts';
import type { CognitoServices, Operation } from '../services.ts';
import { generateSigningKey } from '../signing-key.ts';
import type { PoolRecord, SigningKey } from '../state.ts';
import { readPasswordPolicy, readSchema } from '../user-pool-schema.ts';

type Services = Pick<CognitoServices, 'store' | 'clock' | 'region'>;

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const MEANT = [
  'PoolName',
  'Policies',
  'Schema',
  'MfaConfiguration',
  'UsernameConfiguration',
] as const;
/** What needs nothing done here: no sign-up, no e-mail and no deletion of pools exists. */
const DESCRIBED = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'UserPoolTags',
] as const;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html */
export const createUserPool =
  ({ store, clock, region }: Services): Operation =>
  async (input) => {
    refuseOthers(input, [...MEANT, ...DESCRIBED]);
    const describe = readPool(input);
    const signingKey = await generateSigningKey();
    if (store.pools.length >= MAX_POOLS) throw limitExceeded('Too many user pools.');
    const pool = describe(newPoolId(region), signingKey, clock());
    store.pools.push(pool);
    store.save();
    return { UserPool: describePool(pool, region) };
  };

/** Checks the parameters before the costly key is made. */
function readPool(input: Input): (id: string, signingKey: SigningKey, now: Date) => PoolRecord {
  const name = readText(input, 'PoolName', 128);
  const mfa = readOptionalChoice(input, 'MfaConfiguration', ['OFF', 'OPTIONAL', 'ON']) ?? 'OFF';
  const usernames = readOptionalObject(input, 'UsernameConfiguration') ?? {};
  const settings = {
    name,
    mfa,
    // The only second factor that exists here.
    softwareTokenMfa: mfa !== 'OFF',
    schema: readSchema(input),
    passwordPolicy: readPasswordPolicy(input),
    caseSensitive: readOptionalFlag(usernames, 'CaseSensitive') ?? false,
    described: Object.fromEntries(
      DESCRIBED.filter((key) => Object.hasOwn(input, key)).map((key) => [key, input[key]]),
    ),
  };
  return (id, signingKey, now) => ({
    ...settings,
    id,
    signingKey,
    createdAt: now.getTime(),
    secret: randomBytes(32).toString('base64'),
    clients: [],
    groups: [],
    users: [],
    sessions: [],
  });
}

function newPoolId(region: string): string {
  const characters = Array.from({ length: 9 }, () =>
    ID_CHARACTERS.charAt(randomInt(ID_CHARACTERS.length)),
  );
  return `${region}_${characters.join('')}`;
}
