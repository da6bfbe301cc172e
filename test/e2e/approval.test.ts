import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import {
  ApprovalsDocument,
  DecideApprovalDocument,
  ReleaseBatchDocument,
  RequestApprovalDocument,
  RevokeApprovalDocument,
  TokenizeBatchDocument,
} from '../../client/generated/operations.ts';
import { openInstallation } from '../../local/installation.ts';
import { PRINCIPALS } from '../../local/principals.ts';
import type { Ready } from '../../local/ready.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';

const PANS = Array.from({ length: 12 }, (_, at) => `12 plaintexts, the ${at}th`);

describe('two persons over GraphQL', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  let payments: Caller;
  let approver: Caller;
  let tokens: string[];

  beforeAll(async () => {
    gateway = await startGateway({ dataDir, env: { GATEWAY_BULK_RELEASE_ITEMS: '10' } });
    payments = await callerFor(gateway.ready, 'acme-payments');
    approver = await callerFor(gateway.ready, 'acme-approver');
    const tokenizer = await callerFor(gateway.ready, 'acme-tokenizer');
    const inputs = PANS.map((plaintext) => ({ dataClass: 'TEXT' as const, plaintext }));
    const { data } = await tokenizer.run(TokenizeBatchDocument, { inputs });
    tokens = (data?.tokenizeBatch ?? []).flatMap((one) => ('token' in one ? [one.token] : []));
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  const request = async (caller: Caller, count = 24): Promise<string> => {
    const input = { count, purpose: 'LEGAL', ticket: 'CASE-9', reason: 'A canary.', minutes: 5 };
    const { data, errors } = await caller.run(RequestApprovalDocument, {
      input: { ...input, purpose: 'LEGAL' },
    });
    if (data === null) throw new Error(errors[0]?.errorType ?? 'none');
    return data.requestApproval.id;
  };

  const approve = (caller: Caller, id: string) =>
    caller.run(DecideApprovalDocument, { input: { id, decision: 'APPROVE' } });

  const releaseAll = async (grant: string | null): Promise<string[]> => {
    const inputs = tokens.map((token) => ({ token, purpose: 'LEGAL' as const, grant }));
    const { data, errors } = await payments.run(ReleaseBatchDocument, { inputs });
    const codes = errors.map(({ errorType }) => errorType ?? 'none');
    const plaintexts = (data?.detokenizeBatch ?? []).flatMap((one) => {
      if (one.__typename === 'VaultError') return [one.code];
      return one.plaintext ?? [];
    });
    return [...codes, ...plaintexts];
  };

  test('release more at once than one of them may, until the grant ends', async () => {
    expect(await releaseAll(null)).toEqual(PANS.map(() => 'APPROVAL_REQUIRED'));
    const id = await request(payments);
    expect(await releaseAll(id)).toEqual(PANS.map(() => 'APPROVAL_REQUIRED'));
    const self = await approve(payments, id);
    expect(self.errors[0]?.errorType).toBe('NOT_AUTHORIZED');
    const inbox = await approver.run(ApprovalsDocument, {});
    expect(inbox.data?.approvals.approvals[0]).toMatchObject({
      ...{ id, state: 'REQUESTED', ticket: 'CASE-9', reason: 'A canary.', count: 24 },
    });
    expect((await approve(approver, id)).data?.decideApproval.state).toBe('APPROVED');
    expect(await releaseAll(id)).toEqual(PANS);
    const revoked = await approver.run(RevokeApprovalDocument, { id });
    expect(revoked.data?.revokeApproval).toMatchObject({ state: 'REVOKED', used: 12 });
    expect(await releaseAll(id)).toEqual(PANS.map(() => 'APPROVAL_REQUIRED'));
  });

  test('are two, not one person with two users', async () => {
    let { ready } = gateway;
    for (const one of PERSONS) ready = await makeUser(ready, dataDir, one);
    const id = await request(await callerFor(ready, 'first'), 1);
    for (const same of ['same-address', 'same-mailbox']) {
      const self = await approve(await callerFor(ready, same), id);
      expect(self.errors[0]?.errorType).toBe('NOT_AUTHORIZED');
    }
    expect((await approve(approver, id)).errors).toEqual([]);
  });

  test('are told of, in the output and in a file, without what was written', async () => {
    const id = await request(payments, 7);
    const line = `acme: ${id} REQUESTED, 7 plaintexts for LEGAL, 5 minutes`;
    while (!gateway.output().includes(line)) await delay(50);
    const file = join(dataDir, 'notices.jsonl');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(`"approval":"${id}"`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(text + gateway.output()).not.toMatch(/canary|CASE-9/);
  });
});

/** Users of one and the same person, as far as can be told. */
const PERSONS = [
  { username: 'first', group: 'payment-staff', email: 'One.Person@example.org' },
  { username: 'same-address', group: 'approvers', email: 'one.person@Example.org' },
  { username: 'same-mailbox', group: 'approvers', email: 'one.person+approver@example.org' },
] as const;

interface PoolUser {
  readonly username: string;
  readonly group: string;
  readonly email: string;
}

/** Another user of tenant acme. */
async function makeUser(
  ready: Ready,
  dataDir: string,
  { username, group, email }: PoolUser,
): Promise<Ready> {
  const { endpoint, region, userPoolId } = ready.cognito;
  const credentials = openInstallation(dataDir, false).accessKey(PRINCIPALS.deployer);
  const cognito = new CognitoIdentityProviderClient({ region, endpoint, credentials });
  const who = { UserPoolId: userPoolId, Username: username };
  const password = 'One-Person-2-Users';
  const UserAttributes = [
    { Name: 'custom:tenant', Value: 'acme' },
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  const create = { ...who, MessageAction: 'SUPPRESS', UserAttributes } as const;
  await cognito.send(new AdminCreateUserCommand(create));
  await cognito.send(new AdminAddUserToGroupCommand({ ...who, GroupName: group }));
  const set = { ...who, Password: password, Permanent: true };
  await cognito.send(new AdminSetUserPasswordCommand(set));
  cognito.destroy();
  const user = { username, password, tenant: 'acme', groups: [group] };
  return { ...ready, users: [...ready.users, user] };
}
