import type { DeploymentConfig } from '../../../infra/config/deployment-config.ts';
import { configurationNamed } from '../../../infra/config/configurations.ts';
import { EXAMPLE_PROCESSOR } from '../../../infra/config/example-processor.ts';
import { PRODUCTION } from '../../../infra/config/production.ts';
import { SANDBOX } from '../../../infra/config/sandbox.ts';
import { TWO_ACCOUNTS } from '../../../infra/config/two-accounts.ts';
import { ConfigurationError, validateConfig } from '../../../infra/config/validate.ts';

const CALLER = {
  account: '333333333333',
  roleName: 'checkout',
  tenant: 'acme',
  groups: ['tokenizers'],
} as const;

const MUTUAL_TLS = {
  domainName: 'api.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/one',
  originSecretName: 'origin',
  authorities: { bucket: 'authorities', key: 'ca.pem' },
};
const CHARGING = { processors: { example: EXAMPLE_PROCESSOR } } as const;
const APPLICATION = { account: '333333333333', tenant: 'acme', processor: 'example' } as const;

/** All that production demands, less the reserved concurrency. */
const PROTECTION: Partial<DeploymentConfig> = {
  threatProtection: true,
  environment: 'production',
  idTokenMinutes: 10,
  refreshTokenHours: 12,
  mfa: 'required',
  passwordSignIn: false,
  introspection: false,
  queryDepthLimit: 4,
  logRetentionDays: 365,
  sealing: PRODUCTION.sealing,
  retainData: true,
};

function fieldsRefused(config: DeploymentConfig): string[] {
  try {
    validateConfig(config);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n').flatMap((line) => /^ {2}(\w+): /.exec(line)?.[1] ?? []);
  }
  return [];
}

describe('a configuration', () => {
  test.each([
    ['sandbox', 'sandbox'],
    ['production', 'production'],
    ['one-account', 'sandbox'],
    ['two-accounts', 'production'],
  ])('%s keeps every rule', (name, environment) => {
    expect(configurationNamed(name).environment).toBe(environment);
  });

  test('under an organization has its application in an account of its own', () => {
    const { account, application } = { ...TWO_ACCOUNTS };
    const together = { ...TWO_ACCOUNTS, application: { ...application, account } };
    expect(fieldsRefused(together as DeploymentConfig)).toEqual(['application']);
  });

  test.each(['staging', '', 'toString'])('of an unknown name is refused: "%s"', (name) => {
    expect(() => configurationNamed(name)).toThrow('Known: sandbox, production');
  });

  const broken: [string, Partial<DeploymentConfig>][] = [
    ['account', { account: '1111' }],
    [
      'region',
      {
        region: 'us-gov-west-1',
        availabilityZones: ['us-gov-west-1a', 'us-gov-west-1b', 'us-gov-west-1c'],
      },
    ],
    ['availabilityZones', { availabilityZones: ['us-east-1a', 'us-east-1a', 'us-east-1b'] }],
    ['availabilityZones', { availabilityZones: ['us-east-1a', 'us-east-1b', 'eu-west-1c'] }],
    ['dynamodbPrefixListId', { dynamodbPrefixListId: '0.0.0.0/0' }],
    ['alarmTargets', { alarmTargets: ['https://example.com/alarms'] }],
    ['idTokenMinutes', { idTokenMinutes: 4 }],
    ['idTokenMinutes', { idTokenMinutes: 7.5 }],
    ['refreshTokenHours', { refreshTokenHours: 0 }],
    ['queryDepthLimit', { queryDepthLimit: 0 }],
    ['resolverCountLimit', { resolverCountLimit: 50 }],
    ['branchKeyTtlSeconds', { branchKeyTtlSeconds: 3601 }],
    ['branchKeyMaxUses', { branchKeyMaxUses: 0 }],
    [
      'reservedConcurrency',
      {
        reservedConcurrency: {
          vault: 0,
          keyAdmin: 1,
          cvcSweeper: 1,
          auditSealer: 1,
          anomalyWatch: 1,
          rewrap: 1,
        },
      },
    ],
    ['pipeline', { pipeline: { repository: 'example/*' } }],
    ['pipeline', { pipeline: { repository: 'example' } }],
    ['rewrapItemsPerSecond', { rewrapItemsPerSecond: 0 }],
    ['s3PrefixListId', { s3PrefixListId: 'pl-1' }],
    ['sealing', { sealing: { ...SANDBOX.sealing, trailBegin: '2026-01-01T00:00:30Z' } }],
    ['sealing', { sealing: { ...SANDBOX.sealing, windowMinutes: 7 } }],
    // No longer than a function may run.
    ['sealing', { sealing: { ...SANDBOX.sealing, graceSeconds: 10 } }],
    ['sealing', { sealing: { ...SANDBOX.sealing, retentionDays: 0 } }],
    ['anomalyThresholds', { anomalyThresholds: { ...SANDBOX.anomalyThresholds, refusalBurst: 0 } }],
    [
      'anomalyThresholds',
      { anomalyThresholds: { ...SANDBOX.anomalyThresholds, learningDays: NaN } },
    ],
    ['anomalyThresholds', { anomalyThresholds: { ...SANDBOX.anomalyThresholds, ...{ burst: 5 } } }],
    ['equalityBudgetPerHour', { equalityBudgetPerHour: -1 }],
    ['budgets', { budgets: { 'ACTOR/PLAINTEXT': { perMinute: -1, perDay: 1 } } }],
    ['bulkReleaseItems', { bulkReleaseItems: 51 }],
    ['budgets', { budgets: { 'ACTOR/EVERYTHING': { perMinute: 1, perDay: 1 } } }],
    ['tenantSettings', { tenantSettings: { ACME: {} } }],
    ['tenantSettings', { tenantSettings: { acme: { deterministic: 'x'.repeat(2000) } } }],
    ['serviceCallers', { serviceCallers: [CALLER, CALLER] }],
    ['serviceCallers', { serviceCallers: [{ ...CALLER, groups: [] }] }],
    ['firewall', { firewall: { requestsPerClient: 99, requestsPerAddress: 1000 } }],
    [
      'mutualTls',
      {
        mutualTls: {
          ...{ domainName: 'api', certificateArn: 'arn', originSecretName: 's' },
          authorities: { bucket: 'b', key: 'k' },
        },
      },
    ],
    ['serviceCallers', { serviceCallers: [CALLER], mutualTls: MUTUAL_TLS, console: undefined }],
    ['console', { console: { domain: { name: 'page', certificateArn: 'arn' } } }],
    // A browser asks without its certificate before it asks with it.
    [
      'mutualTls',
      {
        console: {},
        mutualTls: MUTUAL_TLS,
      },
    ],
    ['application', { ...CHARGING, application: { ...APPLICATION, account: '1' } }],
    ['application', { ...CHARGING, application: { ...APPLICATION, tenant: 'globex' } }],
    ['application', { ...CHARGING, application: { ...APPLICATION, processor: 'another' } }],
    ['application', { application: APPLICATION }],
    ['copies', { copies: { region: SANDBOX.region, tables: ['audit'] } }],
    ['copies', { copies: { region: 'elsewhere', tables: ['audit'] } }],
    ['copies', { copies: { region: 'us-west-2', tables: [] } }],
    // What was revoked, used or erased would be as new where only records are.
    ['copies', { copies: { region: 'us-west-2', tables: ['vault', 'keyStore'] } }],
    ['copies', { copies: { region: 'us-west-2', tables: ['vault', 'control'] } }],
    ['copies', { copies: { region: 'us-west-2', tables: ['checkpoints'] } }],
    ['copies', { copies: { region: 'us-west-2', tables: ['cvc'] } }],
    ['copies', { copies: { region: 'us-west-2', tables: ['audit', 'notices'] } }],
    ['copies', { copies: { region: 'us-west-2', tables: ['profiles'] } }],
    ['organization', { organization: { managementAccount: SANDBOX.account } }],
    ['serviceCallers', { serviceCallers: [{ ...CALLER, account: '*' }] }],
    ['serviceCallers', { serviceCallers: [{ ...CALLER, tenant: 'ACME' }] }],
  ];

  test.each(broken)('with a wrong %s is refused by the name of the field: %j', (field, change) => {
    expect(fieldsRefused({ ...SANDBOX, ...change })).toEqual([field]);
  });

  const weakened: [keyof DeploymentConfig, Partial<DeploymentConfig>][] = [
    ['idTokenMinutes', { idTokenMinutes: 11 }],
    ['refreshTokenHours', { refreshTokenHours: 13 }],
    ['mfa', { mfa: 'optional' }],
    ['passwordSignIn', { passwordSignIn: true }],
    ['introspection', { introspection: true }],
    ['threatProtection', { threatProtection: false }],
    ['queryDepthLimit', { queryDepthLimit: 11 }],
    ['resolverCountLimit', { resolverCountLimit: 101 }],
    ['equalityBudgetPerHour', { equalityBudgetPerHour: 100_001 }],
    ['budgets', { budgets: { 'ACTOR/PLAINTEXT': { perMinute: 10_001, perDay: 1 } } }],
    ['logRetentionDays', { logRetentionDays: 180 }],
    ['sealing', { sealing: { ...PRODUCTION.sealing, retentionDays: 364 } }],
    ['retainData', { retainData: false }],
  ];

  test.each(weakened)('for production with a weakened %s is refused: %j', (field, change) => {
    expect(fieldsRefused({ ...PRODUCTION, ...change })).toEqual([field]);
  });

  test('for production without an organization, reserved concurrency or anybody who is told of alarms is refused', () => {
    const unprotected: DeploymentConfig = { ...SANDBOX, ...PROTECTION };
    expect(fieldsRefused(unprotected)).toEqual([
      'organization',
      'reservedConcurrency',
      'alarmTargets',
    ]);
  });

  test('with several faults is refused with all of them and without their values', () => {
    const config = { ...SANDBOX, account: '4111111111111111', idTokenMinutes: 0 };
    expect(fieldsRefused(config)).toEqual(['account', 'idTokenMinutes']);
    expect(() => validateConfig(config)).not.toThrow('4111111111111111');
  });
});
