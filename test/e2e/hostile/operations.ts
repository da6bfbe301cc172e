import { userOf } from '../../support/users.ts';
import type { Draw, Secret } from './draw.ts';
import {
  auditEventsFields,
  auditProofFields,
  budgetFields,
  chargeFields,
  decideApprovalFields,
  detokenizeFields,
  honeyFields,
  keyWorkFields,
  knownTokenFields,
  pageFields,
  requestApprovalFields,
  revokeApprovalFields,
  stateFields,
  tenantFields,
  tenantsFields,
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
  /** Whether tokens are drawn from those of cards alone. */
  readonly ofCards?: boolean;
}

const TOKEN = 'token masked state';
const ITEMS = `__typename ... on Token { ${TOKEN} } ... on Detokenization { token masked } ... on VaultError { code message }`;

/** Without ticket and reason: those are shown to whoever wrote them. */
const APPROVAL = 'id state requester purpose count used minutes endsAt';

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
    username: userOf('tokenizers'),
    fields: tokenizeFields,
    ...SINGLE,
  },
  {
    name: 'tokenizeBatch',
    document: `mutation($inputs: [TokenizeInput!]!) { tokenizeBatch(inputs: $inputs) { ${ITEMS.replace('... on Detokenization { token masked } ', '')} } }`,
    username: userOf('tokenizers'),
    fields: tokenizeFields,
    ...BATCH,
  },
  {
    name: 'detokenize',
    document: 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { token masked } }',
    username: userOf('payment-staff'),
    fields: detokenizeFields,
    ...SINGLE,
  },
  {
    name: 'detokenizeBatch',
    document: `mutation($inputs: [DetokenizeInput!]!) { detokenizeBatch(inputs: $inputs) { ${ITEMS.replace(`... on Token { ${TOKEN} } `, '')} } }`,
    username: userOf('payment-staff'),
    fields: detokenizeFields,
    ...BATCH,
  },
  {
    name: 'plaintext release',
    document: 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }',
    username: userOf('payment-staff'),
    fields: detokenizeFields,
    ...SINGLE,
  },
  {
    name: 'charge',
    document: `mutation($input: ChargeInput!) { charge(input: $input) { reference state authorization masked } }`,
    username: userOf('payment-staff'),
    fields: chargeFields,
    ofCards: true,
    ...SINGLE,
  },
  {
    name: 'token',
    document: `query($token: ID!) { token(token: $token) { ${TOKEN} } }`,
    username: userOf('support'),
    fields: tokenFields,
    ...BARE,
  },
  {
    name: 'knownToken',
    document: `query($dataClass: DataClass!, $plaintext: String!, $purpose: Purpose!, $customClass: String) {
      knownToken(dataClass: $dataClass, plaintext: $plaintext, purpose: $purpose, customClass: $customClass) { ${TOKEN} }
    }`,
    username: userOf('payment-staff'),
    fields: knownTokenFields,
    ...BARE,
  },
  stateChange('revokeToken', TOKEN, userOf('payment-staff')),
  stateChange('restoreToken', TOKEN, userOf('vault-admins')),
  stateChange('eraseToken', 'token signature', userOf('vault-admins')),
  {
    name: 'createTenant',
    document: 'mutation($input: TenantInput!) { createTenant(input: $input) { state } }',
    username: 'acme-admin',
    fields: tenantFields,
    ...SINGLE,
  },
  {
    name: 'eraseTenant',
    document: 'mutation($input: TenantInput!) { eraseTenant(input: $input) { signature } }',
    username: 'acme-admin',
    fields: tenantFields,
    ...SINGLE,
  },
  {
    name: 'tenants',
    document:
      'query($limit: Int, $nextToken: String) { tenants(limit: $limit, nextToken: $nextToken) { items { state } } }',
    username: 'acme-admin',
    fields: tenantsFields,
    ...BARE,
  },
  {
    name: 'rotateKeys',
    document: 'mutation($input: KeyWorkInput) { rotateKeys(input: $input) { keyVersion } }',
    username: 'acme-admin',
    fields: keyWorkFields,
    ...SINGLE,
  },
  {
    name: 'startRewrap',
    document: 'mutation($input: KeyWorkInput) { startRewrap(input: $input) { id state } }',
    username: 'acme-admin',
    fields: keyWorkFields,
    ...SINGLE,
  },
  {
    name: 'rewrapStatus',
    document: '{ rewrapStatus { state census { keyVersion records } } }',
    username: 'acme-admin',
    fields: (draw, { word }) => [[draw.pick(['x', 'id', 'tenant', 'keyVersion']), `"${word}"`]],
    ...BARE,
  },
  {
    name: 'seedHoneyToken',
    // Not by its name: what the other operations draw from is to resolve.
    document: 'mutation($input: HoneyTokenInput!) { seedHoneyToken(input: $input) { masked } }',
    username: 'acme-admin',
    fields: honeyFields,
    ...SINGLE,
  },
  {
    name: 'requestApproval',
    document: `mutation($input: ApprovalInput!) { requestApproval(input: $input) { ${APPROVAL} } }`,
    username: 'acme-payments',
    fields: requestApprovalFields,
    ...SINGLE,
  },
  {
    name: 'decideApproval',
    document: `mutation($input: ApprovalDecisionInput!) { decideApproval(input: $input) { ${APPROVAL} } }`,
    username: 'acme-approver',
    fields: decideApprovalFields,
    ...SINGLE,
  },
  {
    name: 'revokeApproval',
    document: `mutation($id: ID!) { revokeApproval(id: $id) { ${APPROVAL} } }`,
    username: 'acme-approver',
    fields: revokeApprovalFields,
    ...BARE,
  },
  {
    name: 'approvals',
    document: `query($limit: Int, $nextToken: String) {
      approvals(limit: $limit, nextToken: $nextToken) { approvals { ${APPROVAL} } nextToken }
    }`,
    username: 'acme-payments',
    fields: pageFields,
    ...BARE,
  },
  {
    name: 'budgets',
    document: `query($limit: Int, $nextToken: String) {
      budgets(limit: $limit, nextToken: $nextToken) { budgets { scope } changes { changedBy } nextToken }
    }`,
    username: 'acme-auditor',
    fields: pageFields,
    ...BARE,
  },
  {
    name: 'setBudget',
    document:
      'mutation($input: BudgetInput!) { setBudget(input: $input) { budgets { perMinute } } }',
    username: 'acme-admin',
    fields: budgetFields,
    ...SINGLE,
  },
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
    username: userOf('auditors'),
    fields: (draw, { word }) => [[draw.pick(['x', 'id', 'tenant', 'groups']), `"${word}"`]],
    ...BARE,
  },
];
