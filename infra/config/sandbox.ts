import type { DeploymentConfig } from './deployment-config.ts';

/** For trying things out: can be removed without a trace. The account is a placeholder. */
export const SANDBOX: DeploymentConfig = {
  environment: 'sandbox',
  account: '111111111111',
  region: 'us-east-1',
  availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  dynamodbPrefixListId: 'pl-02cd2c6b',
  s3PrefixListId: 'pl-63a5400a',
  idTokenMinutes: 60,
  refreshTokenHours: 24,
  mfa: 'optional',
  passwordSignIn: true,
  firewall: { requestsPerClient: 10_000, requestsPerAddress: 20_000 },
  console: {},
  threatProtection: false,
  introspection: true,
  queryDepthLimit: 20,
  resolverCountLimit: 60,
  branchKeyTtlSeconds: 300,
  serviceCallers: [],
  equalityBudgetPerHour: 500,
  // As much as `npm run smoke` releases, several times.
  budgets: { 'ACTOR/PLAINTEXT': { perMinute: 600, perDay: 10_000 } },
  bulkReleaseItems: 10,
  tenantSettings: {},
  sealing: {
    trailBegin: '2026-01-01T00:00:00Z',
    windowMinutes: 5,
    graceSeconds: 60,
    lateMinutes: 10,
    retentionDays: 1,
  },
  anomalyThresholds: {
    breadthFloor: 50,
    breadthFactor: 3,
    breadthOfNewcomer: 500,
    learningDays: 7,
    refusalBurst: 20,
  },
  logRetentionDays: 30,
  retainData: false,
};
