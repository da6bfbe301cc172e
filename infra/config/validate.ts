import type { Thresholds } from '../../functions/anomaly-watch/thresholds.ts';
import { isAlarmTarget } from '../alarm-targets.ts';
import type { DeploymentConfig, Sealing } from './deployment-config.ts';
import {
  ACCOUNT,
  areCopies,
  areCallers,
  between,
  isApplication,
  isConsole,
  isMutualTls,
  isProcessor,
  REGION,
  TENANT,
} from './optional-parts.ts';

/** A configuration that must not be deployed. The message lists every broken rule, no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

interface Rule {
  readonly field: string;
  readonly expected: string;
  readonly holds: (config: DeploymentConfig) => boolean;
}

type Limit = DeploymentConfig['budgets'][string];

/** What the vault takes for a budget's name. */
const BUDGET =
  /^((ACTOR|TENANT)\/(PLAINTEXT|MASKED|CHARGE)|PURPOSE\/(PAYMENT|REFUND|CHARGEBACK|FRAUD_REVIEW|CUSTOMER_SUPPORT|LEGAL|MIGRATION))$/;

/** Lambda gives a function's variables 4 KB together. */
const MAX_SETTINGS_LENGTH = 2000;

const PREFIX_LIST = /^pl-([0-9a-f]{8}|[0-9a-f]{17})$/;

const isSealing = (sealing: Sealing): boolean =>
  Date.parse(sealing.trailBegin) % 60_000 === 0 &&
  [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30].includes(sealing.windowMinutes) &&
  between(30, 3600, sealing.graceSeconds) &&
  between(0, 1440, sealing.lateMinutes) &&
  between(1, 36_500, sealing.retentionDays);

/** As the watch reads them; a name that it does not know would stop it. */
const THRESHOLDS: readonly (keyof Thresholds)[] = [
  'breadthFloor',
  'breadthFactor',
  'breadthOfNewcomer',
  'learningDays',
  'refusalBurst',
];

const areThresholds = (given: Thresholds): boolean =>
  Object.keys(given).length === THRESHOLDS.length &&
  THRESHOLDS.every((name) => given[name] >= 1 && given[name] <= 1_000_000);

const isBudget = ([name, { perMinute, perDay }]: readonly [string, Limit]): boolean =>
  BUDGET.test(name) && between(0, 100_000_000, perMinute) && between(0, 100_000_000, perDay);

const areZones = (config: DeploymentConfig): boolean =>
  new Set(config.availabilityZones).size === 3 &&
  config.availabilityZones.every((zone) => /^[a-z]$/.test(zone.replace(config.region, '')));

const ALWAYS: readonly Rule[] = [
  { field: 'account', expected: '12 digits', holds: (c) => ACCOUNT.test(c.account) },
  {
    field: 'organization',
    expected: 'a management account of 12 digits that is not the account itself, or absent',
    holds: ({ organization: given, account }) =>
      given === undefined ||
      (ACCOUNT.test(given.managementAccount) && given.managementAccount !== account),
  },
  {
    field: 'pipeline',
    expected: 'the owner and the name of one repository, or absent',
    holds: ({ pipeline }) =>
      pipeline === undefined || /^[\w-]{1,39}\/[\w.-]{1,100}$/.test(pipeline.repository),
  },
  {
    field: 'region',
    expected: 'a region name of the partition aws',
    holds: (c) => REGION.test(c.region),
  },
  { field: 'availabilityZones', expected: 'three different zones of the region', holds: areZones },
  {
    field: 'dynamodbPrefixListId',
    expected: 'the id of a prefix list (pl-…)',
    holds: (c) => PREFIX_LIST.test(c.dynamodbPrefixListId),
  },
  {
    field: 's3PrefixListId',
    expected: 'the id of a prefix list (pl-…)',
    holds: (c) => PREFIX_LIST.test(c.s3PrefixListId),
  },
  {
    field: 'sealing',
    expected:
      'a whole minute; 1 to 30 minutes that divide an hour; 30 to 3,600 s; 0 to 1,440 minutes; 1 to 36,500 days',
    holds: ({ sealing }) => isSealing(sealing),
  },
  {
    field: 'anomalyThresholds',
    expected: `${THRESHOLDS.join(', ')}, each 1 to 1,000,000`,
    holds: ({ anomalyThresholds }) => areThresholds(anomalyThresholds),
  },
  {
    field: 'idTokenMinutes',
    expected: '5 to 60 minutes',
    holds: (c) => between(5, 60, c.idTokenMinutes),
  },
  {
    field: 'refreshTokenHours',
    expected: '1 to 720 hours',
    holds: (c) => between(1, 720, c.refreshTokenHours),
  },
  {
    field: 'queryDepthLimit',
    expected: '2 to 75',
    holds: (c) => between(2, 75, c.queryDepthLimit),
  },
  {
    field: 'resolverCountLimit',
    expected: '51 (one full batch) to 10,000',
    holds: (c) => between(51, 10_000, c.resolverCountLimit),
  },
  {
    field: 'firewall',
    expected: '100 to 2,000,000 requests in five minutes, of a client and of an address',
    holds: ({ firewall }) =>
      between(100, 2_000_000, firewall.requestsPerClient) &&
      between(100, 2_000_000, firewall.requestsPerAddress),
  },
  {
    field: 'mutualTls',
    expected:
      'a host name, a certificate in us-east-1, a bucket, a key and a secret, without console and application; or absent',
    holds: ({ mutualTls, console: page, application }) =>
      mutualTls === undefined ||
      (page === undefined && application === undefined && isMutualTls(mutualTls)),
  },
  {
    field: 'console',
    expected: 'a host name and a certificate in us-east-1, or neither; or absent',
    holds: ({ console: page }) => page === undefined || isConsole(page),
  },
  {
    field: 'copies',
    expected:
      'another region; of vault, control and keyStore all or none, audit, checkpoints with it, no other table; or absent',
    holds: areCopies,
  },
  {
    field: 'branchKeyTtlSeconds',
    expected: '1 to 3,600 seconds',
    holds: (c) => between(1, 3600, c.branchKeyTtlSeconds),
  },
  {
    field: 'branchKeyMaxUses',
    expected: '1 to 100,000,000, or absent',
    holds: (c) => c.branchKeyMaxUses === undefined || between(1, 100_000_000, c.branchKeyMaxUses),
  },
  {
    field: 'reservedConcurrency',
    expected: 'at least 1 for each function, or absent',
    holds: ({ reservedConcurrency: reserved }) =>
      reserved === undefined ||
      Object.values(reserved).every((count) => between(1, 100_000, count)),
  },
  {
    field: 'rewrapItemsPerSecond',
    expected: '1 to 10,000, or absent',
    holds: ({ rewrapItemsPerSecond: rate }) => rate === undefined || between(1, 10_000, rate),
  },
  {
    field: 'serviceCallers',
    expected:
      'account, role name, tenant and known groups, each role once, with its certificate where there is mutual TLS',
    holds: ({ serviceCallers: callers, mutualTls }) =>
      areCallers(callers) &&
      (mutualTls === undefined || callers.every(({ certificate }) => certificate !== undefined)),
  },
  {
    field: 'operatorTenant',
    expected: 'the name of a tenant, or absent',
    holds: ({ operatorTenant: tenant }) => tenant === undefined || TENANT.test(tenant),
  },
  {
    field: 'equalityBudgetPerHour',
    expected: '0 to 1,000,000',
    holds: (c) => between(0, 1_000_000, c.equalityBudgetPerHour),
  },
  {
    field: 'budgets',
    expected: 'by budget, perMinute and perDay of 0 to 100,000,000',
    holds: (c) => Object.entries(c.budgets).every(isBudget),
  },
  {
    field: 'bulkReleaseItems',
    expected: '1 to 50',
    holds: (c) => between(1, 50, c.bulkReleaseItems),
  },
  {
    field: 'processors',
    expected:
      'https URLs without query, bodies with all placeholders, 100 to 5,000 ms, tenants and currencies',
    holds: ({ processors = {} }) =>
      Object.entries(processors).every(isProcessor) &&
      JSON.stringify(processors).length <= MAX_SETTINGS_LENGTH,
  },
  {
    field: 'application',
    expected:
      'an account, one of its own under an organization; a processor that charges for the tenant; or absent',
    holds: isApplication,
  },
  {
    field: 'alarmTargets',
    expected: 'e-mail addresses and ARNs of SQS queues and functions, or absent',
    holds: ({ alarmTargets = [] }) => alarmTargets.every(isAlarmTarget),
  },
  {
    field: 'tenantSettings',
    expected: 'by tenant, at most 2,000 characters of JSON',
    holds: (c) =>
      Object.keys(c.tenantSettings).every((tenant) => TENANT.test(tenant)) &&
      JSON.stringify(c.tenantSettings).length <= MAX_SETTINGS_LENGTH,
  },
];

const IN_PRODUCTION: readonly Rule[] = [
  {
    field: 'organization',
    expected: 'present: nothing else keeps an administrator from changing the functions',
    holds: (c) => c.organization !== undefined,
  },
  { field: 'idTokenMinutes', expected: 'at most 10', holds: (c) => c.idTokenMinutes <= 10 },
  { field: 'refreshTokenHours', expected: 'at most 12', holds: (c) => c.refreshTokenHours <= 12 },
  { field: 'mfa', expected: 'required', holds: (c) => c.mfa === 'required' },
  { field: 'passwordSignIn', expected: 'false', holds: (c) => !c.passwordSignIn },
  { field: 'threatProtection', expected: 'true', holds: (c) => c.threatProtection },
  { field: 'introspection', expected: 'false', holds: (c) => !c.introspection },
  { field: 'queryDepthLimit', expected: 'at most 10', holds: (c) => c.queryDepthLimit <= 10 },
  {
    field: 'resolverCountLimit',
    expected: 'at most 100',
    holds: (c) => c.resolverCountLimit <= 100,
  },
  {
    field: 'reservedConcurrency',
    expected: 'present',
    holds: (c) => c.reservedConcurrency !== undefined,
  },
  {
    field: 'equalityBudgetPerHour',
    expected: 'at most 100,000',
    holds: (c) => c.equalityBudgetPerHour <= 100_000,
  },
  {
    field: 'budgets',
    expected: 'a plaintext budget of each actor of at most 10,000 a minute',
    holds: (c) => (c.budgets['ACTOR/PLAINTEXT']?.perMinute ?? 0) <= 10_000,
  },
  { field: 'alarmTargets', expected: 'present', holds: (c) => c.alarmTargets?.[0] !== undefined },
  { field: 'logRetentionDays', expected: 'at least 365', holds: (c) => c.logRetentionDays >= 365 },
  {
    field: 'sealing',
    expected: 'kept for at least 365 days',
    holds: (c) => c.sealing.retentionDays >= 365,
  },
  { field: 'retainData', expected: 'true', holds: (c) => c.retainData },
];

/** @throws ConfigurationError naming every rule that is broken. */
export function validateConfig(config: DeploymentConfig): DeploymentConfig {
  const rules = config.environment === 'production' ? [...ALWAYS, ...IN_PRODUCTION] : ALWAYS;
  const broken = rules.filter((rule) => !rule.holds(config));
  if (broken.length === 0) return config;
  const lines = broken.map((rule) => `  ${rule.field}: ${rule.expected}`);
  throw new ConfigurationError(
    [`The ${config.environment} configuration breaks these rules:`, ...lines].join('\n'),
  );
}
