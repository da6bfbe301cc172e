import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { tableName } from '../../local/seed/tables.ts';
import { checkReceipt } from '../../tools/receipt-check.ts';
import { deployerDynamoDb, readAuditTrail } from '../support/audit-trail.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';
import { until } from '../support/processes.ts';

const PAN = '4111111111111111';
const TOKENIZE = 'mutation($input: TokenizeInput!) { tokenize(input: $input) { token usesLeft } }';
const RELEASE = 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';
const REVOKE = 'mutation($input: TokenStateInput!) { revokeToken(input: $input) { state } }';
const RESTORE = 'mutation($input: TokenStateInput!) { restoreToken(input: $input) { state } }';
const ERASE = `mutation($input: TokenStateInput!) {
  eraseToken(input: $input) {
    token inaccessibleSince irrecoverableFrom statement signature keyId
  }
}`;
const START = 'mutation { startRewrap { id } }';
const STATUS =
  '{ rewrapStatus { state rewrapped alreadyCurrent failed census { keyVersion records } } }';

describe('the life of a token, through GraphQL', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  let tokenizer: Caller;
  let payments: Caller;
  let admin: Caller;

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
    tokenizer = await callerFor(gateway.ready, 'acme-tokenizer');
    payments = await callerFor(gateway.ready, 'acme-payments');
    admin = await callerFor(gateway.ready, 'acme-admin');
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  const make = async (more: object = {}): Promise<string> => {
    const input = { dataClass: 'PAN', plaintext: PAN, deterministic: false, ...more };
    const { data } = await tokenizer.query(TOKENIZE, { input });
    return (data as { tokenize: { token: string } }).tokenize.token;
  };
  const release = (token: string) =>
    payments.query(RELEASE, { input: { token, purpose: 'PAYMENT' } });
  const plaintextIn = ({ data }: { data: unknown }) =>
    (data as { detokenize: { plaintext: string | null } | null } | null)?.detokenize?.plaintext;

  test('a token of one use is released once, however many ask at once', async () => {
    const token = await make({ maxUses: 1 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => release(token)));
    expect(answers.filter((answer) => plaintextIn(answer) === PAN)).toHaveLength(1);
    const codes = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(new Set(codes)).toEqual(new Set(['ALREADY_USED']));
    expect(codes).toHaveLength(99);
  });

  test('a revoked token is restored, an erased one is not', async () => {
    const token = await make();
    const input = { token };
    expect((await admin.query(REVOKE, { input })).data).toEqual({
      revokeToken: { state: 'REVOKED' },
    });
    expect((await release(token)).errors[0]?.errorType).toBe('TOKEN_NOT_FOUND');
    expect((await admin.query(RESTORE, { input })).data).toEqual({
      restoreToken: { state: 'ACTIVE' },
    });
    expect(plaintextIn(await release(token))).toBe(PAN);
    await admin.query(ERASE, { input });
    expect((await admin.query(RESTORE, { input })).errors[0]?.errorType).toBe('TOKEN_NOT_FOUND');
  });

  test('the receipt is genuine under the public key in the data directory', async () => {
    const { text } = await admin.query(ERASE, { input: { token: await make() } });
    const key = readFileSync(join(dataDir, 'receipt-key.pem'));
    expect(checkReceipt(text, key)).toMatchObject({ isGenuine: true, stated: { tenant: 'acme' } });
  });

  test('a rewrap counts every record by its key, under the roles that are deployed', async () => {
    const [kept, damaged] = [await make(), await make()];
    const dynamodb = deployerDynamoDb(dataDir, gateway.ready.dynamodb.endpoint);
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: tableName('vault'),
        Key: { pk: { S: `acme#token#${damaged}` } },
        UpdateExpression: 'REMOVE mac',
      }),
    );
    await admin.query(START);
    const status = async () => {
      const { data } = await admin.query(STATUS);
      return (data as { rewrapStatus: { state: string } }).rewrapStatus;
    };
    await until(async () => (await status()).state === 'DONE');
    const { tenants } = (await admin.query('{ tenants { items { name keyVersion } } }')).data as {
      tenants: { items: { name: string; keyVersion: string }[] };
    };
    const keyVersion = tenants.items.find(({ name }) => name === 'acme')?.keyVersion;
    // One token was used up, one erased for its receipt, one restored and erased.
    expect(await status()).toEqual({
      state: 'DONE',
      rewrapped: 0,
      alreadyCurrent: 2,
      failed: 1,
      census: [{ keyVersion, records: 2 }],
    });
    expect(plaintextIn(await release(kept))).toBe(PAN);
    const pages = (await readAuditTrail(dynamodb)).filter(
      ({ operation }) => operation?.S === 'rewrapPage',
    );
    expect(pages.map(({ kind }) => kind?.S)).toEqual(['ATTEMPT', 'OUTCOME']);
    dynamodb.destroy();
  });
});
