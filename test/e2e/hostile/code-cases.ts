import type { Ready } from '../../../local/ready.ts';
import { callerFor } from '../../support/graphql.ts';
import type { Answer, Caller } from '../../support/graphql.ts';
import type { WireTap } from '../../support/wire-tap.ts';

interface Place {
  readonly ready: Ready;
  /** Between the gateway and its tables. */
  readonly tables: WireTap;
}

type BringAbout = (place: Place) => Promise<string[]>;

const TOKENIZE = 'mutation($input: TokenizeInput!) { tokenize(input: $input) { token } }';
const RELEASE = 'mutation($input: DetokenizeInput!) { detokenize(input: $input) { plaintext } }';
const REVOKE = 'mutation($input: TokenStateInput!) { revokeToken(input: $input) { token } }';
const WRITES = ['PutItem', 'UpdateItem', 'TransactWriteItems'];

function codesOf({ errors }: Answer): string[] {
  return errors.map(({ errorType }) => errorType ?? 'rejected');
}

async function tokenOf(caller: Caller, input: object): Promise<string> {
  const { data, text } = await caller.query(TOKENIZE, { input });
  const token = (data?.tokenize as { token?: string } | undefined)?.token;
  if (token === undefined) throw new Error(`Not tokenized: ${text}`);
  return token;
}

const tokenizer = ({ ready }: Place) => callerFor(ready, 'acme-tokenizer');
const payments = ({ ready }: Place) => callerFor(ready, 'acme-payments');

async function alreadyUsed(place: Place): Promise<string[]> {
  const token = await tokenOf(await tokenizer(place), {
    dataClass: 'PAN',
    plaintext: '4111111111111111',
    maxUses: 1,
  });
  const caller = await payments(place);
  const input = { token, purpose: 'PAYMENT' };
  await caller.query(RELEASE, { input });
  return codesOf(await caller.query(RELEASE, { input }));
}

async function tokenRevoked(place: Place): Promise<string[]> {
  const caller = await tokenizer(place);
  const input = { dataClass: 'PAN', plaintext: '5105105105105100', deterministic: true };
  const token = await tokenOf(caller, input);
  await (await payments(place)).query(REVOKE, { input: { token } });
  return codesOf(await caller.query(TOKENIZE, { input }));
}

async function idempotencyConflict(place: Place): Promise<string[]> {
  const caller = await tokenizer(place);
  const input = { dataClass: 'TEXT', plaintext: 'one', idempotencyKey: 'the-key' };
  await caller.query(TOKENIZE, { input });
  return codesOf(await caller.query(TOKENIZE, { input: { ...input, plaintext: 'another' } }));
}

async function batchTooLarge(place: Place): Promise<string[]> {
  const caller = await tokenizer(place);
  const inputs = Array.from({ length: 51 }, () => ({ dataClass: 'TEXT', plaintext: 'x' }));
  const document =
    'mutation($inputs: [TokenizeInput!]!) { tokenizeBatch(inputs: $inputs) { __typename } }';
  return codesOf(await caller.query(document, { inputs }));
}

/** The table says, as it would after as many requests, that the budget is used up. */
async function budgetExceeded({ ready, tables }: Place): Promise<string[]> {
  const caller = await callerFor(ready, 'globex-tokenizer');
  const more = { Item: { used: { N: '10000000' } } };
  tables.decide(({ body }) =>
    body.includes('#equality#')
      ? { status: 400, type: 'ConditionalCheckFailedException', more }
      : 'pass',
  );
  const input = { dataClass: 'EMAIL', plaintext: 'budget@hostile.example', deterministic: true };
  return codesOf(await caller.query(TOKENIZE, { input }));
}

/** Every token that is drawn meets a record of somebody else. */
async function tokenSpaceExhausted(place: Place): Promise<string[]> {
  const caller = await tokenizer(place);
  const Item = { pk: { S: 'acme#token#000000001' }, writeId: { S: 'of another' } };
  place.tables.decide(({ operation, body }) => {
    const isWrite = WRITES.includes(operation) && body.includes('tokenization-vault');
    if (!isWrite) return 'pass';
    if (operation === 'PutItem') {
      return { status: 400, type: 'ConditionalCheckFailedException', more: { Item } };
    }
    const { TransactItems } = JSON.parse(body) as { TransactItems: unknown[] };
    const CancellationReasons = TransactItems.map((one) =>
      JSON.stringify(one).includes('#token#') ? { Code: 'ConditionalCheckFailed', Item } : {},
    ).map((reason) => ({ Code: 'None', ...reason }));
    return { status: 400, type: 'TransactionCanceledException', more: { CancellationReasons } };
  });
  const input = { dataClass: 'SSN', plaintext: '219-09-9999', format: 'FORMAT_PRESERVING' };
  return codesOf(await caller.query(TOKENIZE, { input }));
}

async function onTenant(place: Place, operation: string, tenant: string): Promise<Answer> {
  const caller = await callerFor(place.ready, 'acme-admin');
  const document = `mutation($input: TenantInput!) { ${operation}(input: $input) { __typename } }`;
  return caller.query(document, { input: { tenant } });
}

async function tenantErased(place: Place): Promise<string[]> {
  await onTenant(place, 'createTenant', 'once-erased');
  await onTenant(place, 'eraseTenant', 'once-erased');
  return codesOf(await onTenant(place, 'createTenant', 'once-erased'));
}

async function tenantNotFound(place: Place): Promise<string[]> {
  return codesOf(await onTenant(place, 'eraseTenant', 'never-made'));
}

async function throttled(place: Place): Promise<string[]> {
  const caller = await tokenizer(place);
  place.tables.decide(({ operation }) =>
    WRITES.includes(operation)
      ? { status: 400, type: 'ProvisionedThroughputExceededException' }
      : 'pass',
  );
  return codesOf(await caller.query(TOKENIZE, { input: { dataClass: 'TEXT', plaintext: 'x' } }));
}

/** Of what the vault itself sends wrongly it knows no reason. */
async function invalid(place: Place): Promise<string[]> {
  const caller = await tokenizer(place);
  place.tables.decide(({ operation, body }) =>
    WRITES.includes(operation) && body.includes('tokenization-vault')
      ? { status: 400, type: 'ValidationException' }
      : 'pass',
  );
  return codesOf(await caller.query(TOKENIZE, { input: { dataClass: 'TEXT', plaintext: 'x' } }));
}

const REQUEST = `mutation {
  requestApproval(input: { count: 1, purpose: PAYMENT, ticket: "T-1", reason: "A test.", minutes: 5 }) { id }
}`;
const DECIDE =
  'mutation($input: ApprovalDecisionInput!) { decideApproval(input: $input) { state } }';

const approver = ({ ready }: Place) => callerFor(ready, 'acme-approver');

async function approvalRequired(place: Place): Promise<string[]> {
  const token = await tokenOf(await tokenizer(place), { dataClass: 'TEXT', plaintext: 'x' });
  const input = { token, purpose: 'LEGAL', grant: 'approval-999999' };
  return codesOf(await (await payments(place)).query(RELEASE, { input }));
}

async function approvalNotFound(place: Place): Promise<string[]> {
  const input = { id: 'approval-999999', decision: 'APPROVE' };
  return codesOf(await (await approver(place)).query(DECIDE, { input }));
}

async function approvalClosed(place: Place): Promise<string[]> {
  const { data } = await (await payments(place)).query(REQUEST);
  const { id } = data?.requestApproval as { id: string };
  const caller = await approver(place);
  await caller.query(DECIDE, { input: { id, decision: 'REJECT' } });
  return codesOf(await caller.query(DECIDE, { input: { id, decision: 'APPROVE' } }));
}

/** The codes that hostile input alone hardly reaches. */
export const CODE_CASES: readonly (readonly [code: string, bringAbout: BringAbout])[] = [
  ['ALREADY_USED', alreadyUsed],
  ['TOKEN_REVOKED', tokenRevoked],
  ['IDEMPOTENCY_CONFLICT', idempotencyConflict],
  ['BATCH_TOO_LARGE', batchTooLarge],
  ['BUDGET_EXCEEDED', budgetExceeded],
  ['APPROVAL_REQUIRED', approvalRequired],
  ['APPROVAL_NOT_FOUND', approvalNotFound],
  ['APPROVAL_CLOSED', approvalClosed],
  ['TOKEN_SPACE_EXHAUSTED', tokenSpaceExhausted],
  ['TENANT_ERASED', tenantErased],
  ['TENANT_NOT_FOUND', tenantNotFound],
  ['TEMPORARILY_UNAVAILABLE', throttled],
  ['INTERNAL', invalid],
];
