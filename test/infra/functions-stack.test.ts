import { Match } from 'aws-cdk-lib/assertions';
import type { DeploymentConfig } from '../../infra/config/deployment-config.ts';
import { PRODUCTION } from '../../infra/config/production.ts';
import { allowedTo, environmentOf, resourcesOf, roleStatements, synthesize } from './templates.ts';

const FUNCTION = 'AWS::Lambda::Function';
const SERVICE_CALLERS = [
  { account: '333333333333', roleName: 'checkout', tenant: 'acme', groups: ['tokenizers'] },
] as const;
const CONFIG: DeploymentConfig = {
  ...PRODUCTION,
  serviceCallers: SERVICE_CALLERS,
  operatorTenant: 'acme',
};

const { Functions: functions } = synthesize(CONFIG);
const lambdas = resourcesOf(functions, FUNCTION);

describe('the functions', () => {
  test('are six, in the isolated subnets of all three zones', () => {
    functions.resourceCountIs(FUNCTION, 6);
    functions.allResourcesProperties(FUNCTION, {
      VpcConfig: {
        SubnetIds: [Match.anyValue(), Match.anyValue(), Match.anyValue()],
        SecurityGroupIds: [Match.anyValue()],
      },
    });
  });

  test('run on ARM, traced, for ten seconds where somebody waits', () => {
    functions.allResourcesProperties(FUNCTION, {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('cannot run more often at once than is reserved for them', () => {
    const reserved = lambdas.map(({ Properties }) => Properties.ReservedConcurrentExecutions);
    expect(reserved).toEqual([100, 5, 1, 1, 1, 1]);
  });

  test('log to groups whose events leave after the configured time', () => {
    functions.resourceCountIs('AWS::Logs::LogGroup', 6);
    functions.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 400 });
    functions.allResourcesProperties(FUNCTION, {
      LoggingConfig: { LogGroup: Match.anyValue(), LogFormat: 'JSON' },
    });
  });

  test('keep no failed event: no queue, no destination, no event source', () => {
    functions.allResourcesProperties(FUNCTION, { DeadLetterConfig: Match.absent() });
    functions.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: Match.absent(),
    });
    functions.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
  });

  test('can be invoked by nobody through a policy of their own', () => {
    functions.resourceCountIs('AWS::Lambda::Permission', 0);
    functions.resourceCountIs('AWS::Lambda::Url', 0);
  });
});

describe('the sweeper of card verification codes', () => {
  test('runs every five minutes and is not tried again', () => {
    functions.resourceCountIs('AWS::Scheduler::Schedule', 4);
    functions.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^cvcSweeper'), 'Arn'] },
        RetryPolicy: { MaximumRetryAttempts: 0 },
        DeadLetterConfig: Match.absent(),
      },
    });
  });

  test('is, as all that schedules run, not run again by Lambda where it fails, nor late', () => {
    functions.resourceCountIs('AWS::Lambda::EventInvokeConfig', 4);
    functions.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
    functions.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^cvcSweeper') },
    });
  });

  test('may scan and delete codes, and use no key', () => {
    const statements = roleStatements(functions, 'cvcSweeperRole');
    expect(allowedTo(statements, 'dynamodb')).toEqual(['dynamodb:DeleteItem', 'dynamodb:Scan']);
    expect(allowedTo(statements, 'kms')).toEqual([]);
  });
});

describe('the vault function', () => {
  const statements = roleStatements(functions, 'vaultRole');

  test('is told its tables, its keys, its limits, its tenants and its service callers', () => {
    const environment = environmentOf(functions, 'Tokenizes and detokenizes');
    expect(Object.keys(environment).sort()).toEqual([
      'AUDIT_TABLE',
      'BACKUP_DAYS',
      'BRANCH_KEY_TTL_SECONDS',
      'BUDGETS',
      'BULK_RELEASE_ITEMS',
      'CHECKPOINT_TABLE',
      'CLIENT_CERTIFICATES',
      'CONTROL_TABLE',
      'CVC_TABLE',
      'EQUALITY_BUDGET_PER_HOUR',
      'KEY_STORE_NAME',
      'KEY_STORE_TABLE',
      'NOTICES_TABLE',
      'RECEIPT_KEY_ARN',
      'ROOT_KEY_ARN',
      'SERVICE_CALLERS',
      'TENANT_SETTINGS',
      'VAULT_TABLE',
    ]);
    expect(environment.BRANCH_KEY_TTL_SECONDS).toBe('300');
    expect(environment.BACKUP_DAYS).toBe('35');
    expect(JSON.parse(String(environment.SERVICE_CALLERS))).toEqual(SERVICE_CALLERS);
  });

  test('is told of another envelope and of another limit to uses only where they are configured', () => {
    const choices = { envelope: 'library', branchKeyMaxUses: 1000 } as const;
    const { Functions: configured } = synthesize({ ...CONFIG, ...choices });
    configured.hasResourceProperties(FUNCTION, {
      Description: 'Tokenizes and detokenizes',
      Environment: { Variables: { ENVELOPE: 'library', BRANCH_KEY_MAX_USES: '1000' } },
    });
  });

  test('may decrypt with one key, sign with another and use neither in any other way', () => {
    expect(allowedTo(statements, 'kms')).toEqual(['kms:Decrypt', 'kms:Sign']);
    const onKeys = statements.filter(({ Action }) =>
      Action.some((action) => action.startsWith('kms:')),
    );
    expect(new Set(onKeys.map(({ Resource }) => JSON.stringify(Resource))).size).toBe(2);
  });

  test('never deletes what the control table says of a token', () => {
    const onControl = statements.filter(({ Resource }) => String(Resource[0]).endsWith('-control'));
    expect(onControl.flatMap(({ Action }) => Action)).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
  });

  test('may put audit events, and read them through the index of tenants only', () => {
    const actionsOn = (end: string) =>
      statements
        .filter(({ Resource }) => String(Resource[0]).endsWith(end))
        .flatMap(({ Action }) => Action);
    expect(actionsOn('-audit')).toEqual(['dynamodb:PutItem']);
    expect(actionsOn('-audit/index/by-tenant')).toEqual(['dynamodb:Query']);
    expect(actionsOn('-checkpoints')).toEqual(['dynamodb:GetItem', 'dynamodb:Query']);
  });

  test('may read branch keys and not write them', () => {
    const onKeys = statements.filter(({ Resource }) => String(Resource[0]).endsWith('-key-store'));
    expect(onKeys.flatMap(({ Action }) => Action)).toEqual(['dynamodb:GetItem']);
  });
});

describe('the key-admin function', () => {
  const statements = roleStatements(functions, 'keyAdminRole');

  test('is told where the key store is, who the operator is, and of no record', () => {
    const environment = environmentOf(functions, 'Looks after tenants and their keys');
    expect(Object.keys(environment).sort()).toEqual([
      'AUDIT_TABLE',
      'BACKUP_DAYS',
      'BRANCH_KEY_TTL_SECONDS',
      'CLIENT_CERTIFICATES',
      'CONTROL_TABLE',
      'KEY_STORE_NAME',
      'KEY_STORE_TABLE',
      'OPERATOR_TENANT',
      'RECEIPT_KEY_ARN',
      'ROOT_KEY_ARN',
      'SERVICE_CALLERS',
    ]);
    expect(environment.OPERATOR_TENANT).toBe('acme');
  });

  test('knows no operator where none is configured', () => {
    const { Functions: unconfigured } = synthesize(PRODUCTION);
    const found = resourcesOf(unconfigured, FUNCTION).map(({ Properties }) =>
      JSON.stringify(Properties.Environment),
    );
    expect(found.join()).not.toContain('OPERATOR_TENANT');
  });

  test('makes, re-wraps and, as far as the key lets it, reads keys, and signs', () => {
    expect(allowedTo(statements, 'kms')).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:Sign',
    ]);
  });

  test('reaches the key store, the control table and the trail, and no record', () => {
    const tables = statements
      .filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')))
      .flatMap(({ Resource }) => Resource.map((one) => String(one).replace(/.*production-/, '')));
    expect(tables).toEqual(['key-store', 'control', 'audit']);
  });
});

describe('the role of each function', () => {
  const roles = [
    'vaultRole',
    'keyAdminRole',
    'cvcSweeperRole',
    'auditSealerRole',
    'anomalyWatchRole',
    'rewrapRole',
  ].map((role) => roleStatements(functions, role));

  test('has the fixed name that the policies of keys and endpoints name', () => {
    const names = resourcesOf(functions, 'AWS::IAM::Role').flatMap(
      ({ Properties }) => (Properties.RoleName as string | undefined) ?? [],
    );
    const ofSchedules = names.filter((name) => name.endsWith('-schedule'));
    expect(ofSchedules).toHaveLength(4);
    expect(names.filter((name) => !ofSchedules.includes(name))).toEqual([
      'tokenization-production-vault-function',
      'tokenization-production-key-admin-function',
      'tokenization-production-cvc-sweeper-function',
      'tokenization-production-audit-sealer-function',
      'tokenization-production-anomaly-watch-function',
      'tokenization-production-rewrap-function',
    ]);
  });

  test('has no managed policy', () => {
    functions.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test.each(roles)('may on all resources only trace and join the VPC', (...statements) => {
    const everywhere = statements.filter(
      ({ Effect, Resource }) => Effect === 'Allow' && Resource.includes('*'),
    );
    const services = everywhere.flatMap(({ Action }) =>
      Action.map((action) => action.split(':')[0]),
    );
    expect(new Set(services)).toEqual(new Set(['ec2', 'xray']));
  });

  test.each(roles)('denies network interfaces to the code of the function', (...statements) => {
    const denied = statements.find(({ Effect }) => Effect === 'Deny');
    expect(denied?.Condition).toEqual({ Null: { 'lambda:SourceFunctionArn': 'false' } });
    expect(denied?.Action.every((action) => action.startsWith('ec2:'))).toBe(true);
  });
});
