import type { DeploymentConfig } from './config/deployment-config.ts';
import { deployerRoleArn, prefixOf } from './names.ts';
import { STANDING_PARTS } from './standing-parts.ts';

const { keys, firewallRules, endpointZones, alarms, dashboards } = STANDING_PARTS;
const HOURS = 730;
/** Dollars a month, list prices as quoted 2026-10. */
const AT_REST = {
  keys,
  firewall: 5 + firewallRules,
  endpoint: endpointZones * HOURS * 0.01,
  alarms: alarms * 0.1 + dashboards * 3,
};

/** By zone and hour: an endpoint of Network Firewall and a NAT gateway. */
const WAY_OUT_HOUR = 0.395 + 0.045;

function chargeAtRest({ processors, environment }: DeploymentConfig): number {
  if (processors === undefined) return 0;
  const zones = environment === 'production' ? 3 : 1;
  return zones * HOURS * WAY_OUT_HOUR + AT_REST.endpoint;
}

/** A key and a firewall of the application's own, and a key of the copies. */
function besideAtRest({ application, copies }: DeploymentConfig): number {
  return (application === undefined ? 0 : 1 + AT_REST.firewall) + (copies === undefined ? 0 : 1);
}

const dollarsAtRest = (config: DeploymentConfig): string =>
  Object.values(AT_REST)
    .reduce((sum, dollars) => sum + dollars, chargeAtRest(config) + besideAtRest(config))
    .toFixed(0);

/** By the last part of its name, each stack of a deployment. */
export function stacksOf(config: DeploymentConfig): string[] {
  const {
    organization,
    pipeline,
    processors,
    mutualTls,
    console: page,
    application,
    copies,
  } = config;
  return [
    ...(organization === undefined ? [] : ['guardrails']),
    ...(pipeline === undefined ? [] : ['pipeline']),
    ...['trail', 'network', 'keys', ...(copies === undefined ? [] : ['copies'])],
    ...['vault', 'audit', 'identity', 'functions'],
    ...(processors === undefined ? [] : ['charge']),
    'gateway',
    ...(mutualTls === undefined ? [] : ['edge']),
    ...(page === undefined ? [] : ['console']),
    ...(application === undefined ? [] : ['orders']),
    ...['alarms', 'observability'],
  ];
}

function keptOf({ retainData, sealing }: DeploymentConfig): string {
  const checkpoints = `Checkpoints cannot be removed for ${sealing.retentionDays} days by anybody.`;
  return retainData
    ? `Tables, keys, users and logs stay when their stacks go. ${checkpoints}`
    : `Everything goes with its stack, keys after 30 days. ${checkpoints}`;
}

function guardOf(config: DeploymentConfig): string {
  const { organization } = config;
  return organization === undefined
    ? 'No organization: administrators of the account can change and invoke the functions.'
    : `A service control policy from ${organization.managementAccount} leaves changes to ${deployerRoleArn(config)}.`;
}

function applicationOf({ application, account }: DeploymentConfig): string[] {
  if (application === undefined) return [];
  const where =
    application.account === account ? 'the same account' : `account ${application.account}`;
  return [`The order example goes into ${where} and may have cards charged, nothing else.`];
}

/** What a deployment of a configuration does, for whoever is about to run it. */
export function planOf(config: DeploymentConfig): string {
  const { account, region, environment, mutualTls } = config;
  return [
    `Deploys the ${environment} configuration into account ${account}, ${region}.`,
    `Stacks ${prefixOf(config)}-…, in CDK's order: ${stacksOf(config).join(', ')}.`,
    keptOf(config),
    ...applicationOf(config),
    guardOf(config),
    mutualTls === undefined
      ? 'Clients are known by their ID tokens; there is no mutual TLS.'
      : `Clients need certificates and come by ${mutualTls.domainName}.`,
    `About ${dollarsAtRest(config)} USD a month at rest; npm run cost has the rest.`,
    'The synthesis before it proves the policies and holds the templates to the rules.',
    'Not yet verified on AWS.',
  ].join('\n');
}
