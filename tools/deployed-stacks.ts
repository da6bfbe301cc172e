import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ConsoleConfiguration } from '../console/configuration.ts';
import type { DeploymentConfig } from '../infra/config/deployment-config.ts';
import { prefixOf } from '../infra/names.ts';

/** By stack and name, as `cdk deploy --outputs-file` writes them. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Artifact {
  readonly type: string;
}

/** The names by which `cdk deploy` knows the stacks of a synthesized app, in no order. */
export function stackIds(assembly: string): string[] {
  const manifest = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Readonly<Record<string, Artifact>>;
  };
  return Object.entries(manifest.artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id]) => id);
}

/**
 * What a stack says of itself once it is deployed.
 * @throws Error naming stack and output if there is none
 */
export function outputOf(
  outputs: StackOutputs,
  config: DeploymentConfig,
  stack: string,
  name: string,
): string {
  const found = outputs[`${prefixOf(config)}-${stack}`]?.[name];
  if (found !== undefined) return found;
  throw new Error(`The stack ${stack} has no output ${name}.`);
}

/** What the order example has to know of the gateway, as `cdk deploy` takes it. */
export function orderParameters(outputs: StackOutputs, config: DeploymentConfig): string[] {
  const values = {
    GatewayUrl: outputOf(outputs, config, 'gateway', 'GraphqlUrl'),
    UserPoolId: outputOf(outputs, config, 'identity', 'UserPoolId'),
    ClientId: outputOf(outputs, config, 'identity', 'ClientId'),
  };
  const stack = `${prefixOf(config)}-orders`;
  return Object.entries(values).flatMap(([name, value]) => [
    '--parameters',
    `${stack}:${name}=${value}`,
  ]);
}

/** What `config.json` tells the page; `checkpointKey` is PEM, of the key that signs checkpoints. */
export function consoleConfiguration(
  outputs: StackOutputs,
  config: DeploymentConfig,
  checkpointKey?: string,
): ConsoleConfiguration {
  const read = (name: string): string => outputOf(outputs, config, 'console', name);
  const { operatorTenant } = config;
  return {
    graphql: read('GraphqlUrl'),
    region: config.region,
    userPoolId: read('UserPoolId'),
    clientId: read('ClientId'),
    ...(checkpointKey === undefined ? {} : { checkpointKey }),
    ...(operatorTenant === undefined ? {} : { operatorTenant }),
  };
}
