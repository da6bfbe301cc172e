import { checkpointBucketArn, deployRoleArn, roleArn } from '../names.ts';
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

const SEALER_ACTIONS = [...CHECKPOINT_OBJECT_ACTIONS, ...CHECKPOINT_LIST_ACTIONS] as const;

/** What reads checkpoints, for whoever verifies the trail, and how their bucket is set up. */
export const BUCKET_READING: readonly string[] = [
  's3:GetBucketLocation',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketTagging',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetObject',
  's3:GetObjectLegalHold',
  's3:GetObjectRetention',
  's3:GetObjectVersion',
  's3:ListBucket',
  's3:ListBucketVersions',
];

/**
 * What a deployment does to the bucket. Lock and versioning are made with the bucket, before it has
 * this policy, and stay as they were made; so does the absence of a life cycle.
 */
export const BUCKET_ADMINISTRATION: readonly string[] = [
  ...BUCKET_READING,
  's3:DeleteBucketPolicy',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketTagging',
  's3:PutEncryptionConfiguration',
];

const PRINCIPAL = 'aws:PrincipalArn';

function deny(
  Sid: string,
  actions: { readonly Action: readonly string[] } | { readonly NotAction: readonly string[] },
  Resource: readonly string[],
  Condition: Condition,
): Statement {
  return { Sid, Effect: 'Deny', Principal: '*', ...actions, Resource, Condition };
}

/**
 * The policy of the bucket: the sealer adds, nobody alters, and everybody else at most reads. A put has
 * to carry `If-None-Match`, for without it S3 would keep a second version beside the locked one and
 * answer with that. What Object Lock already refuses is refused here as well, by a layer of its own.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 *
 * The deploy role may replace this policy, which CloudTrail records; versions that are locked in
 * compliance mode stay even then.
 */
export function checkpointBucketStatements(place: Place): Statement[] {
  const bucket = checkpointBucketArn(place);
  const all = [bucket, `${bucket}/*`];
  const [sealer, deploys] = [roleArn(place, 'auditSealer'), deployRoleArn(place)];
  return [
    deny('OnlyToBeRead', { NotAction: BUCKET_READING }, all, {
      ArnNotEquals: { [PRINCIPAL]: [sealer, deploys] },
    }),
    deny('TheSealerOnlyAdds', { NotAction: SEALER_ACTIONS }, all, {
      ArnEquals: { [PRINCIPAL]: sealer },
    }),
    deny('DeploymentsOnlyLookAfterIt', { NotAction: BUCKET_ADMINISTRATION }, all, {
      ArnEquals: { [PRINCIPAL]: deploys },
    }),
    deny('OnlyWhereNothingIs', { Action: ['s3:PutObject'] }, all, {
      Null: { 's3:if-none-match': 'true' },
    }),
    deny('OnlyEncryptedTransport', { Action: ['s3:*'] }, all, {
      Bool: { 'aws:SecureTransport': 'false' },
    }),
  ];
}
