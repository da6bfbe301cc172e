import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { createLockedBucket } from './locked-bucket.ts';
import { checkpointBucketArn, tableArn, trailBucketName, trailName } from './names.ts';
import { trailBucketStatements } from './policies/trail-bucket.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';
import { TABLES } from './tables.ts';
import type { TableId } from './tables.ts';

type Selector = CfnTrail.AdvancedEventSelectorProperty;
type Field = CfnTrail.AdvancedFieldSelectorProperty;
type Where = Pick<Field, 'equalTo' | 'startsWith'>;

const equal = (field: string, ...equalTo: string[]): Field => ({ field, equalTo });

const MANAGEMENT: Selector = {
  name: 'What is done to the account',
  fieldSelectors: [equal('eventCategory', 'Management')],
};

const data = (name: string, type: string, where: Where): Selector => ({
  name,
  fieldSelectors: [
    equal('eventCategory', 'Data'),
    equal('resources.type', type),
    equal('readOnly', 'false'),
    { field: 'resources.ARN', ...where },
  ],
});

/** Every write to a table or to the checkpoints, whoever it is by; keys of items are in it, no values. */
function dataSelectors(config: DeploymentConfig): Selector[] {
  if (config.trailDataEvents !== true) return [];
  const tables = (Object.keys(TABLES) as TableId[]).map((id) => tableArn(config, id));
  return [
    data('Writes to the tables', 'AWS::DynamoDB::Table', { equalTo: tables }),
    data('Writes to the checkpoints', 'AWS::S3::Object', {
      startsWith: [`${checkpointBucketArn(config)}/`],
    }),
  ];
}

/** The account's record of what is done to it, in a bucket from which nobody removes. Not yet verified on AWS. */
export function createTrailStack(app: App, config: DeploymentConfig): void {
  const stack = new Stack(app, 'Trail', stackProps(config, 'trail', 'The trail of the account.'));
  const bucket = createLockedBucket(stack, config, {
    id: 'Files',
    bucketName: trailBucketName(config),
    statements: trailBucketStatements(config),
  });
  const trail = new CfnTrail(stack, 'Trail', {
    trailName: trailName(config),
    s3BucketName: bucket.bucketName,
    isLogging: true,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    advancedEventSelectors: [MANAGEMENT, ...dataSelectors(config)],
  });
  trail.applyRemovalPolicy(removalPolicy(config));
  // CloudTrail looks whether it may deliver before it is made.
  if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
}
