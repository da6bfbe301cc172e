/** One field of the schema and a request that asks for it and nothing else. */
export interface GuardedField {
  /** `Type.field` */
  readonly field: string;
  /** Its variables are `$token`, of tenant acme, and `$plaintext`, whose token that is. */
  readonly document: string;
  /** Fields of a refusal: to be shown TOKEN_NOT_FOUND is to be served. */
  readonly isRefusalShown?: boolean;
}

const VALUE = '{ dataClass: EMAIL, plaintext: $plaintext }';
const PURPOSED = '{ token: $token, purpose: CUSTOMER_SUPPORT }';
const STATE = '{ token: $token }';

const onToken = (type: string, call: string) => `${type}($token: ID!) { ${call} }`;
const onValue = (type: string, call: string) => `${type}($plaintext: String!) { ${call} }`;

const ROOT: readonly GuardedField[] = [
  { field: 'Query.me', document: '{ me { __typename } }' },
  {
    field: 'Query.token',
    document: onToken('query', 'token(token: $token) { __typename }'),
  },
  {
    field: 'Query.knownToken',
    document: onValue(
      'query',
      'knownToken(dataClass: EMAIL, plaintext: $plaintext, purpose: CUSTOMER_SUPPORT) { __typename }',
    ),
  },
  {
    field: 'Mutation.tokenize',
    document: onValue('mutation', `tokenize(input: ${VALUE}) { __typename }`),
  },
  {
    field: 'Mutation.tokenizeBatch',
    document: onValue(
      'mutation',
      `tokenizeBatch(inputs: [${VALUE}]) { ... on VaultError { code } }`,
    ),
  },
  {
    field: 'Mutation.detokenize',
    document: onToken('mutation', `detokenize(input: ${PURPOSED}) { __typename }`),
  },
  {
    field: 'Mutation.detokenizeBatch',
    document: onToken(
      'mutation',
      `detokenizeBatch(inputs: [${PURPOSED}]) { ... on VaultError { code } }`,
    ),
  },
  {
    field: 'Query.auditEvents',
    document: '{ auditEvents(filter: { code: "ALREADY_USED" }) { __typename } }',
  },
  { field: 'Query.auditProof', document: '{ auditProof(id: "none") { __typename } }' },
  { field: 'Query.checkpoints', document: '{ checkpoints(limit: 1) { __typename } }' },
  ...['revokeToken', 'restoreToken', 'eraseToken'].map((name) => ({
    field: `Mutation.${name}`,
    document: onToken('mutation', `${name}(input: ${STATE}) { __typename }`),
  })),
];

const below = (
  type: string,
  fields: string,
  documentOf: (selection: string) => string,
): GuardedField[] =>
  fields.split(' ').map((field) => ({ field: `${type}.${field}`, document: documentOf(field) }));

const throughToken = (selection: string) =>
  onToken('query', `token(token: $token) { ${selection} }`);

const NESTED: readonly GuardedField[] = [
  ...below('Actor', 'id tenant groups', (field) => `{ me { ${field} } }`),
  ...below(
    'Token',
    'token dataClass customClass brand format masked deterministic createdAt expiresAt maxUses usesLeft state',
    throughToken,
  ),
  { field: 'Token.metadata', document: throughToken('metadata { __typename }') },
  ...below('Metadata', 'key value', (field) => throughToken(`metadata { ${field} }`)),
  ...below('Detokenization', 'token dataClass customClass masked plaintext', (field) =>
    onToken('mutation', `detokenize(input: ${PURPOSED}) { ${field} }`),
  ),
  ...below(
    'ErasureReceipt',
    'token inaccessibleSince irrecoverableFrom statement signature keyId',
    (field) => onToken('mutation', `eraseToken(input: ${STATE}) { ${field} }`),
  ),
  ...below(
    'VaultError',
    'code message',
    (field) =>
      `mutation { detokenizeBatch(inputs: [{ token: "none-of-these", purpose: LEGAL }]) { ... on VaultError { ${field} code } } }`,
  ).map((one) => ({ ...one, isRefusalShown: true })),
];

const throughCheckpoints = (selection: string) => `{ checkpoints(limit: 1) { ${selection} } }`;
const throughEvents = (selection: string) => `{ auditEvents(limit: 1) { ${selection} } }`;
const throughProof = (selection: string) => `{ auditProof(id: "none") { ${selection} } }`;

const AUDITED: readonly GuardedField[] = [
  { field: 'AuditEventPage.events', document: throughEvents('events { __typename }') },
  { field: 'AuditEventPage.nextToken', document: throughEvents('nextToken') },
  ...below(
    'AuditEvent',
    'id kind attemptId time operation requestId actor actorKind groups sourceIps code count',
    (field) => throughEvents(`events { ${field} }`),
  ),
  { field: 'AuditEvent.items', document: throughEvents('events { items { __typename } }') },
  ...below(
    'AuditItem',
    'dataClass format purpose token askedMac event from to code finding',
    (field) => throughEvents(`events { items { ${field} } }`),
  ),
  {
    field: 'CheckpointPage.checkpoints',
    document: throughCheckpoints('checkpoints { __typename }'),
  },
  { field: 'CheckpointPage.nextToken', document: throughCheckpoints('nextToken') },
  ...below(
    'Checkpoint',
    'sequence windowStart windowEnd root previous statement signature keyId',
    (field) => throughCheckpoints(`checkpoints { ${field} }`),
  ),
  ...below('AuditProof', 'id event leafHash', throughProof),
  { field: 'AuditProof.path', document: throughProof('path { __typename }') },
  { field: 'AuditProof.checkpoint', document: throughProof('checkpoint { __typename }') },
  ...below('ProofStep', 'side hash', (field) => throughProof(`path { ${field} }`)),
];

export const FIELDS: readonly GuardedField[] = [...ROOT, ...NESTED, ...AUDITED];
