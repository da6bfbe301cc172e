import { PRODUCTION } from '../../infra/config/production.ts';
import { SANDBOX } from '../../infra/config/sandbox.ts';
import { planOf } from '../../infra/deployment-plan.ts';
import { CHARGING } from './charging.ts';

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

  test('counts what charging takes, with its stack', () => {
    expect(planOf(PRODUCTION)).toMatch(/About 46 USD/);
    expect(planOf(CHARGING)).toMatch(
      /functions, charge, gateway, console, orders, alarms, observability\.[\s\S]*About 1031 USD/,
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
