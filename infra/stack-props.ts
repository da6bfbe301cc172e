import type { StackProps } from 'aws-cdk-lib';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { prefixOf } from './names.ts';

/** What every stack is given; `name` is the last part of its name, `description` a sentence. */
export function stackProps(
  config: DeploymentConfig,
  name: string,
  description: string,
): StackProps {
  return {
    stackName: `${prefixOf(config)}-${name}`,
    description,
    env: { account: config.account, region: config.region },
    terminationProtection: config.retainData,
  };
}
