import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { createLockedBucket } from './locked-bucket.ts';
import { checkpointBucketName } from './names.ts';
import { checkpointBucketStatements } from './policies/checkpoint-bucket.ts';
import { stackProps } from './stack-props.ts';
import { createTable } from './table.ts';
import type { TableGround } from './table.ts';

export interface Audit {
  readonly auditTable: TableV2;
  readonly checkpointTable: TableV2;
  readonly profileTable: TableV2;
  readonly checkpointBucket: Bucket;
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
    checkpointBucket: createLockedBucket(stack, config, {
      id: 'Checkpoints',
      bucketName: checkpointBucketName(config),
      statements: checkpointBucketStatements(config),
    }),
  };
}
