import type { DeploymentConfig } from './deployment-config.ts';

/** For real card data. The account is a placeholder. */
export const PRODUCTION: DeploymentConfig = {
  environment: 'production',
  account: '222222222222',
  region: 'us-east-1',
  availabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  dynamodbPrefixListId: 'pl-02cd2c6b',
  s3PrefixListId: 'pl-63a5400a',
  idTokenMinutes: 10,
  refreshTokenHours: 12,
  mfa: 'required',
  passwordSignIn: false,
  introspection: false,
  queryDepthLimit: 4,
  resolverCountLimit: 60,
  branchKeyTtlSeconds: 300,
  reservedConcurrency: { vault: 100, keyAdmin: 5, cvcSweeper: 1, auditSealer: 1 },
  serviceCallers: [],
  equalityBudgetPerHour: 500,
  budgets: {},
  bulkReleaseItems: 10,
  tenantSettings: {},
  sealing: {
    trailBegin: '2026-01-01T00:00:00Z',
    windowMinutes: 5,
    graceSeconds: 60,
    lateMinutes: 10,
    retentionDays: 400,
  },
  logRetentionDays: 400,
  retainData: true,
};
