import { checkpointBucketArn, roleArn } from '../names.ts';
import type { FunctionId, Place } from '../names.ts';
import type { Condition, Statement } from './statement.ts';

export interface BucketAccess {
  readonly role: FunctionId;
  readonly actions: string[];
  readonly resource: string;
}

/** What the sealer does to checkpoints; the loopback runtime holds it to the same list. */
export const CHECKPOINT_OBJECT_ACTIONS = ['s3:GetObject', 's3:PutObject'] as const;
export const CHECKPOINT_LIST_ACTIONS = ['s3:ListBucket'] as const;

/** Which function does what to the bucket of the checkpoints. Nothing here deletes. */
export function checkpointAccess(place: Place): BucketAccess[] {
  const bucket = checkpointBucketArn(place);
  return [
    {
      role: 'auditSealer',
      actions: [...CHECKPOINT_OBJECT_ACTIONS],
      resource: `${bucket}/checkpoints/*`,
    },
    { role: 'auditSealer', actions: [...CHECKPOINT_LIST_ACTIONS], resource: bucket },
  ];
}

/** What changes or removes a version, shortens its lock, or makes the bucket keep less. */
const ALTERING_OBJECTS = [
  's3:BypassGovernanceRetention',
  's3:DeleteObject',
  's3:DeleteObjectTagging',
  's3:DeleteObjectVersion',
  's3:DeleteObjectVersionTagging',
  's3:ObjectOwnerOverrideToBucketOwner',
  's3:PutObjectAcl',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
  's3:PutObjectVersionAcl',
  's3:ReplicateDelete',
  's3:ReplicateObject',
  's3:RestoreObject',
] as const;
const ALTERING_BUCKET = [
  's3:DeleteBucket',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketVersioning',
  's3:PutLifecycleConfiguration',
] as const;

function deny(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Condition,
): Statement {
  const condition = Condition === undefined ? {} : { Condition };
  return { Sid, Effect: 'Deny', Principal: '*', Action, Resource, ...condition };
}

/**
 * The policy of the bucket: the sealer adds, and nobody alters. A put has to carry `If-None-Match`, for
 * without it S3 would keep a second version beside the locked one and answer with that. What Object
 * Lock already refuses is refused here as well, by a layer of its own.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 *
 * An administrator may still replace this policy, which CloudTrail records; versions that are locked
 * in compliance mode stay even then.
 */
export function checkpointBucketStatements(place: Place): Statement[] {
  const bucket = checkpointBucketArn(place);
  const objects = `${bucket}/*`;
  const put = ['s3:PutObject'];
  return [
    deny('OnlyTheSealerPuts', put, objects, {
      ArnNotEquals: { 'aws:PrincipalArn': roleArn(place, 'auditSealer') },
    }),
    deny('OnlyWhereNothingIs', put, objects, { Null: { 's3:if-none-match': 'true' } }),
    deny('NobodyAltersObjects', ALTERING_OBJECTS, objects),
    deny('NobodyKeepsLess', ALTERING_BUCKET, bucket),
    deny('OnlyEncryptedTransport', ['s3:*'], [bucket, objects], {
      Bool: { 'aws:SecureTransport': 'false' },
    }),
  ];
}
