import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { resourcesOf, roleStatements, synthesize } from './templates.ts';

const FUNCTION = 'AWS::Lambda::Function';
const { Functions: functions } = synthesize(PRODUCTION);

describe('the rewrap', () => {
  const statements = roleStatements(functions, 'rewrapRole');
  const onTable = (suffix: string) =>
    statements.filter(({ Resource }) => String(Resource[0]).endsWith(suffix));

  test('runs every minute and is not tried again', () => {
    functions.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: Match.absent() },
    });
  });

  test('is told its tables and keys, and of no receipt, caller or card verification code', () => {
    const found = resourcesOf(functions, FUNCTION).find(({ Properties }) =>
      String(Properties.Description).startsWith('Moves records'),
    );
    const { Variables } = found?.Properties.Environment as { Variables: object };
    expect(Object.keys(Variables).sort()).toEqual([
      'AUDIT_TABLE',
      'BRANCH_KEY_TTL_SECONDS',
      'CONTROL_TABLE',
      'KEY_STORE_NAME',
      'KEY_STORE_TABLE',
      'ROOT_KEY_ARN',
      'VAULT_TABLE',
    ]);
    const { Functions: slow } = synthesize({ ...PRODUCTION, rewrapItemsPerSecond: 20 });
    slow.hasResourceProperties(FUNCTION, {
      Environment: { Variables: { REWRAP_ITEMS_PER_SECOND: '20' } },
    });
  });

  test('reads records and updates their ciphertext and what vouches for it, nothing else', () => {
    const updating = onTable('-vault').filter(({ Action }) =>
      Action.includes('dynamodb:UpdateItem'),
    );
    expect(onTable('-vault').flatMap(({ Action }) => Action)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ]);
    expect(updating).toMatchObject([
      {
        Action: ['dynamodb:UpdateItem'],
        Condition: {
          'ForAllValues:StringEquals': {
            'dynamodb:Attributes': ['pk', 'ciphertext', 'mac', 'writeId'],
          },
          Null: { 'dynamodb:Attributes': 'false' },
        },
      },
    ]);
  });

  test('keeps its checkpoints, puts audit events, reads branch keys, and reaches no other table', () => {
    expect(onTable('-control').flatMap(({ Action }) => Action)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    expect(onTable('-audit').flatMap(({ Action }) => Action)).toEqual(['dynamodb:PutItem']);
    expect(onTable('-key-store').flatMap(({ Action }) => Action)).toEqual(['dynamodb:GetItem']);
    expect(onTable('-cvc')).toEqual([]);
  });

  test('decrypts branch keys and asks nothing else of any service', () => {
    const allowed = statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    expect(allowed.filter((action) => action.startsWith('kms:'))).toEqual(['kms:Decrypt']);
    const services = allowed.map((action) => action.split(':')[0]);
    expect([...new Set(services)].sort()).toEqual(['dynamodb', 'ec2', 'kms', 'logs', 'xray']);
  });
});
