import { deployRoleArn, trailArn, trailBucketArn } from '../names.ts';
import type { Place } from '../names.ts';
import { BUCKET_ADMINISTRATION, BUCKET_READING } from './checkpoint-bucket.ts';

const PRINCIPAL = 'aws:PrincipalArn';
const IS_SERVICE = 'aws:PrincipalIsAWSService';
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' } as const;

function deny(
  Sid: string,
  actions: object,
  Resource: readonly string[],
  Condition: object,
): object {
  return { Sid, Effect: 'Deny', Principal: '*', ...actions, Resource, Condition };
}

/** Both statements that CloudTrail asks for, of this trail alone. */
function delivery(place: Place): object[] {
  const [bucket, source] = [trailBucketArn(place), { 'aws:SourceArn': trailArn(place) }];
  const allow = { Effect: 'Allow', Principal: CLOUDTRAIL };
  return [
    {
      Sid: 'CloudTrailLooks',
      ...allow,
      Action: 's3:GetBucketAcl',
      Resource: bucket,
      Condition: { StringEquals: source },
    },
    {
      Sid: 'CloudTrailDelivers',
      ...allow,
      Action: 's3:PutObject',
      Resource: `${bucket}/AWSLogs/${place.account}/*`,
      Condition: { StringEquals: { ...source, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

/**
 * The policy of the bucket of the trail: CloudTrail adds its files, nobody alters or removes one. Object
 * Lock says the same by a layer of its own, which not even the root user can lift.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketStatements(place: Place): object[] {
  const bucket = trailBucketArn(place);
  const all = [bucket, `${bucket}/*`];
  const deploys = deployRoleArn(place);
  return [
    ...delivery(place),
    deny('OnlyToBeRead', { NotAction: BUCKET_READING }, all, {
      ArnNotEquals: { [PRINCIPAL]: deploys },
      Bool: { [IS_SERVICE]: 'false' },
    }),
    deny('DeploymentsOnlyLookAfterIt', { NotAction: BUCKET_ADMINISTRATION }, all, {
      ArnEquals: { [PRINCIPAL]: deploys },
    }),
    deny('OnlyEncryptedTransport', { Action: 's3:*' }, all, {
      Bool: { 'aws:SecureTransport': 'false' },
    }),
  ];
}
