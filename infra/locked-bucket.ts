import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { removalPolicy } from './retention.ts';

/** What is in it stays: locked in compliance mode, which not even the root user can lift. */
export function createLockedBucket(
  stack: Stack,
  config: DeploymentConfig,
  { id, bucketName, statements }: { id: string; bucketName: string; statements: readonly object[] },
): Bucket {
  const { retentionDays } = config.sealing;
  const bucket = new Bucket(stack, id, {
    bucketName,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(retentionDays)),
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: removalPolicy(config),
  });
  for (const one of statements) bucket.addToResourcePolicy(PolicyStatement.fromJson(one));
  return bucket;
}
