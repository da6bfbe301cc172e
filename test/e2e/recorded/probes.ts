import { userOf } from '../../support/users.ts';

/** One request whose answer is the same each time it is asked, so that it can be recorded. */
export interface Probe {
  readonly name: string;
  /** The username; null: nobody, with `authorization` as it stands. */
  readonly as: string | null;
  readonly authorization?: string;
  readonly body: string;
}

const TOKENIZER = userOf('tokenizers');
const PAYMENTS = userOf('payment-staff');
const UNKNOWN_TOKEN = 'tok_000000000000000000000000000000';

const raw = (name: string, body: string): Probe => ({ name, as: TOKENIZER, body });

const ask = (name: string, as: string, query: string, variables: unknown = {}): Probe => ({
  name,
  as,
  body: JSON.stringify({ query, variables }),
});

const TOKENIZE = 'mutation($input: TokenizeInput!) { tokenize(input: $input) { dataClass } }';
const BATCH =
  'mutation($inputs: [TokenizeInput!]!) { tokenizeBatch(inputs: $inputs) { __typename } }';
const RELEASE = 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';
const tokenize = (name: string, input: unknown) => ask(name, TOKENIZER, TOKENIZE, { input });

const BODIES: readonly Probe[] = [
  raw('an empty body', ''),
  raw('a word', 'meow'),
  raw('an empty object', '{}'),
  raw('an empty list', '[]'),
  raw('a query that is no text', '{"query":1}'),
  raw('two operations and no name', '{"query":"query a { me { id } } query b { me { id } }"}'),
  raw(
    'an operation that is not there',
    '{"query":"query a { me { id } }","operationName":"missing"}',
  ),
  raw('a document that does not parse', '{"query":"{ me { id }"}'),
  raw('an empty document', '{"query":""}'),
];

const CREDENTIALS: readonly Probe[] = [
  { name: 'no credentials', as: null, body: '{"query":"{ me { id } }"}' },
  { name: 'a word', as: null, authorization: 'word', body: '{"query":"{ me { id } }"}' },
  { name: 'no credentials and no document', as: null, body: '' },
];

const DOCUMENTS: readonly Probe[] = [
  ask('an unknown field', TOKENIZER, '{ nothing }'),
  ask('an unknown argument', TOKENIZER, '{ me(card: "x") { id } }'),
  ask('a missing argument', TOKENIZER, '{ token { dataClass } }'),
  ask('a leaf with a selection', TOKENIZER, '{ me { id { id } } }'),
  ask('an object without a selection', TOKENIZER, '{ me }'),
  ask('an unknown fragment', TOKENIZER, '{ me { ...missing } }'),
  ask('an unused fragment', TOKENIZER, '{ me { id } } fragment unused on Actor { id }'),
  ask('an undefined variable', TOKENIZER, '{ token(token: $missing) { dataClass } }'),
  ask('an unused variable', TOKENIZER, 'query($unused: ID) { me { id } }'),
  ask('a variable of an unknown type', TOKENIZER, 'query($a: Missing) { me { id } }'),
  ask('an unknown directive', TOKENIZER, '{ me { id @missing } }'),
  ask(
    'a literal of the wrong type',
    TOKENIZER,
    'mutation { tokenize(input: { dataClass: PAN, plaintext: 1 }) { dataClass } }',
  ),
  ask('a subscription', TOKENIZER, 'subscription { tokens { token } }'),
];

const VARIABLES: readonly Probe[] = [
  ask('no variables', TOKENIZER, TOKENIZE),
  tokenize('null for the input', null),
  tokenize('a class that is not there', { dataClass: 'MISSING', plaintext: 'x' }),
  tokenize('a number for the plaintext', { dataClass: 'TEXT', plaintext: 1 }),
  tokenize('a list for the plaintext', { dataClass: 'TEXT', plaintext: ['x'] }),
  tokenize('no plaintext', { dataClass: 'TEXT' }),
  tokenize('a member too many', { dataClass: 'TEXT', plaintext: 'x', more: 'x' }),
];

const RULES: readonly Probe[] = [
  ask('a group that may not release', TOKENIZER, RELEASE, {
    input: { token: UNKNOWN_TOKEN, purpose: 'PAYMENT' },
  }),
  ask(
    'one field allowed and one refused',
    TOKENIZER,
    '{ me { name: tenant } auditEvents { nextToken } }',
  ),
  ask('a token that is not there', PAYMENTS, RELEASE, {
    input: { token: UNKNOWN_TOKEN, purpose: 'PAYMENT' },
  }),
  tokenize('a card number that fails its check digit', {
    dataClass: 'PAN',
    plaintext: '5105105105105101',
  }),
  tokenize('a format that the class does not have', {
    dataClass: 'TEXT',
    plaintext: 'x',
    format: 'FORMAT_PRESERVING',
  }),
  ask('a batch of nothing', TOKENIZER, BATCH, { inputs: [] }),
  ask('what is allowed', TOKENIZER, '{ __typename me { __typename tenant } }'),
];

export const PROBES: readonly Probe[] = [
  ...BODIES.map((one) => ({ ...one, name: `body: ${one.name}` })),
  ...CREDENTIALS.map((one) => ({ ...one, name: `credentials: ${one.name}` })),
  ...DOCUMENTS.map((one) => ({ ...one, name: `document: ${one.name}` })),
  ...VARIABLES.map((one) => ({ ...one, name: `variables: ${one.name}` })),
  ...RULES.map((one) => ({ ...one, name: `rules: ${one.name}` })),
];
