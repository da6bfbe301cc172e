import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS, REGION } from '../../local/principals.ts';
import { checkReceipt } from '../../tools/receipt-check.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Answer, Caller } from '../support/graphql.ts';
import { until } from '../support/processes.ts';

const TENANT = 'initech';
const PASSWORD = 'Swingline-Red-4711';
const PAN = '4111111111111111';
const REPEATED = '5555555555554444';
const KEY_LIFE_SECONDS = 2;
/** It begins when no writer can hold the older key any more: the key's life and 20 seconds later. */
const REWRAP_WITHIN_MS = 45_000;

const TOKENIZE = `mutation($input: TokenizeInput!) {
  tokenize(input: $input) { token masked }
}`;
const RELEASE = 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';
const CREATE = 'mutation($input: TenantInput!) { createTenant(input: $input) { name state } }';
const ROTATE = 'mutation { rotateKeys { keyVersion usedByAllFrom } }';
const START = 'mutation { startRewrap { state } }';
const STATUS =
  '{ rewrapStatus { state keyVersion rewrapped alreadyCurrent failed census { keyVersion records } } }';
const ERASE = `mutation($input: TenantInput!) {
  eraseTenant(input: $input) {
    tenant inaccessibleSince irrecoverableFrom statement signature keyId
  }
}`;

interface Job {
  readonly state: string;
  readonly keyVersion: string;
  readonly rewrapped: number;
}

/** The tests follow one tenant from its making to its end, each from where the last one left it. */
describe('the life of a tenant, through GraphQL', () => {
  const dataDir = newDataDir();
  const env = { GATEWAY_BRANCH_KEY_TTL_SECONDS: String(KEY_LIFE_SECONDS) };
  let gateway: RunningGateway;
  let operator: Caller;
  let member: Caller;
  let kept = '';

  beforeAll(async () => {
    gateway = await startGateway({ dataDir, env });
    operator = await callerFor(gateway.ready, 'acme-admin');
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  /** As an administrator of the user pool does, with the deployer's access key. */
  const enrol = async (username: string, groups: readonly string[]): Promise<Caller> => {
    const { cognito } = gateway.ready;
    const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
    const pool = new CognitoIdentityProviderClient({
      region: REGION,
      endpoint: cognito.endpoint,
      credentials,
    });
    const user = { UserPoolId: cognito.userPoolId, Username: username };
    const UserAttributes = [{ Name: 'custom:tenant', Value: TENANT }];
    await pool.send(new AdminCreateUserCommand({ ...user, UserAttributes }));
    await pool.send(
      new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }),
    );
    for (const GroupName of groups) {
      await pool.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
    }
    pool.destroy();
    const users = [{ username, password: PASSWORD, groups: [...groups], tenant: TENANT }];
    return callerFor({ ...gateway.ready, users }, username);
  };
  const tokenize = (plaintext: string, deterministic: boolean) =>
    member.query(TOKENIZE, { input: { dataClass: 'PAN', plaintext, deterministic } });
  const release = (token: string) =>
    member.query(RELEASE, { input: { token, purpose: 'PAYMENT' } });
  const field = ({ data }: Answer, name: string) => data?.[name];
  const codes = ({ errors }: Answer) => errors.map(({ errorType }) => errorType);
  const job = async () => field(await member.query(STATUS), 'rewrapStatus') as Job;

  test('its users may do nothing before it is made', async () => {
    member = await enrol('initech-all', ['tokenizers', 'payment-staff', 'vault-admins']);
    expect(codes(await tokenize(PAN, false))).toEqual(['TENANT_REQUIRED']);
  });

  test('its first user tokenizes and gets the value back once an operator has made it', async () => {
    const made = await operator.query(CREATE, { input: { tenant: TENANT } });
    expect(made.data).toEqual({ createTenant: { name: TENANT, state: 'ACTIVE' } });
    const answer = await tokenize(PAN, false);
    kept = (field(answer, 'tokenize') as { token: string }).token;
    expect(answer.data).toEqual({ tokenize: { token: kept, masked: '************1111' } });
    expect((await release(kept)).data).toEqual({ detokenize: { plaintext: PAN } });
  });

  test('its administrator administers its keys, but no tenants', async () => {
    const input = { tenant: 'hooli' };
    expect(codes(await member.query(CREATE, { input }))).toEqual(['NOT_AUTHORIZED']);
    expect(codes(await member.query(ERASE, { input: { tenant: 'globex' } }))).toEqual([
      'NOT_AUTHORIZED',
    ]);
  });

  test('a rewrap after a rotation moves its records to the new key, and every value stays', async () => {
    const before = field(await tokenize(REPEATED, true), 'tokenize');
    const { keyVersion } = field(await member.query(ROTATE), 'rotateKeys') as Job;
    await member.query(START);
    await until(async () => (await job()).state === 'DONE', REWRAP_WITHIN_MS);
    expect(await job()).toEqual({
      state: 'DONE',
      keyVersion,
      rewrapped: 2,
      alreadyCurrent: 0,
      failed: 0,
      census: [{ keyVersion, records: 2 }],
    });
    expect((await release(kept)).data).toEqual({ detokenize: { plaintext: PAN } });
    expect(field(await tokenize(REPEATED, true), 'tokenize')).toEqual(before);
  }, 60_000);

  test('it is erased with a genuine receipt, and nothing of it is answered any more', async () => {
    const { text, data } = await operator.query(ERASE, { input: { tenant: TENANT } });
    const key = readFileSync(join(dataDir, 'receipt-key.pem'));
    expect(checkReceipt(text, key)).toMatchObject({ isGenuine: true, stated: { tenant: TENANT } });
    const { inaccessibleSince } = data?.eraseTenant as { inaccessibleSince: string };
    expect(Date.parse(inaccessibleSince)).toBeLessThanOrEqual(Date.now());
    const answers = [await release(kept), await tokenize(PAN, true), await member.query(ROTATE)];
    expect(answers.flatMap(codes)).toEqual(Array(3).fill('TENANT_REQUIRED'));
    expect(answers.map(({ text: said }) => said).join('')).not.toContain(PAN);
  });

  test('it is never made again, and other tenants live on', async () => {
    const again = await operator.query(CREATE, { input: { tenant: TENANT } });
    expect(codes(again)).toEqual(['TENANT_ERASED']);
    const tokenizer = await callerFor(gateway.ready, 'globex-tokenizer');
    const input = { dataClass: 'PAN', plaintext: PAN };
    expect((await tokenizer.query(TOKENIZE, { input })).errors).toEqual([]);
  });
});
