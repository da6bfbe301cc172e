import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { checkpointBucketName } from './names.ts';
import { checkpointBucketStatements } from './policies/checkpoint-bucket.ts';
import { policyStatements } from './policies/policy-document.ts';
import { removalPolicy } from './retention.ts';
import { stackProps } from './stack-props.ts';
import { createTable } from './table.ts';
import type { TableGround } from './table.ts';

export interface Audit {
  readonly auditTable: TableV2;
  readonly checkpointTable: TableV2;
  readonly profileTable: TableV2;
  readonly checkpointBucket: Bucket;
}

/** What is in it stays: locked in compliance mode, which not even the root user can lift. */
function createCheckpointBucket(stack: Stack, config: DeploymentConfig): Bucket {
  const { retentionDays } = config.sealing;
  const bucket = new Bucket(stack, 'Checkpoints', {
    bucketName: checkpointBucketName(config),
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(retentionDays)),
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: removalPolicy(config),
  });
  for (const statement of policyStatements(checkpointBucketStatements(config))) {
    bucket.addToResourcePolicy(statement);
  }
  return bucket;
}

/**
 * The audit trail, its seals and what was learned from it, apart from the vault so that neither's removal or restore touches
 * the other.
 */
export function createAuditStack(app: App, ground: TableGround): Audit {
  const { config } = ground;
  const props = stackProps(config, 'audit', 'The audit trail and its checkpoints.');
  const stack = new Stack(app, 'Audit', props);
  return {
    auditTable: createTable(stack, 'audit', ground),
    checkpointTable: createTable(stack, 'checkpoints', ground),
    profileTable: createTable(stack, 'profiles', ground),
    checkpointBucket: createCheckpointBucket(stack, config),
  };
}
