/** One field of the schema and a request that asks for it and nothing else. */
export interface GuardedField {
  /** `Type.field` */
  readonly field: string;
  /**
   * Its variables are `$token`, of tenant acme, `$plaintext`, whose token that is, and `$tenant`, if
   * one is made for it.
   */
  readonly document: string;
  readonly makesTenant?: boolean;
  /** Whether `$token` is that of a card; then `$key` is one that nobody used. */
  readonly isOfCard?: boolean;
  /** To be told that there is no such token or approval is to be served. */
  readonly isRefusalShown?: boolean;
}

const VALUE = '{ dataClass: EMAIL, plaintext: $plaintext }';
const PURPOSED = '{ token: $token, purpose: CUSTOMER_SUPPORT }';
const STATE = '{ token: $token }';

const BUDGET = '{ scope: PURPOSE, purpose: MIGRATION, perMinute: 10, perDay: 10 }';

const APPROVAL =
  '{ count: 1, purpose: CUSTOMER_SUPPORT, ticket: "T-1", reason: "The matrix.", minutes: 1 }';
const DECISION = '{ id: "approval-999999", decision: REJECT }';

const onToken = (type: string, call: string) => `${type}($token: ID!) { ${call} }`;
const onValue = (type: string, call: string) => `${type}($plaintext: String!) { ${call} }`;

const CHARGE =
  '{ token: $token, processor: "sandbox", amount: 1, currency: "EUR", purpose: PAYMENT, idempotencyKey: $key }';

const throughCharge = (selection: string) =>
  `mutation($token: ID!, $key: ID!) { charge(input: ${CHARGE}) { ${selection} } }`;

const onTenant = (selection: string) =>
  `mutation($tenant: ID!) { eraseTenant(input: { tenant: $tenant }) { ${selection} } }`;

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
  { field: 'Query.tenants', document: '{ tenants(limit: 1) { __typename } }' },
  {
    field: 'Mutation.createTenant',
    document: 'mutation { createTenant(input: { tenant: "initech" }) { __typename } }',
  },
  {
    field: 'Mutation.eraseTenant',
    document: onTenant('__typename'),
    makesTenant: true,
  },
  { field: 'Mutation.rotateKeys', document: 'mutation { rotateKeys { __typename } }' },
  { field: 'Mutation.startRewrap', document: 'mutation { startRewrap { __typename } }' },
  { field: 'Query.rewrapStatus', document: '{ rewrapStatus { __typename } }' },
  {
    field: 'Mutation.seedHoneyToken',
    document: onValue('mutation', `seedHoneyToken(input: ${VALUE}) { __typename }`),
  },
  { field: 'Query.approvals', document: '{ approvals { __typename } }' },
  {
    field: 'Mutation.requestApproval',
    document: `mutation { requestApproval(input: ${APPROVAL}) { __typename } }`,
  },
  {
    field: 'Mutation.decideApproval',
    document: `mutation { decideApproval(input: ${DECISION}) { __typename } }`,
    isRefusalShown: true,
  },
  {
    field: 'Mutation.revokeApproval',
    document: 'mutation { revokeApproval(id: "approval-999999") { __typename } }',
    isRefusalShown: true,
  },
  { field: 'Query.budgets', document: '{ budgets { __typename } }' },
  {
    field: 'Mutation.setBudget',
    document: `mutation { setBudget(input: ${BUDGET}) { __typename } }`,
  },
  {
    field: 'Query.auditEvents',
    document: '{ auditEvents(filter: { code: "ALREADY_USED" }) { __typename } }',
  },
  { field: 'Query.auditProof', document: '{ auditProof(id: "none") { __typename } }' },
  { field: 'Query.checkpoints', document: '{ checkpoints(limit: 1) { __typename } }' },
  { field: 'Mutation.charge', document: throughCharge('__typename'), isOfCard: true },
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
  {
    field: 'Detokenization.budget',
    document: onToken('mutation', `detokenize(input: ${PURPOSED}) { budget { __typename } }`),
  },
  ...below(
    'Approval',
    'id state requester purpose tokens count used minutes ticket reason requestedAt endsAt decidedBy decidedAt',
    (field) => `mutation { requestApproval(input: ${APPROVAL}) { ${field} } }`,
  ),
  { field: 'Approvals.approvals', document: '{ approvals { approvals { __typename } } }' },
  { field: 'Approvals.nextToken', document: '{ approvals { nextToken } }' },
  ...below('BudgetLeft', 'actorLeft resetsAt', (field) =>
    onToken('mutation', `detokenize(input: ${PURPOSED}) { budget { ${field} } }`),
  ),
  ...below('Budgets', 'minuteEndsAt dayEndsAt nextToken', (field) => `{ budgets { ${field} } }`),
  ...below('Budgets', 'budgets changes', (field) => `{ budgets { ${field} { __typename } } }`),
  ...below(
    'Budget',
    'scope kind purpose perMinute perDay leftThisMinute leftToday',
    (field) => `{ budgets { budgets { ${field} } } }`,
  ),
  ...below(
    'BudgetChange',
    'scope kind purpose changedAt changedBy fromPerMinute fromPerDay toPerMinute toPerDay',
    (field) => `{ budgets { changes { ${field} } } }`,
  ),
  ...below(
    'Charge',
    'reference state authorization processor amount currency token masked brand chargedAt',
    throughCharge,
  ).map((one) => ({ ...one, isOfCard: true })),
  ...below(
    'ErasureReceipt',
    'token inaccessibleSince irrecoverableFrom statement signature keyId',
    (field) => onToken('mutation', `eraseToken(input: ${STATE}) { ${field} }`),
  ),
  ...below(
    'Tenant',
    'name state createdAt keyVersion keyVersionSince',
    (field) => `{ tenants(limit: 1) { items { ${field} } } }`,
  ),
  { field: 'TenantPage.items', document: '{ tenants(limit: 1) { items { __typename } } }' },
  { field: 'TenantPage.nextToken', document: '{ tenants(limit: 1) { nextToken } }' },
  ...below(
    'TenantErasureReceipt',
    'tenant inaccessibleSince irrecoverableFrom statement signature keyId',
    onTenant,
  ).map((one) => ({ ...one, makesTenant: true })),
  ...below(
    'KeyRotation',
    'keyVersion rotatedAt usedByAllFrom',
    (field) => `mutation { rotateKeys { ${field} } }`,
  ),
  ...below(
    'RewrapJob',
    'id state keyVersion startedAt notBefore updatedAt endedAt rewrapped alreadyCurrent failed',
    (field) => `mutation { startRewrap { ${field} } }`,
  ),
  {
    field: 'RewrapJob.census',
    document: 'mutation { startRewrap { census { __typename } } }',
  },
  ...below(
    'KeyVersionRecords',
    'keyVersion records',
    (field) => `mutation { startRewrap { census { ${field} } } }`,
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
    'dataClass format purpose token tenant keyVersion job grant decision budget limit askedMac ticketMac event cvcToken processor reference charge from to code finding severity',
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
