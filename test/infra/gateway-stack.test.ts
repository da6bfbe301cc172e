import { Match } from 'aws-cdk-lib/assertions';
import { PRODUCTION } from '../../infra/config/production.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { PIPELINES } from '../../resolvers/pipelines.ts';
import {
  allResources,
  resourcesOf,
  roleStatements,
  statementsOf,
  synthesize,
} from './templates.ts';

const API = 'AWS::AppSync::GraphQLApi';
const FUNCTION = 'AWS::AppSync::FunctionConfiguration';
const templates = synthesize(PRODUCTION);
const { Gateway: gateway } = templates;

describe('the API', () => {
  test('knows users of the pool by default and IAM callers beside them', () => {
    gateway.hasResourceProperties(API, {
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      UserPoolConfig: { DefaultAction: 'ALLOW' },
      AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }],
    });
    gateway.resourceCountIs('AWS::AppSync::ApiKey', 0);
  });

  test('accepts ID tokens of its own app client only', () => {
    gateway.hasResourceProperties(API, {
      UserPoolConfig: { AppIdClientRegex: { 'Fn::Join': ['', ['^', Match.anyValue(), '$']] } },
    });
  });

  test('logs neither requests nor fields', () => {
    gateway.hasResourceProperties(API, {
      LogConfig: { ExcludeVerboseContent: true, FieldLogLevel: 'NONE' },
    });
  });

  test('keeps its logs for the configured time, without a function that could change that', () => {
    gateway.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['/aws/appsync/apis/', Match.anyValue()]] },
      RetentionInDays: 400,
    });
    gateway.resourceCountIs('Custom::LogRetention', 0);
    expect(roleStatements(gateway, 'LogRole').flatMap(({ Action }) => Action)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  test('limits the depth and the resolvers of a query, and is traced', () => {
    gateway.hasResourceProperties(API, {
      QueryDepthLimit: 4,
      ResolverCountLimit: 60,
      XrayEnabled: true,
    });
  });

  test('shows its schema in the sandbox and not in production', () => {
    gateway.hasResourceProperties(API, { IntrospectionConfig: 'DISABLED' });
    synthesize(SANDBOX).Gateway.hasResourceProperties(API, { IntrospectionConfig: 'ENABLED' });
  });

  test('caches nothing', () => {
    gateway.resourceCountIs('AWS::AppSync::ApiCache', 0);
  });
});

describe('the resolvers', () => {
  const resolvers = resourcesOf(gateway, 'AWS::AppSync::Resolver').map(
    ({ Properties }) => Properties,
  );

  test('are one for each field of the wiring table', () => {
    const fields = resolvers.map(
      ({ TypeName, FieldName }) => `${String(TypeName)}.${String(FieldName)}`,
    );
    expect(fields.sort()).toEqual(PIPELINES.map(({ field }) => field).sort());
  });

  test('run the functions of the wiring table, each defined once', () => {
    const steps = new Set(PIPELINES.flatMap(({ functions }) => functions.map(({ name }) => name)));
    gateway.resourceCountIs(FUNCTION, steps.size);
    const counts = resolvers.map(
      ({ PipelineConfig }) => (PipelineConfig as { Functions: unknown[] }).Functions.length,
    );
    expect(counts).toEqual(PIPELINES.map(({ functions }) => functions.length));
  });

  test('release plaintext in batches of fifty', () => {
    gateway.hasResourceProperties(FUNCTION, { Name: 'release', MaxBatchSize: 50 });
  });
});

describe('the roles of the data sources', () => {
  const roles = resourcesOf(gateway, 'AWS::IAM::Role').filter(({ Properties }) =>
    JSON.stringify(Properties).includes('aws:SourceArn'),
  );

  test('are two, and can be taken by this API only', () => {
    expect(roles).toHaveLength(2);
    for (const role of roles) {
      const [trust] = statementsOf(role.Properties.AssumeRolePolicyDocument);
      expect(trust?.Principal).toEqual({ Service: 'appsync.amazonaws.com' });
      expect(trust?.Condition).toEqual({
        StringEquals: { 'aws:SourceAccount': PRODUCTION.account },
        ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'Arn'] } },
      });
    }
  });

  test.each([
    ['ApiVaultDataSourceRole', 'GetAttvault'],
    ['ApiKeyAdminDataSourceRole', 'GetAttkeyAdmin'],
  ])('may invoke one function each and nothing else: %s', (role, invoked) => {
    const statements = roleStatements(gateway, role);
    expect(statements.flatMap(({ Action }) => Action)).toEqual(['lambda:InvokeFunction']);
    const resources = statements.flatMap(({ Resource }) =>
      Resource.map((one) => JSON.stringify(one)),
    );
    expect(resources.every((one) => one.includes(invoked))).toBe(true);
  });
});

describe('every policy of the deployment', () => {
  const policies = allResources(templates).filter(({ Type }) => Type === 'AWS::IAM::Policy');

  test('allows plain actions, never a wildcard', () => {
    const actions = policies
      .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument))
      .flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions.length).toBeGreaterThan(10);
  });

  test('stands beside no function but the four of ours', () => {
    const functions = allResources(templates).filter(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );
    expect(functions).toHaveLength(4);
  });
});
