import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { deployRoleArn, prefixOf } from './names.ts';
import { policyDocument } from './policies/policy-document.ts';
import { tableKeyStatements } from './policies/table-key.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';

/**
 * What copies of tables stand on in their Region: a key that encrypts them at rest, which DynamoDB alone
 * uses. No function, no network and no root key is there. Not yet verified on AWS.
 */
export function createCopiesStack(
  app: App,
  config: DeploymentConfig,
): { readonly copyKeyArn?: string } {
  const { copies, account } = config;
  if (copies === undefined) return {};
  const { region } = copies;
  const stack = new Stack(app, 'Copies', {
    ...stackProps(config, 'copies', 'The key of the copies of tables in another Region.'),
    env: { account, region },
    crossRegionReferences: true,
  });
  const place = { account, region, environment: config.environment };
  const key = new Key(stack, 'CopyKey', {
    alias: `${prefixOf(config)}/copies`,
    description: 'Encrypts the copies of tables at rest',
    policy: policyDocument(
      tableKeyStatements({ account, region, deployRoleArn: deployRoleArn(place) }),
    ),
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    pendingWindow: Duration.days(30),
    removalPolicy: removalPolicy(config),
  });
  return { copyKeyArn: key.keyArn };
}
