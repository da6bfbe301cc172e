import * as client from '../../client/index.ts';
import type { Gateway, GatewayOptions, Outcome, TypedDocument } from '../../client/index.ts';
import { makeCustomers } from '../../demo/customers.ts';
import { removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { signIn } from '../support/graphql.ts';
import { tapWire } from '../support/wire-tap.ts';
import type { Fate, Passage, WireTap } from '../support/wire-tap.ts';

const { cognitoAuth, createGateway, GatewayError } = client;
const PAN = '4012888888881881';
const UNUSED_TOKEN = 'tok_4fQ9vXk2LmN8pRs7TuW1yZ1josSH';
const RANDOM = { dataClass: 'PAN', plaintext: PAN, deterministic: false } as const;

interface SentBody {
  readonly query: string;
  readonly variables: {
    readonly input?: { readonly idempotencyKey?: string };
    readonly inputs?: readonly { readonly plaintext?: string; readonly idempotencyKey?: string }[];
  };
}

const sent = ({ body }: Passage) => JSON.parse(body) as SentBody;
const keyOf = (passage: Passage) => sent(passage).variables.input?.idempotencyKey;
/** A fate for each request in turn; what comes after them passes. */
const inTurn = (...fates: readonly Fate[]) => {
  const left = [...fates];
  return () => left.shift() ?? 'pass';
};
const failing = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (!(error instanceof GatewayError)) throw new Error('It did not fail as the gateway does.');
  return error;
};
const codesOf = (outcomes: readonly Outcome<unknown>[]) =>
  outcomes.map((outcome) => (outcome.ok ? 'OK' : outcome.error.code));

describe('the client of a gateway', () => {
  let gateway: RunningGateway;
  let wire: WireTap;
  let idTokens: Readonly<Record<'tokenizer' | 'payments' | 'admin', string>>;
  let endpoint: string;

  beforeAll(async () => {
    gateway = await startGateway();
    wire = await tapWire(new URL(gateway.ready.graphql).origin);
    endpoint = `${wire.endpoint}/graphql`;
    const [tokenizer, payments, admin] = await Promise.all(
      ['acme-tokenizer', 'acme-payments', 'acme-admin'].map(async (name) => {
        const { idToken } = await signIn(gateway.ready, name);
        return idToken;
      }),
    );
    idTokens = { tokenizer: tokenizer ?? '', payments: payments ?? '', admin: admin ?? '' };
  }, 90_000);
  afterAll(async () => {
    await wire.stop();
    await gateway.stop();
    removeDataDir(gateway.dataDir);
  });
  beforeEach(() => {
    wire.clear();
    wire.decide(null);
  });
  const open = (
    user: keyof typeof idTokens = 'tokenizer',
    options: Partial<GatewayOptions> = {},
  ): Gateway =>
    createGateway({
      endpoint,
      auth: cognitoAuth(() => idTokens[user]),
      retry: { firstDelayMs: 1, maxDelayMs: 5 },
      ...options,
    });
  const tokenize = (gatewayClient: Gateway, changes: Partial<client.TokenizeInput> = {}) =>
    gatewayClient.run(client.TokenizeDocument, { input: { ...RANDOM, ...changes } });

  test('sends a value as a variable and nowhere else', async () => {
    const { tokenize: made } = await tokenize(open());
    expect([client.isToken(made.token), made.masked]).toEqual([true, client.MASKS.PAN(PAN)]);
    const [passage] = wire.passages;
    expect(passage?.request).toBe('POST /graphql');
    expect(passage && sent(passage).query).not.toContain(PAN);
    expect(passage && sent(passage).variables.input).toMatchObject({ plaintext: PAN });
  });

  test('repeats a call whose answer was lost under the same key, and gets what it made', async () => {
    wire.decide(inTurn('lose-answer', { status: 503, type: 'ServiceUnavailable' }));
    const { tokenize: made } = await tokenize(open());
    const [first, second, third] = wire.passages;
    expect(wire.passages).toHaveLength(3);
    expect(first && keyOf(first)).toMatch(/^[0-9a-f-]{36}$/);
    expect([second && keyOf(second), third && keyOf(third)]).toEqual(
      Array(2).fill(first && keyOf(first)),
    );
    expect(first?.answer?.body).toContain(made.token);
  });

  test('keeps the key that its caller chose', async () => {
    await tokenize(open(), { idempotencyKey: 'order 17' });
    expect(wire.passages.map(keyOf)).toEqual(['order 17']);
  });

  test.each([
    ['a cut connection', 'cut', 'UNREACHABLE'],
    ['no answer in time', 'hang', 'TIMED_OUT'],
    ['HTTP 429', { status: 429, type: 'ThrottlingException' }, 'THROTTLED'],
    ['HTTP 502', { status: 502, type: 'BadGateway' }, 'UNAVAILABLE'],
  ] as [string, Fate, string][])(
    'tries as often as it may on %s, and names it',
    async (_what, fate, code) => {
      wire.decide(() => fate);
      const options = { timeoutMs: 100, retry: { tries: 3, firstDelayMs: 1 } };
      expect((await failing(tokenize(open('tokenizer', options)))).code).toBe(code);
      expect(wire.passages).toHaveLength(3);
    },
  );

  test('does not repeat a refusal, and tells no value in it', async () => {
    const error = await failing(tokenize(open(), { plaintext: '4012888888881882' }));
    expect(error).toMatchObject({ code: 'INVALID_PLAINTEXT', status: 200, operation: 'Tokenize' });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(`${JSON.stringify(error)}${error.stack ?? ''}`).not.toContain('401288888888188');
    expect(wire.passages).toHaveLength(1);
  });

  test('does not repeat a mutation that has no key', async () => {
    wire.decide(() => 'lose-answer');
    const input = {
      scope: 'ACTOR',
      kind: 'MASKED',
      perMinute: 1_000_000,
      perDay: 1_000_000,
    } as const;
    const error = await failing(open('admin').run(client.SetBudgetDocument, { input }));
    expect([error.code, wire.passages.length]).toEqual(['UNREACHABLE', 1]);
  });

  test('repeats a query, and a mutation whose input was left out, with a key', async () => {
    wire.decide(inTurn('cut', 'pass', 'cut'));
    await open('admin').run(client.MeDocument, {});
    await open('admin').run(client.RotateKeysDocument, {});
    const [, , first, second] = wire.passages.map(keyOf);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });

  test('names what AppSync itself refuses', async () => {
    const document = 'mutation Oops { tokenize { token } }' as TypedDocument<unknown, object>;
    expect((await failing(open().run(document, {}))).code).toBe('BAD_REQUEST');
    const input = { token: UNUSED_TOKEN, purpose: 'PAYMENT' } as const;
    const release = open().run(client.ReleaseDocument, { input });
    expect((await failing(release)).code).toBe('NOT_AUTHORIZED');
  });

  test.each([
    '{ token(token: "tok_1") { masked } }',
    '{ token(token: 4012888888881881) { masked } }',
    '{ me { x4012888888881881: id } } # or 4012888888881881',
  ])('refuses to send a document with a value in it: %s', async (document) => {
    const call = open().run(document, {});
    expect((await failing(call)).code).toBe('LITERAL_IN_DOCUMENT');
    expect(wire.passages).toEqual([]);
  });

  test('refuses an endpoint that would carry values in the clear', () => {
    expect(() => open('tokenizer', { endpoint: 'http://gateway.example/graphql' })).toThrow(
      TypeError,
    );
  });

  test('ends a call and its pauses when its caller does', async () => {
    const controller = new AbortController();
    wire.decide(() => {
      controller.abort();
      return 'hang';
    });
    const call = open().run(client.MeDocument, {}, { signal: controller.signal });
    expect((await failing(call)).code).toBe('ABORTED');
    expect(wire.passages).toHaveLength(1);
  });

  test('asks for another ID token when one is refused, once', async () => {
    const renewals: boolean[] = [];
    const auth = cognitoAuth(({ renew }) => {
      renewals.push(renew);
      return renew ? idTokens.tokenizer : 'e30.e30.AAAA';
    });
    await open('tokenizer', { auth }).run(client.MeDocument, {});
    expect(renewals).toEqual([false, true]);
    const never = open('tokenizer', { auth: cognitoAuth(() => 'e30.e30.AAAA') });
    expect((await failing(never.run(client.MeDocument, {}))).code).toBe('UNAUTHENTICATED');
    expect(wire.passages).toHaveLength(4);
  });

  test('asks for an ID token once for many calls, and again before it expires', async () => {
    const soon = Buffer.from(JSON.stringify({ exp: Date.now() / 1000 + 59 })).toString('base64url');
    const supplied = [`e30.${soon}.AAAA`, idTokens.tokenizer];
    let asked = 0;
    const auth = cognitoAuth(() => supplied[asked++] ?? '');
    const request = { url: new URL(endpoint), body: '' };
    await auth.headers(request, { renew: false });
    const calls = open('tokenizer', { auth });
    await Promise.all(Array.from({ length: 5 }, () => calls.run(client.MeDocument, {})));
    expect(asked).toBe(2);
  });

  test('says why it could not ask for an ID token', async () => {
    const reason = new Error('nobody is signed in');
    const auth = cognitoAuth(() => Promise.reject(reason));
    const error = await failing(open('tokenizer', { auth }).run(client.MeDocument, {}));
    expect([error.code, error.cause, wire.passages.length]).toEqual(['UNAUTHENTICATED', reason, 0]);
  });

  describe('with many items', () => {
    const pans = makeCustomers(120, 7).map(({ pan }) => pan);
    const inputs = pans.map((plaintext, index) =>
      index === 60 ? { ...RANDOM, plaintext: '1' } : { ...RANDOM, plaintext },
    );

    test('splits them, bounds what is under way, and answers each in order', async () => {
      let underWay = 0;
      let most = 0;
      const counting: typeof fetch = async (...request) => {
        underWay += 1;
        most = Math.max(most, underWay);
        return fetch(...request).finally(() => (underWay -= 1));
      };
      const calls = open('tokenizer', { fetch: counting });
      const outcomes = await calls.tokenizeAll(inputs, { concurrency: 2, maxBodyBytes: 4000 });
      expect(codesOf(outcomes)).toEqual(
        inputs.map((_, index) => (index === 60 ? 'INVALID_PLAINTEXT' : 'OK')),
      );
      expect(
        outcomes.map((one) => (one.ok ? one.value.masked.slice(-4) : pans[60]?.slice(-4))),
      ).toEqual(pans.map((pan) => pan.slice(-4)));
      expect(most).toBe(2);
      expect(Math.max(...wire.passages.map(({ body }) => body.length))).toBeLessThanOrEqual(4000);
    });

    test('sends at most 50 at a time, and again only what failed for a moment, under its key', async () => {
      // As the vault answers when DynamoDB throttles two of the items.
      const unavailable = {
        __typename: 'VaultError',
        code: 'TEMPORARILY_UNAVAILABLE',
        message: '',
      };
      const edit = (answer: Record<string, unknown>) => {
        const items = [...(answer as { data: { tokenizeBatch: object[] } }).data.tokenizeBatch];
        items.splice(3, 2, unavailable, unavailable);
        return { data: { tokenizeBatch: items } };
      };
      wire.decide(inTurn({ edit }));
      const outcomes = await open().tokenizeAll(inputs, { concurrency: 1, maxBodyBytes: 100_000 });
      expect(codesOf(outcomes).filter((code) => code !== 'OK')).toEqual(['INVALID_PLAINTEXT']);
      expect(wire.passages.map((one) => sent(one).variables.inputs?.length)).toEqual([
        50, 2, 50, 20,
      ]);
      const [first, again] = wire.passages.map((one) => sent(one).variables.inputs);
      expect(again).toEqual(first?.slice(3, 5));
    });

    test('releases each by itself: what fails for one fails for no other', async () => {
      const made = await open().tokenizeAll(inputs.slice(0, 60));
      const tokens = made.flatMap((one) => (one.ok ? [one.value.token] : []));
      const asked = [...tokens.slice(0, 30), UNUSED_TOKEN, ...tokens.slice(30)].map((token) => ({
        token,
        purpose: 'PAYMENT' as const,
      }));
      const released = await open('payments').releaseAll(asked);
      expect(released.map((one) => (one.ok ? one.value.plaintext : one.error.code))).toEqual([
        ...pans.slice(0, 30),
        'TOKEN_NOT_FOUND',
        ...pans.slice(30, 60),
      ]);
    });

    test('tells a refused plaintext apart from those beside it', async () => {
      const once = await open().tokenizeAll([{ ...RANDOM, maxUses: 1 }, RANDOM, RANDOM]);
      const [used = '', ...others] = once.map((one) => (one.ok ? one.value.token : ''));
      const asked = [others[0] ?? '', used, used, others[1] ?? ''].map((token) => ({
        token,
        purpose: 'PAYMENT' as const,
      }));
      const codes = codesOf(await open('payments').releaseAll(asked));
      expect([codes[0], codes.slice(1, 3).sort(), codes[3]]).toEqual([
        'OK',
        ['ALREADY_USED', 'OK'],
        'OK',
      ]);
    });

    test('answers for every item when nothing can be reached', async () => {
      wire.decide(() => 'cut');
      const outcomes = await open('tokenizer', { retry: { tries: 1 } }).tokenizeAll(inputs);
      expect(new Set(codesOf(outcomes))).toEqual(new Set(['UNREACHABLE']));
      expect(outcomes).toHaveLength(120);
    });
  });
});
