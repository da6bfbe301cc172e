import { Match } from 'aws-cdk-lib/assertions';
import type { ProcessorConfig } from '../../infra/config/deployment-config.ts';
import { PRODUCTION } from '../../infra/config/production.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { validateConfig } from '../../infra/config/validate.ts';
import { CHARGING, PROCESSOR } from './charging.ts';
import { allowedTo, resourcesOf, roleStatements, statementsOf, synthesize } from './templates.ts';

const FUNCTION = 'AWS::Lambda::Function';
const VAULT_ROLE = 'arn:aws:iam::222222222222:role/tokenization-production-vault-function';
const CHARGE = 'arn:aws:lambda:us-east-1:222222222222:function:tokenization-production-charge';

describe('where a processor is configured', () => {
  const { Charge: charge, Functions: functions, Network: network } = synthesize(CHARGING);
  if (charge === undefined) throw new Error('There is no such stack.');

  test('one function charges, with a fixed name, untraced, keeping no event', () => {
    expect(resourcesOf(charge, FUNCTION)).toHaveLength(1);
    charge.hasResourceProperties(FUNCTION, {
      FunctionName: 'tokenization-production-charge',
      TracingConfig: Match.absent(),
      DeadLetterConfig: Match.absent(),
      Timeout: 7,
      ReservedConcurrentExecutions: PRODUCTION.reservedConcurrency?.vault,
    });
    charge.resourceCountIs('AWS::Lambda::EventInvokeConfig', 0);
    charge.resourceCountIs('AWS::Lambda::Url', 0);
  });

  test('it may use no key, no table, no secret and no other function', () => {
    const statements = roleStatements(charge, 'Role');
    const allowed = statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action.map((action) => action.split(':')[0]));
    expect(new Set(allowed)).toEqual(new Set(['ec2', 'logs']));
  });

  test("the vault's role alone may invoke it", () => {
    const permissions = resourcesOf(charge, 'AWS::Lambda::Permission');
    expect(permissions.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^charge/), 'Arn'] },
        Principal: VAULT_ROLE,
      },
    ]);
  });

  test('it knows where and how to send, and the credential by reference only', () => {
    const [found] = resourcesOf(charge, FUNCTION);
    const { Variables } = found?.Properties.Environment as { Variables: Record<string, unknown> };
    expect(Object.keys(Variables).sort()).toEqual(['CREDENTIAL_EXAMPLE', 'PROCESSORS']);
    const { url, body, answer } = PROCESSOR;
    expect(JSON.parse(String(Variables.PROCESSORS))).toEqual({ example: { url, body, answer } });
    expect(JSON.stringify(Variables.CREDENTIAL_EXAMPLE)).toContain(
      '{{resolve:secretsmanager:payments/example:SecretString:::}}',
    );
  });

  test('it has a network of its own, which is joined to no other and lets TLS out', () => {
    charge.resourceCountIs('AWS::EC2::VPC', 1);
    charge.resourceCountIs('AWS::EC2::VPCPeeringConnection', 0);
    charge.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    const [group] = resourcesOf(charge, 'AWS::EC2::SecurityGroup');
    expect(group?.Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    ]);
    expect(group?.Properties).not.toHaveProperty('SecurityGroupIngress');
  });

  test('in each of three zones it has a firewall and behind it a gateway; a sandbox has one zone', () => {
    const { Charge: sandbox } = synthesize({ ...SANDBOX, processors: { example: PROCESSOR } });
    for (const [template, zones] of [
      [charge, 3],
      [sandbox, 1],
    ] as const) {
      template?.resourceCountIs('AWS::NetworkFirewall::Firewall', zones);
      template?.resourceCountIs('AWS::NetworkFirewall::LoggingConfiguration', zones);
      template?.resourceCountIs('AWS::EC2::NatGateway', zones);
    }
  });

  test('the firewall knows the hosts of the processors, and so does DNS', () => {
    const [list] = resourcesOf(charge, 'AWS::NetworkFirewall::RuleGroup').filter(
      ({ Properties }) => Properties.Type === 'STATEFUL',
    );
    expect(list?.Properties.RuleGroup).toMatchObject({
      RulesSource: { RulesSourceList: { Targets: ['pay.example'], TargetTypes: ['TLS_SNI'] } },
    });
    const domains = resourcesOf(charge, 'AWS::Route53Resolver::FirewallDomainList');
    expect(domains.map(({ Properties }) => Properties.Domains)).toEqual([['pay.example'], ['*']]);
  });

  test("the vault's network stays without a way out, but for an endpoint to this function", () => {
    for (const type of ['InternetGateway', 'NatGateway', 'Route']) {
      network.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    const endpoint = resourcesOf(network, 'AWS::EC2::VPCEndpoint').find(
      ({ Properties }) => Properties.ServiceName === 'com.amazonaws.us-east-1.lambda',
    );
    expect(statementsOf(endpoint?.Properties.PolicyDocument)).toMatchObject([
      {
        Action: ['lambda:InvokeFunction'],
        Resource: [CHARGE],
        Condition: { ArnEquals: { 'aws:PrincipalArn': VAULT_ROLE } },
      },
    ]);
  });

  test('the vault may invoke it and nothing else, and is told names, tenants and currencies', () => {
    const statements = roleStatements(functions, 'vaultRole');
    expect(allowedTo(statements, 'lambda')).toEqual(['lambda:InvokeFunction']);
    const [invoking] = statements.filter(({ Action }) => Action.includes('lambda:InvokeFunction'));
    expect(invoking?.Resource).toEqual([CHARGE]);
    functions.hasResourceProperties(FUNCTION, {
      Description: 'Tokenizes and detokenizes',
      Environment: {
        Variables: {
          CHARGE_FUNCTION: 'tokenization-production-charge',
          CHARGE_PROCESSORS: '{"example":{"tenants":["acme"],"currencies":["EUR"]}}',
        },
      },
    });
  });
});

test('where none is configured there is no such stack and no way to Lambda', () => {
  const { Charge: charge, Functions: functions, Network: network } = synthesize(PRODUCTION);
  expect(charge).toBeUndefined();
  expect(allowedTo(roleStatements(functions, 'vaultRole'), 'lambda')).toEqual([]);
  expect(JSON.stringify(network.toJSON())).not.toContain('.lambda');
});

describe('a configuration is refused', () => {
  test.each<[string, Partial<ProcessorConfig>]>([
    ['without TLS', { url: 'http://pay.example/charges' }],
    ['to loopback', { url: 'http://127.0.0.1/charges' }],
    ['with a query', { url: 'https://pay.example/charges?x=1' }],
    ['without a place for the card', { body: { amount: '{{amount}}' } }],
    ['that waits too long', { timeoutMs: 5001 }],
    ['for no tenant of ours', { tenants: ['Acme'] }],
    ['in no currency', { currencies: ['euro'] }],
  ])('that sends cards %s', (_what, more) => {
    const config = { ...CHARGING, processors: { example: { ...PROCESSOR, ...more } } };
    expect(() => validateConfig(config)).toThrow(/processors/);
    expect(validateConfig(CHARGING)).toBe(CHARGING);
  });
});
