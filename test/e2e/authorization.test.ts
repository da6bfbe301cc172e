import { TokenizeDocument } from '../../client/generated/operations.ts';
import type { Ready } from '../../local/ready.ts';
import { openTarget } from '../support/gateway.ts';
import { callerFor, callerWith, signIn } from '../support/graphql.ts';
import type { Caller } from '../support/graphql.ts';

const USER_OF_GROUP = {
  tokenizers: 'acme-tokenizer',
  support: 'acme-support',
  'payment-staff': 'acme-payments',
  approvers: 'acme-approver',
  auditors: 'acme-auditor',
  'vault-admins': 'acme-admin',
} as const;
type Group = keyof typeof USER_OF_GROUP;
const GROUPS = Object.keys(USER_OF_GROUP) as Group[];

const ONE = '[{ dataClass: EMAIL, plaintext: "a@e2e.example" }]';
const GIVEN = '{ token: $token, purpose: CUSTOMER_SUPPORT }';

/** Each field, and the groups that it serves. The vault tells all others why not. */
const FIELDS: readonly [field: string, document: string, served: readonly Group[]][] = [
  ['Query.me', '{ me { id tenant groups } }', GROUPS],
  [
    'Query.token',
    'query($token: ID!) { token(token: $token) { masked } }',
    ['tokenizers', 'support', 'payment-staff', 'approvers', 'vault-admins'],
  ],
  [
    'Mutation.tokenize',
    'mutation { tokenize(input: { dataClass: EMAIL, plaintext: "a@e2e.example" }) { token } }',
    ['tokenizers'],
  ],
  [
    'Mutation.tokenizeBatch',
    `mutation { tokenizeBatch(inputs: ${ONE}) { __typename } }`,
    ['tokenizers'],
  ],
  [
    'Mutation.detokenize',
    `mutation($token: ID!) { detokenize(input: ${GIVEN}) { masked } }`,
    ['support', 'payment-staff'],
  ],
  [
    'Mutation.detokenizeBatch',
    `mutation($token: ID!) { detokenizeBatch(inputs: [${GIVEN}]) { __typename } }`,
    ['support', 'payment-staff'],
  ],
  [
    'Detokenization.plaintext',
    `mutation($token: ID!) { detokenize(input: ${GIVEN}) { plaintext } }`,
    ['support', 'payment-staff'],
  ],
];

const CASES = FIELDS.flatMap(([field, document, served]) =>
  GROUPS.map((group): [Group, string, string, string, string] => {
    const isServed = served.includes(group);
    return [
      group,
      isServed ? 'may use' : 'may not use',
      field,
      document,
      isServed ? 'ok' : 'NOT_AUTHORIZED',
    ];
  }),
);

describe('each group and each field', () => {
  let ready: Ready;
  let close: () => Promise<void>;
  let token: string;
  const callers = new Map<Group, Caller>();

  beforeAll(async () => {
    ({ ready, close } = await openTarget());
    for (const group of GROUPS) callers.set(group, await callerFor(ready, USER_OF_GROUP[group]));
    const { data } = await caller('tokenizers').run(TokenizeDocument, {
      input: { dataClass: 'EMAIL', plaintext: 'authorization@e2e.example' },
    });
    token = data?.tokenize.token ?? '';
  });
  afterAll(() => close());

  const caller = (group: Group): Caller => {
    const found = callers.get(group);
    if (found === undefined) throw new Error(`nobody signed in for ${group}`);
    return found;
  };

  test.each(CASES)('%s %s %s', async (group, _, __, document, verdict) => {
    const answer = await caller(group).query(document, { token });
    expect(answer.status).toBe(200);
    expect(answer.errors[0]?.errorType ?? 'ok').toBe(verdict);
    expect(answer.data === null).toBe(verdict !== 'ok' && !document.includes('token(token'));
  });

  test.each(FIELDS)('a caller without an ID token may not use %s', async (_, document) => {
    const answer = await callerWith(ready, '').query(document, { token });
    expect(answer.status).toBe(401);
    expect(answer.errors[0]?.errorType).toBe('UnauthorizedException');
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(answer.data).toBeNull();
  });

  test.each(FIELDS)('an access token names no tenant and is refused by %s', async (_, document) => {
    const { accessToken } = await signIn(ready, 'acme-payments');
    const answer = await callerWith(ready, accessToken).query(document, { token });
    expect(answer.errors.map(({ errorType }) => errorType)).toEqual(['TENANT_REQUIRED']);
  });

  test('what one group reads as text is masked for another', async () => {
    const document = `mutation($token: ID!) { detokenize(input: ${GIVEN}) { masked plaintext } }`;
    const released = await caller('support').query(document, { token });
    expect(released.data).toEqual({
      detokenize: { masked: expect.any(String) as string, plaintext: 'authorization@e2e.example' },
    });
    const masked = await caller('approvers').query(
      'query($token: ID!) { token(token: $token) { masked } }',
      { token },
    );
    expect(masked.text).not.toContain('authorization@');
  });
});
