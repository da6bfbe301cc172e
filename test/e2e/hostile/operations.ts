import type { Draw, Secret } from './draw.ts';
import {
  auditEventsFields,
  auditProofFields,
  detokenizeFields,
  knownTokenFields,
  pageFields,
  stateFields,
  tokenFields,
  tokenizeFields,
} from './fields.ts';
import type { InputFields } from './fields.ts';

/** One operation of the API as the suite attacks it. */
export interface Attacked {
  readonly name: string;
  readonly document: string;
  /** The user that may use it. */
  readonly username: string;
  readonly fields: (draw: Draw, secret: Secret, pool: readonly string[]) => InputFields;
  /** The JSON text of the variables that hold the inputs, each given as JSON text. */
  readonly variables: (inputs: readonly string[]) => string;
  readonly isBatch: boolean;
}

const TOKEN = 'token masked state';
const ITEMS = `__typename ... on Token { ${TOKEN} } ... on Detokenization { token masked } ... on VaultError { code message }`;

const one = (inputs: readonly string[]): string => `{"input":${inputs[0] ?? 'null'}}`;
const many = (inputs: readonly string[]): string => `{"inputs":[${inputs.join(',')}]}`;
const bare = (inputs: readonly string[]): string => inputs[0] ?? 'null';

type Shape = Pick<Attacked, 'isBatch' | 'variables'>;
const SINGLE: Shape = { isBatch: false, variables: one };
const BATCH: Shape = { isBatch: true, variables: many };
const BARE: Shape = { isBatch: false, variables: bare };

function stateChange(name: string, selection: string, username: string): Attacked {
  const document = `mutation($input: TokenStateInput!) { ${name}(input: $input) { ${selection} } }`;
  return { name, document, username, fields: stateFields, ...SINGLE };
}

/** Every field of the API that the vault answers. */
export const ATTACKED: readonly Attacked[] = [
  {
    name: 'tokenize',
    document: `mutation($input: TokenizeInput!) { tokenize(input: $input) { ${TOKEN} } }`,
    username: 'acme-tokenizer',
    fields: tokenizeFields,
    ...SINGLE,
  },
  {
    name: 'tokenizeBatch',
    document: `mutation($inputs: [TokenizeInput!]!) { tokenizeBatch(inputs: $inputs) { ${ITEMS.replace('... on Detokenization { token masked } ', '')} } }`,
    username: 'acme-tokenizer',
    fields: tokenizeFields,
    ...BATCH,
  },
  {
    name: 'detokenize',
    document: 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { token masked } }',
    username: 'acme-payments',
    fields: detokenizeFields,
    ...SINGLE,
  },
  {
    name: 'detokenizeBatch',
    document: `mutation($inputs: [DetokenizeInput!]!) { detokenizeBatch(inputs: $inputs) { ${ITEMS.replace(`... on Token { ${TOKEN} } `, '')} } }`,
    username: 'acme-payments',
    fields: detokenizeFields,
    ...BATCH,
  },
  {
    name: 'plaintext release',
    document: 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }',
    username: 'acme-payments',
    fields: detokenizeFields,
    ...SINGLE,
  },
  {
    name: 'token',
    document: `query($token: ID!) { token(token: $token) { ${TOKEN} } }`,
    username: 'acme-support',
    fields: tokenFields,
    ...BARE,
  },
  {
    name: 'knownToken',
    document: `query($dataClass: DataClass!, $plaintext: String!, $purpose: Purpose!, $customClass: String) {
      knownToken(dataClass: $dataClass, plaintext: $plaintext, purpose: $purpose, customClass: $customClass) { ${TOKEN} }
    }`,
    username: 'acme-payments',
    fields: knownTokenFields,
    ...BARE,
  },
  stateChange('revokeToken', TOKEN, 'acme-payments'),
  stateChange('restoreToken', TOKEN, 'acme-admin'),
  stateChange('eraseToken', 'token signature', 'acme-admin'),
  {
    name: 'auditEvents',
    document: `query($filter: AuditEventFilter, $limit: Int, $nextToken: String) {
      auditEvents(filter: $filter, limit: $limit, nextToken: $nextToken) { events { id actor code } nextToken }
    }`,
    username: 'acme-auditor',
    fields: auditEventsFields,
    ...BARE,
  },
  {
    name: 'auditProof',
    document: 'query($id: ID!) { auditProof(id: $id) { event path { hash } } }',
    username: 'acme-auditor',
    fields: auditProofFields,
    ...BARE,
  },
  {
    name: 'checkpoints',
    document: `query($limit: Int, $nextToken: String) {
      checkpoints(limit: $limit, nextToken: $nextToken) { checkpoints { sequence } nextToken }
    }`,
    username: 'acme-auditor',
    fields: pageFields,
    ...BARE,
  },
  {
    name: 'me',
    document: '{ me { id tenant groups } }',
    username: 'acme-auditor',
    fields: (draw, { word }) => [[draw.pick(['x', 'id', 'tenant', 'groups']), `"${word}"`]],
    ...BARE,
  },
];
