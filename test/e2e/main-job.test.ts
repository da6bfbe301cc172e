import {
  DetokenizeDocument,
  MeDocument,
  ReleaseBatchDocument,
  ReleaseDocument,
  TokenDocument,
  TokenizeBatchDocument,
  TokenizeDocument,
} from '../../client/generated/operations.ts';
import type { DataClass, Purpose, TokenFormat } from '../../client/generated/operations.ts';
import type { Ready } from '../../local/ready.ts';
import { openTarget } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';

interface Sample {
  readonly plaintext: string;
  readonly normal: string;
  readonly masked: RegExp;
  readonly purpose: Purpose;
  readonly formats: readonly TokenFormat[];
}

/** CVC is never released, and CUSTOM is what tenants make of it. */
type ReleasedClass = Exclude<DataClass, 'CVC' | 'CUSTOM'>;

const SAMPLES: Readonly<Record<ReleasedClass, Sample>> = {
  PAN: {
    plaintext: '4012 8888-8888 1881',
    normal: '4012888888881881',
    masked: /^\*{12}1881$/,
    purpose: 'PAYMENT',
    formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  },
  SSN: {
    plaintext: '856-45-6789',
    normal: '856456789',
    masked: /^[*-]+6789$/,
    purpose: 'FRAUD_REVIEW',
    formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  },
  EMAIL: {
    plaintext: 'Jane.Roe@E2E.Example',
    normal: 'Jane.Roe@e2e.example',
    masked: /\*/,
    purpose: 'CHARGEBACK',
    formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  },
  IBAN: {
    plaintext: 'de89 3704 0044 0532 0130 00',
    normal: 'DE89370400440532013000',
    masked: /^\*{18}3000$/,
    purpose: 'REFUND',
    formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  },
  BANK_ACCOUNT: {
    plaintext: '0001-234 567',
    normal: '0001234567',
    masked: /^\*{8}67$/,
    purpose: 'PAYMENT',
    formats: ['OPAQUE', 'UUID'],
  },
  ROUTING_NUMBER: {
    plaintext: '0210-0002-1',
    normal: '021000021',
    masked: /^\*{5}0021$/,
    purpose: 'FRAUD_REVIEW',
    formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  },
  PHONE: {
    plaintext: '+44 (0)20 7946 0958',
    normal: '+442079460958',
    masked: /^\*{9}0958$/,
    purpose: 'CUSTOMER_SUPPORT',
    formats: ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'],
  },
  NAME: {
    plaintext: '  Zoe\u0308  Roe ',
    normal: 'Zoë Roe',
    masked: /^Z\*{3}$/,
    purpose: 'LEGAL',
    formats: ['OPAQUE', 'UUID'],
  },
  DATE_OF_BIRTH: {
    plaintext: '1999-12-31',
    normal: '1999-12-31',
    masked: /^\*{4}-\*\*-\*\*$/,
    purpose: 'LEGAL',
    formats: ['OPAQUE', 'UUID'],
  },
  TEXT: {
    plaintext: 'Ring twice, 𝕊econd floor — naïve 😀',
    normal: 'Ring twice, 𝕊econd floor — naïve 😀',
    masked: /^\*+$/,
    purpose: 'LEGAL',
    formats: ['OPAQUE', 'UUID'],
  },
};

const CASES = (Object.keys(SAMPLES) as ReleasedClass[]).flatMap((dataClass) =>
  SAMPLES[dataClass].formats.map((format): [ReleasedClass, TokenFormat] => [dataClass, format]),
);

describe('the main job over GraphQL', () => {
  let ready: Ready;
  let bulkReleaseItems: number;
  let close: () => Promise<void>;
  let tokenizer: Caller;
  let payments: Caller;
  let foreign: Caller;

  beforeAll(async () => {
    ({ ready, bulkReleaseItems, close } = await openTarget());
    tokenizer = await callerFor(ready, 'acme-tokenizer');
    payments = await callerFor(ready, 'acme-payments');
    foreign = await callerFor(ready, 'globex-payments');
  });
  afterAll(() => close());

  const tokenize = async (dataClass: DataClass, plaintext: string, format?: TokenFormat) => {
    const input = { dataClass, plaintext, format: format ?? null };
    const { data, errors } = await tokenizer.run(TokenizeDocument, { input });
    expect(errors).toEqual([]);
    if (data === null) throw new Error('no data');
    return data.tokenize;
  };

  test.each(CASES)(
    'a value of class %s comes back from its %s token',
    async (dataClass, format) => {
      const { plaintext, normal, masked, purpose } = SAMPLES[dataClass];
      const made = await tokenize(dataClass, plaintext, format);
      expect(made).toMatchObject({
        dataClass,
        format,
        masked: expect.stringMatching(masked) as string,
      });
      expect(made.token).not.toContain(normal);
      const input = { token: made.token, purpose };
      const released = await payments.run(ReleaseDocument, { input });
      expect(released.data?.detokenize).toEqual({
        token: made.token,
        dataClass,
        masked: made.masked,
        plaintext: normal,
      });
      const viewed = await tokenizer.run(TokenDocument, { token: made.token });
      expect(viewed.data?.token).toEqual(made);
    },
  );

  test('OPAQUE is the default format and its tokens say so', async () => {
    const { token, format } = await tokenize('PAN', '4111111111111111');
    expect([format, token.slice(0, 4)]).toEqual(['OPAQUE', 'tok_']);
  });

  test('detokenize alone shows the masked view only', async () => {
    const { token } = await tokenize('PAN', '4111111111111111');
    const answer = await payments.run(DetokenizeDocument, { input: { token, purpose: 'PAYMENT' } });
    expect(answer.data?.detokenize.masked).toBe('************1111');
    expect(answer.text).not.toContain('4111111111111111');
  });

  test('a purpose that is not open refuses the value and leaves the masked view', async () => {
    const { token } = await tokenize('PAN', '4111111111111111');
    const support = await callerFor(ready, 'acme-support');
    const input = { token, purpose: 'CUSTOMER_SUPPORT' as const };
    const answer = await support.run(ReleaseDocument, { input });
    expect(answer.text).not.toContain('4111111111111111');
    expect(answer.errors[0]?.errorType).toBe('PURPOSE_NOT_ALLOWED');
  });

  test('a batch answers each item in order, the good beside the bad', async () => {
    const inputs = [
      { dataClass: 'PAN', plaintext: '4111111111111111' },
      { dataClass: 'PAN', plaintext: '4111111111111112' },
      { dataClass: 'EMAIL', plaintext: 'batch@e2e.example' },
    ] as const;
    const { data } = await tokenizer.run(TokenizeBatchDocument, { inputs: [...inputs] });
    expect(data?.tokenizeBatch).toMatchObject([
      { __typename: 'Token', dataClass: 'PAN' },
      { __typename: 'VaultError', code: 'INVALID_PLAINTEXT' },
      { __typename: 'Token', dataClass: 'EMAIL' },
    ]);
  });

  const release = async (tokens: readonly string[]) => {
    const { data } = await payments.run(ReleaseBatchDocument, {
      inputs: tokens.map((token) => ({ token, purpose: 'REFUND' as const })),
    });
    return (data?.detokenizeBatch ?? []).map((one) =>
      one.__typename === 'Detokenization' ? (one.plaintext ?? '') : one.code,
    );
  };

  test('a batch of 50 comes back whole, and one of 51 is refused', async () => {
    const inputs = Array.from({ length: 51 }, (_, n) => ({
      dataClass: 'EMAIL' as const,
      plaintext: `n${n}@e2e.example`,
    }));
    const made = await tokenizer.run(TokenizeBatchDocument, { inputs: inputs.slice(0, 50) });
    const tokens = (made.data?.tokenizeBatch ?? []).map((one) =>
      one.__typename === 'Token' ? one.token : '',
    );
    const released: string[] = [];
    for (let at = 0; at < tokens.length; at += bulkReleaseItems) {
      released.push(...(await release(tokens.slice(at, at + bulkReleaseItems))));
    }
    expect(released).toEqual(inputs.slice(0, 50).map(({ plaintext }) => plaintext));
    const refused = await tokenizer.run(TokenizeBatchDocument, { inputs });
    expect(refused.errors[0]?.errorType).toBe('BATCH_TOO_LARGE');
  });

  test('aliases and fragments each release what they select, and nothing else does', async () => {
    const pan = await tokenize('PAN', '4111111111111111');
    const email = await tokenize('EMAIL', 'alias@e2e.example');
    const document = `
      mutation($pan: DetokenizeInput!, $email: DetokenizeInput!, $both: [DetokenizeInput!]!) {
        first: detokenize(input: $pan) { ...Value again: plaintext }
        second: detokenize(input: $email) { masked ... on Detokenization { mail: plaintext } }
        none: detokenize(input: $pan) { masked }
        batch: detokenizeBatch(inputs: $both) { ... on Detokenization { ...Value } ...Failure }
      }
      fragment Value on Detokenization { value: plaintext }
      fragment Failure on VaultError { code }`;
    const variables = {
      pan: { token: pan.token, purpose: 'PAYMENT' },
      email: { token: email.token, purpose: 'PAYMENT' },
      both: [
        { token: email.token, purpose: 'PAYMENT' },
        { token: 'tok_unknown', purpose: 'PAYMENT' },
      ],
    };
    const { data, errors } = await payments.query(document, variables);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      first: { value: '4111111111111111', again: '4111111111111111' },
      second: { masked: email.masked, mail: 'alias@e2e.example' },
      none: { masked: pan.masked },
      batch: [{ value: 'alias@e2e.example' }, { code: 'TOKEN_NOT_FOUND' }],
    });
  });

  test("another tenant's token and one that never was give the same answer", async () => {
    const { token } = await tokenize('PAN', '4111111111111111');
    const unknown = `tok_${'0'.repeat(token.length - 4)}`;
    const ask = async (asked: string) => {
      const { status, data, errors } = await foreign.run(ReleaseDocument, {
        input: { token: asked, purpose: 'PAYMENT' },
      });
      return { status, data, errors };
    };
    expect(await ask(token)).toEqual(await ask(unknown));
    expect((await ask(token)).errors[0]?.errorType).toBe('TOKEN_NOT_FOUND');
  });

  test('me names the tenant and the groups of the ID token', async () => {
    const { data } = await payments.run(MeDocument, {});
    expect(data?.me).toMatchObject({ tenant: 'acme', groups: ['payment-staff'] });
  });
});
