import { createHash } from 'node:crypto';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { TEST_CARDS } from '../../local/processor/test-cards.ts';
import { searchFiles, searchText } from '../support/canary.ts';
import type { Canaries } from '../support/canary.ts';
import { newDataDir, removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor, post, signIn } from '../support/graphql.ts';
import type { Answer, Caller } from '../support/graphql.ts';

const CANARIES = {
  pan: '5454545454545454',
  ssn: '841573926',
  email: 'canary.e2e@private.example',
  text: 'The quick canary — 𝕊ang twice 🐤 at noon',
  refused: '6011000990139425',
  echoed: TEST_CARDS.echo,
  failed: TEST_CARDS.fail,
} satisfies Canaries;

const VALUES = [
  ['PAN', CANARIES.pan, 'PAYMENT'],
  ['SSN', CANARIES.ssn, 'FRAUD_REVIEW'],
  ['EMAIL', CANARIES.email, 'CUSTOMER_SUPPORT'],
  ['TEXT', CANARIES.text, 'CUSTOMER_SUPPORT'],
] as const;

const TOKENIZE =
  'mutation($input: TokenizeInput!) { tokenize(input: $input) { token dataClass format masked createdAt } }';
const RELEASE =
  'mutation($input: DetokenizeInput!) { detokenize(input: $input) { masked plaintext } }';
const CHARGE =
  'mutation($input: ChargeInput!) { charge(input: $input) { reference state authorization masked } }';
const MASKED = 'query($token: ID!) { token(token: $token) { masked } }';

describe('after a whole run', () => {
  const dataDir = newDataDir();
  const silent: Answer[] = [];
  const released: Answer[] = [];
  const charges: (string | undefined)[] = [];
  let gateway: RunningGateway;
  let exitCode: number | null;

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
    const tokenizer = await callerFor(gateway.ready, 'acme-tokenizer');
    const payments = await callerFor(gateway.ready, 'acme-payments');
    for (const value of VALUES) await useValue(tokenizer, payments, value);
    for (const pan of [CANARIES.echoed, CANARIES.failed]) await charge(tokenizer, payments, pan);
    await provokeRefusals(tokenizer);
    exitCode = await gateway.stop();
  });
  afterAll(() => {
    removeDataDir(dataDir);
  });

  const useValue = async (
    tokenizer: Caller,
    payments: Caller,
    [dataClass, plaintext, purpose]: (typeof VALUES)[number],
  ) => {
    for (const format of ['OPAQUE', 'FORMAT_PRESERVING']) {
      const made = await tokenizer.query(TOKENIZE, { input: { dataClass, plaintext, format } });
      silent.push(made);
      const { token } = (made.data?.tokenize ?? { token: 'none' }) as { token: string };
      silent.push(await tokenizer.query(MASKED, { token }));
      silent.push(await tokenizer.query(RELEASE, { input: { token, purpose } }));
      released.push(await payments.query(RELEASE, { input: { token, purpose } }));
    }
  };

  /** By a processor that repeats the card in all that it answers. */
  const charge = async (tokenizer: Caller, payments: Caller, plaintext: string) => {
    const input = { dataClass: 'PAN', plaintext };
    const made = await tokenizer.query(TOKENIZE, { input });
    const { token } = made.data?.tokenize as { token: string };
    const charged = await payments.query(CHARGE, {
      input: {
        ...{ token, processor: 'sandbox', amount: 1, currency: 'EUR', purpose: 'PAYMENT' },
        idempotencyKey: token,
      },
    });
    charges.push((charged.data?.charge as { state: string } | undefined)?.state);
    silent.push(made, charged);
  };

  /** The value arrives wherever a careless client may put it, and is refused there. */
  const provokeRefusals = async (tokenizer: Caller) => {
    const { refused } = CANARIES;
    const { idToken } = await signIn(gateway.ready, 'acme-tokenizer');
    const input = { dataClass: 'SSN', plaintext: refused };
    silent.push(await tokenizer.query(TOKENIZE, { input }));
    silent.push(await tokenizer.query(TOKENIZE, { input: { ...input, pan: refused } }));
    silent.push(await tokenizer.query(TOKENIZE, { input: { ...input, dataClass: refused } }));
    silent.push(await tokenizer.query(MASKED, { token: refused }));
    silent.push(await tokenizer.query(RELEASE, { input: { token: refused, purpose: refused } }));
    silent.push(await tokenizer.query(`{ me { a${refused} } }`));
    silent.push(await tokenizer.query(`query Q${refused} { me { id } }`));
    silent.push(await post(gateway.ready.graphql, refused, { authorization: idToken }));
    silent.push(await post(gateway.ready.graphql, '{}', { authorization: refused }));
    silent.push(
      await post(`${gateway.ready.graphql}?card=${refused}`, '{}', { 'x-card': refused }),
    );
    await fetch(new URL(`/${refused}`, gateway.ready.graphql), { headers: { 'x-card': refused } });
    await fetch(gateway.ready.cognito.endpoint, { method: 'POST', body: refused }).catch(
      () => null,
    );
    await fetch(gateway.ready.kms.endpoint, { method: 'POST', body: refused }).catch(() => null);
    await fetch(gateway.ready.dynamodb.endpoint, { method: 'POST', body: refused }).catch(
      () => null,
    );
  };

  test('the run did what it should', () => {
    expect(exitCode).toBe(0);
    expect(charges).toEqual(['AUTHORIZED', 'UNKNOWN']);
    const plaintexts = released.map(
      ({ data }) => (data?.detokenize as { plaintext: string } | undefined)?.plaintext,
    );
    // TEXT has no second format, so its last release finds no token.
    expect(plaintexts).toEqual([
      ...[CANARIES.pan, CANARIES.pan, CANARIES.ssn, CANARIES.ssn, CANARIES.email, CANARIES.email],
      CANARIES.text,
      undefined,
    ]);
  });

  test('no file holds a value: database, journal, key files and logs included', () => {
    expect(searchFiles(dataDir, CANARIES)).toEqual([]);
  });

  test('nothing that was printed holds a value', () => {
    expect(searchText(gateway.output(), 'the output', CANARIES)).toEqual([]);
  });

  test('no answer holds a value but those that release it', () => {
    const found = silent.flatMap(({ text }, at) => searchText(text, `answer ${at}`, CANARIES));
    expect(found).toEqual([]);
  });

  test('no file holds a bare hash of a value', () => {
    const hashes = Object.fromEntries(
      Object.entries(CANARIES).flatMap(([name, value]) =>
        ['sha1', 'sha256', 'sha512', 'md5'].map((algorithm) => [
          `${name} ${algorithm}`,
          createHash(algorithm).update(value).digest(),
        ]),
      ),
    );
    expect(searchFiles(dataDir, hashes)).toEqual([]);
  });

  test('the same search finds a value that is planted', () => {
    const path = join(dataDir, 'dynamodb', 'planted');
    writeFileSync(
      path,
      Buffer.concat([Buffer.alloc(4096, 1), Buffer.from(CANARIES.pan, 'utf16le')]),
    );
    expect(searchFiles(dataDir, CANARIES)).toEqual([
      { canary: 'pan', encoding: 'utf-16le', place: join('dynamodb', 'planted') },
    ]);
    rmSync(path);
  });
});
