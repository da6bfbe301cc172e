import {
  dynamodbEndpointStatements,
  kmsEndpointStatements,
  s3EndpointStatements,
} from '../../../infra/policies/endpoints.ts';
import { CHECKPOINT_KEY_ACTIONS } from '../../../infra/policies/checkpoint-key.ts';
import { RECEIPT_KEY_ACTIONS } from '../../../infra/policies/receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from '../../../infra/policies/root-key.ts';
import { TABLE_ACCESS } from '../../../infra/policies/table-access.ts';

const PLACE = { account: '111111111111', region: 'us-east-1', environment: 'sandbox' } as const;
const VAULT = 'arn:aws:iam::111111111111:role/tokenization-sandbox-vault-function';
const KEY_ADMIN = 'arn:aws:iam::111111111111:role/tokenization-sandbox-key-admin-function';
const CVC_SWEEPER = 'arn:aws:iam::111111111111:role/tokenization-sandbox-cvc-sweeper-function';
const SEALER = 'arn:aws:iam::111111111111:role/tokenization-sandbox-audit-sealer-function';

describe('the KMS endpoint', () => {
  test('lets each role through with its own actions on keys of the account', () => {
    const through = kmsEndpointStatements(PLACE).map(({ Action, Resource, Condition }) => [
      Condition?.ArnEquals?.['aws:PrincipalArn'],
      Action,
      Resource,
    ]);
    const keys = 'arn:aws:kms:us-east-1:111111111111:key/*';
    expect(through).toEqual([
      [VAULT, [...VAULT_KEY_ACTIONS, ...RECEIPT_KEY_ACTIONS], keys],
      [KEY_ADMIN, [...KEY_ADMIN_ACTIONS, ...RECEIPT_KEY_ACTIONS], keys],
      [SEALER, CHECKPOINT_KEY_ACTIONS, keys],
    ]);
  });
});

describe('the DynamoDB endpoint', () => {
  test('names one role, one table and plain actions in every statement', () => {
    for (const statement of dynamodbEndpointStatements(PLACE)) {
      expect(statement.Effect).toBe('Allow');
      expect([VAULT, KEY_ADMIN, CVC_SWEEPER, SEALER]).toContain(
        statement.Condition?.ArnEquals?.['aws:PrincipalArn'],
      );
      expect(statement.Resource).toMatch(
        /:table\/tokenization-sandbox-(vault|control|cvc|notices|audit|audit\/index\/by-tenant|checkpoints|key-store)$/,
      );
      expect(statement.Action?.join()).not.toContain('*');
    }
  });

  test('gives each statement a name of its own', () => {
    const sids = dynamodbEndpointStatements(PLACE).map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
  });
});

describe('the S3 endpoint', () => {
  test('lets the sealer through to the bucket of the checkpoints, and nobody else', () => {
    const bucket = 'arn:aws:s3:::tokenization-sandbox-checkpoints-111111111111-us-east-1';
    const through = s3EndpointStatements(PLACE).map(({ Action, Resource, Condition }) => [
      Condition?.ArnEquals?.['aws:PrincipalArn'],
      Action,
      Resource,
    ]);
    expect(through).toEqual([
      [SEALER, ['s3:GetObject', 's3:PutObject'], `${bucket}/checkpoints/*`],
      [SEALER, ['s3:ListBucket'], bucket],
    ]);
  });
});

describe('access to the tables', () => {
  const tablesOf = (action: string) =>
    TABLE_ACCESS.filter(({ actions }) => actions.includes(action)).map(({ table }) => table);

  const whoMay = (action: string, table: string) =>
    TABLE_ACCESS.filter((one) => one.table === table && one.actions.includes(action)).map(
      ({ role }) => role,
    );

  test('scans the key store and codes only, and queries the key store, the trail and its checkpoints', () => {
    const actions = TABLE_ACCESS.flatMap((access) => access.actions);
    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ]);
    expect(new Set(tablesOf('dynamodb:Query'))).toEqual(
      new Set(['audit', 'checkpoints', 'keyStore']),
    );
    expect(whoMay('dynamodb:Query', 'keyStore')).toEqual(['keyAdmin']);
    expect(tablesOf('dynamodb:Scan')).toEqual(['keyStore', 'cvc']);
    expect(whoMay('dynamodb:Scan', 'keyStore')).toEqual(['keyAdmin']);
    expect(whoMay('dynamodb:Scan', 'cvc')).toEqual(['cvcSweeper']);
  });

  test('deletes what is erased or over, and never a state or an audit event', () => {
    expect(tablesOf('dynamodb:DeleteItem')).toEqual(['vault', 'cvc', 'keyStore', 'cvc']);
    expect(whoMay('dynamodb:DeleteItem', 'keyStore')).toEqual(['keyAdmin']);
    expect(tablesOf('dynamodb:UpdateItem')).toEqual(['control', 'control']);
  });

  test('gives the sweeper card verification codes to scan and delete, and nothing else', () => {
    expect(TABLE_ACCESS.filter(({ role }) => role === 'cvcSweeper')).toEqual([
      { role: 'cvcSweeper', table: 'cvc', actions: ['dynamodb:DeleteItem', 'dynamodb:Scan'] },
    ]);
  });

  test('lets the key administration reach no record', () => {
    const reached = TABLE_ACCESS.filter(({ role }) => role === 'keyAdmin').map(
      ({ table }) => table,
    );
    expect(reached).toEqual(['keyStore', 'control', 'audit']);
  });

  test('to audit events is to put them, for the vault to read those of tenants, for the sealer to read', () => {
    const onAudit = TABLE_ACCESS.filter(({ table }) => table === 'audit');
    expect(onAudit.filter(({ role }) => role === 'vault')).toEqual([
      { role: 'vault', table: 'audit', actions: ['dynamodb:PutItem'] },
      { role: 'vault', table: 'audit', index: 'by-tenant', actions: ['dynamodb:Query'] },
    ]);
    expect(onAudit.filter(({ role }) => role !== 'vault')).toEqual([
      { role: 'auditSealer', table: 'audit', actions: ['dynamodb:Query'] },
      { role: 'keyAdmin', table: 'audit', actions: ['dynamodb:PutItem'] },
    ]);
  });

  test('lets only the key-admin role write branch keys', () => {
    const writers = TABLE_ACCESS.filter(
      ({ table, actions }) => table === 'keyStore' && actions.includes('dynamodb:PutItem'),
    );
    expect(writers.map(({ role }) => role)).toEqual(['keyAdmin']);
  });
});
