import { PRODUCTION } from '../../infra/config/production.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { planOf } from '../../infra/deployment-plan.ts';
import { modelOf } from '../../infra/proofs/model.ts';
import { STANDING_PARTS } from '../../infra/standing-parts.ts';
import { CHARGING } from './charging.ts';
import { synthesizeStacks } from './templates.ts';

describe('what is paid for at rest', () => {
  const { assembly } = modelOf(PRODUCTION, synthesizeStacks(PRODUCTION));
  const count = (type: string): number => assembly.ofType(type).length;

  test('is counted as it stands in the templates of production', () => {
    const rules = assembly.ofType('AWS::WAFv2::WebACL').map(({ properties: one }) => one.Rules);
    const zones = assembly
      .ofType('AWS::EC2::VPCEndpoint')
      .filter(({ properties: one }) => one.VpcEndpointType === 'Interface')
      .map(({ properties: one }) => one.SubnetIds);
    expect(STANDING_PARTS).toEqual({
      keys: count('AWS::KMS::Key'),
      firewallRules: (rules as unknown[][]).flat().length,
      endpointZones: (zones as unknown[][]).flat().length,
      alarms: count('AWS::CloudWatch::Alarm'),
      dashboards: count('AWS::CloudWatch::Dashboard'),
    });
    expect(rules).toHaveLength(1);
  });
});

describe('the plan of a deployment', () => {
  test('names account, stacks, what stays, and who may change it', () => {
    const plan = planOf(PRODUCTION);
    expect(plan).toContain(`account ${PRODUCTION.account}, ${PRODUCTION.region}`);
    expect(plan).toContain(
      'guardrails, pipeline, trail, network, keys, vault, audit, identity, functions, gateway',
    );
    expect(plan).toContain('Tables, keys, users and logs stay');
    expect(plan).toContain('role/tokenization-production-deployer');
    expect(plan).toContain('USD a month at rest');
  });

  test('says of a sandbox that it goes, and that administrators are trusted', () => {
    const plan = planOf(SANDBOX);
    expect(plan).not.toContain('guardrails');
    expect(plan).toContain('Everything goes with its stack');
    expect(plan).toContain('administrators of the account can change');
  });

  test('counts what charging, an application and copies take, with their stacks', () => {
    expect(planOf(CHARGING)).toContain('keys, copies, vault');
    expect(planOf(CHARGING)).toContain('The order example goes into account 333333333333');
    expect(planOf(PRODUCTION)).toMatch(/About 47 USD/);
    expect(planOf(CHARGING)).toMatch(
      /functions, charge, gateway, console, orders, alarms, observability\.[\s\S]*About 1047 USD/,
    );
  });

  test('says by which name clients with certificates come', () => {
    const mutualTls = {
      ...{ domainName: 'api.example.com', certificateArn: 'arn', originSecretName: 'origin' },
      authorities: { bucket: 'authorities', key: 'ca.pem' },
    };
    expect(planOf({ ...SANDBOX, mutualTls })).toMatch(
      /gateway, edge, console, alarms, observability\.[\s\S]*api\.example\.com/,
    );
  });
});
