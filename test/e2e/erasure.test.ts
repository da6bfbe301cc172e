import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkReceipt } from '../../tools/receipt-check.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';

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
});
