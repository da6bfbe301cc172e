import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';

import { SignJWT, decodeJwt, decodeProtectedHeader } from 'jose';

import { TokenizeDocument } from '../../client/generated/operations.ts';
import type { Ready } from '../../local/ready.ts';
import { searchText } from '../support/canary.ts';
import { openTarget } from '../support/gateway.ts';
import { callerFor, post, signIn } from '../support/graphql.ts';
import type { Answer, Caller } from '../support/graphql.ts';
import { PROBES } from './recorded/probes.ts';
import type { Probe } from './recorded/probes.ts';
import { createProber, readRecording, sourceOf, writeRecording } from './recorded/recording.ts';
import type { RecordedAnswer } from './recorded/recording.ts';

const PAN = '5105105105105100';
const CANARIES = { pan: PAN, text: 'canary-in-bad-input' };
const TOKENIZE = 'mutation($input: TokenizeInput!) { tokenize(input: $input) { token masked } }';
const RELEASE = 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';

describe('bad input', () => {
  let ready: Ready;
  let close: () => Promise<void>;
  let tokenizer: Caller;
  let payments: Caller;
  let idToken: string;
  let ask: (probe: Probe) => Promise<RecordedAnswer>;
  const isRecording = process.env.TEST_WRITES_DOCS !== undefined;
  const recorded = readRecording();
  const answers: Record<string, RecordedAnswer> = {};

  beforeAll(async () => {
    ({ ready, close } = await openTarget());
    ({ idToken } = await signIn(ready, 'acme-tokenizer'));
    tokenizer = await callerFor(ready, 'acme-tokenizer');
    payments = await callerFor(ready, 'acme-payments');
    ask = createProber(ready);
  });
  afterAll(async () => {
    await close();
    if (isRecording) writeRecording({ recordedFrom: sourceOf(ready), answers });
  });

  const expectNoEcho = (answer: Answer) => {
    expect(searchText(answer.text, 'the answer', CANARIES)).toEqual([]);
  };
  const input = (fields: object) => ({ input: { dataClass: 'PAN', plaintext: PAN, ...fields } });

  const variables: [string, unknown, RegExp][] = [
    ['a number for the plaintext', input({ plaintext: Number(PAN) }), /invalid value/],
    ['a list for the plaintext', input({ plaintext: [PAN] }), /invalid value/],
    ['an object for the plaintext', input({ plaintext: { pan: PAN } }), /invalid value/],
    ['null for the plaintext', input({ plaintext: null }), /coerced Null value/],
    ['no input at all', {}, /coerced Null value/],
    ['a field that the input does not have', input({ pan: PAN }), /not defined for input object/],
    ['a class that does not exist', input({ dataClass: CANARIES.text }), /invalid value/],
    ['a prototype key', JSON.parse(`{"input":{"__proto__":{"x":"${PAN}"}}}`), /./],
  ];
  test.each(variables)('%s is refused with status 200', async (_, given, message) => {
    const answer = await tokenizer.query(TOKENIZE, given);
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors[0]?.message).toMatch(message);
    expectNoEcho(answer);
  });

  const documents: [string, string, RegExp][] = [
    [
      'a literal of the wrong type',
      `mutation { tokenize(input: { dataClass: PAN, plaintext: ${PAN} }) { token } }`,
      /^Validation error of type WrongType/,
    ],
    [
      'a literal with an unknown field',
      `mutation { tokenize(input: { dataClass: PAN, pan: "${PAN}" }) { token } }`,
      /^Validation error of type/,
    ],
    ['an unknown field', '{ nothing }', /^Validation error of type FieldUndefined/],
    [
      'an unknown argument',
      `{ token(card: "${PAN}") { token } }`,
      /^Validation error of type UnknownArgument/,
    ],
    ['a field named like a PAN', `{ a${PAN} }`, /^Validation error of type FieldUndefined/],
    ['a document that does not parse', `mutation { tokenize(input: "${PAN}"`, /./],
  ];
  test.each(documents)('%s is refused with status 200', async (_, document, message) => {
    const answer = await tokenizer.query(document);
    expect([answer.status, answer.data]).toEqual([200, null]);
    expect(answer.errors[0]?.message).toMatch(message);
    expectNoEcho(answer);
  });

  test('a literal PAN that is accepted is not echoed either', async () => {
    expectNoEcho(
      await tokenizer.query(
        `mutation { tokenize(input: { dataClass: PAN, plaintext: "${PAN}" }) { token masked } }`,
      ),
    );
  });

  const plaintexts: [string, string, string][] = [
    ['a PAN that fails Luhn', 'PAN', '5105105105105101'],
    ['an empty PAN', 'PAN', ''],
    ['a PAN of 20 digits', 'PAN', '51051051051051051051'],
    ['a PAN in homoglyph digits', 'PAN', '５１０５１０５１０５１０５１００'],
    ['a PAN with a control character', 'PAN', `${PAN}\u0000`],
    ['an SSN of an area never issued', 'SSN', '666-12-3456'],
    ['an e-mail address without a domain', 'EMAIL', 'canary-in-bad-input@'],
    ['an empty text', 'TEXT', ''],
    ['a text of 4,097 bytes', 'TEXT', 'x'.repeat(4097)],
    ['a text over 4,096 bytes in characters beyond the BMP', 'TEXT', '😀'.repeat(1025)],
    ['half a surrogate pair', 'TEXT', 'canary-in-bad-input \ud83d'],
  ];
  test.each(plaintexts)('%s is refused as INVALID_PLAINTEXT', async (_, dataClass, plaintext) => {
    const answer = await tokenizer.query(TOKENIZE, input({ dataClass, plaintext }));
    expect(answer.errors.map(({ errorType }) => errorType)).toEqual(['INVALID_PLAINTEXT']);
    expectNoEcho(answer);
  });

  test('a text of 4,096 bytes beyond the BMP is accepted', async () => {
    const answer = await tokenizer.query(
      TOKENIZE,
      input({ dataClass: 'TEXT', plaintext: '😀'.repeat(1024) }),
    );
    expect(answer.errors).toEqual([]);
  });

  test('a format that the class does not offer is refused as INVALID_INPUT', async () => {
    const given = input({ dataClass: 'TEXT', plaintext: 'x', format: 'FORMAT_PRESERVING' });
    const answer = await tokenizer.query(TOKENIZE, given);
    expect(answer.errors[0]?.errorType).toBe('INVALID_INPUT');
  });

  test.each([
    ['one that was never made', 'tok_000000000000000000000000000000'],
    ['a PAN', PAN],
    ['an empty one', ''],
    ['one of 10,000 characters', CANARIES.text.repeat(500)],
  ])('as a token, %s is refused as TOKEN_NOT_FOUND', async (_, token) => {
    const answer = await payments.query(RELEASE, { input: { token, purpose: 'PAYMENT' } });
    expect(answer.errors[0]?.errorType).toBe('TOKEN_NOT_FOUND');
    expectNoEcho(answer);
  });

  const authorizations: [string, () => Promise<string> | string][] = [
    ['no credentials', () => ''],
    ['a word', () => PAN],
    ['an unsigned JWT', () => `${segment({ alg: 'none' })}.${segment(decodeJwt(idToken))}.`],
    ['a JWT signed by another key', () => signed(decodeJwt(idToken))],
    [
      'a JWT of another issuer',
      () => signed({ ...decodeJwt(idToken), iss: 'https://evil.example' }),
    ],
    ['an altered JWT', () => altered(idToken, { 'cognito:groups': ['payment-staff'] })],
    ['an expired JWT', () => altered(idToken, { exp: 1 })],
  ];
  const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const altered = (jwt: string, claims: object) => {
    const [header, , signature] = jwt.split('.');
    return [header, segment({ ...decodeJwt(jwt), ...claims }), signature].join('.');
  };
  const signed = (claims: object) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: decodeProtectedHeader(idToken).kid ?? '' })
      .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  test.each(authorizations)('%s is refused with status 401', async (_, authorization) => {
    const answer = await post(
      ready.graphql,
      JSON.stringify({ query: TOKENIZE, variables: input({}) }),
      {
        authorization: await authorization(),
      },
    );
    expect(answer.status).toBe(401);
    expect(answer.errors.map(({ errorType }) => errorType)).toEqual(['UnauthorizedException']);
    expectNoEcho(answer);
  });

  const bodies: [string, string | Buffer][] = [
    ['nothing', ''],
    ['a word', `meow ${PAN}`],
    ['an empty object', '{}'],
    ['a list', `["${PAN}"]`],
    ['broken JSON', `{"query":"{ me { id } }","variables":{"pan":"${PAN}"`],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ];
  test.each(bodies)('a body of %s is refused with status 400', async (_, body) => {
    const answer = await post(ready.graphql, body, { authorization: idToken });
    expect(answer.status).toBe(400);
    expect(answer.errors[0]?.errorType).toBe('MalformedHttpRequestException');
    expectNoEcho(answer);
  });

  test('a GET is refused before anyone is asked who is calling: URLs are logged', async () => {
    const url = `${ready.graphql}?query=${encodeURIComponent(TOKENIZE)}&pan=${PAN}`;
    const response = await fetch(url, { headers: { authorization: idToken } });
    // Our own front says 405, the web application firewall in front of AppSync 403.
    expect([403, 405]).toContain(response.status);
    expect(searchText(await response.text(), 'the answer', CANARIES)).toEqual([]);
  });

  test('a body of 1 MB is refused with a coded error', async () => {
    const body = JSON.stringify({
      query: TOKENIZE,
      variables: input({ plaintext: PAN.repeat(70_000) }),
    });
    const answer = await post(ready.graphql, body, { authorization: idToken });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.errors[0]?.errorType).toEqual(expect.any(String));
    expectNoEcho(answer);
  });

  test('a document nested 5,000 levels deep is refused', async () => {
    const deep = `${'{ me '.repeat(5000)}${'}'.repeat(5000)}`;
    const answer = await tokenizer.query(deep);
    expect(answer.data).toBeNull();
    expect(answer.errors.length).toBeGreaterThan(0);
  });

  test('a foreign Host name is refused, as of a page that rebinds its DNS name', async () => {
    const status = await new Promise((resolve) => {
      request(ready.graphql, { method: 'POST', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end('{}');
    });
    expect(status).toBe(403);
  });

  test.each(PROBES.map((probe) => [probe.name, probe] as const))(
    'is answered as recorded, %s',
    async (name, probe) => {
      answers[name] = await ask(probe);
      if (!isRecording) expect(answers[name]).toEqual(recorded.answers[name]);
      expect(searchText(JSON.stringify(answers[name]), 'the answer', CANARIES)).toEqual([]);
    },
  );

  test('after all of it the gateway still works', async () => {
    const { errors, data } = await tokenizer.run(TokenizeDocument, {
      input: { dataClass: 'PAN', plaintext: PAN },
    });
    expect(errors).toEqual([]);
    expect(data?.tokenize.masked).toBe('************5100');
  });
});
