import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { prefixOf } from './names.ts';
import { guardrailStatements } from './policies/guardrail.ts';
import { stackProps } from './stack-props.ts';

/**
 * The service control policy of the vault account, in the management account of its organization.
 * Without an organization there is none, and the proofs say what they then do not show.
 */
export function createGuardrailsStack(app: App, config: DeploymentConfig): void {
  const { organization } = config;
  if (organization === undefined) return;
  const props = stackProps(config, 'guardrails', 'What administrators of the vault cannot do.');
  const stack = new Stack(app, 'Guardrails', {
    ...props,
    env: { account: organization.managementAccount, region: config.region },
  });
  new CfnPolicy(stack, 'Policy', {
    name: `${prefixOf(config)}-guardrail`,
    description: 'Leaves what is as good as decrypting to the gateway and to deployments',
    type: 'SERVICE_CONTROL_POLICY',
    content: { Version: '2012-10-17', Statement: guardrailStatements(config) },
    targetIds: [config.account],
  });
}
