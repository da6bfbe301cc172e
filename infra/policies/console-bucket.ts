import { consoleBucketArn, deployRoleArn, publisherRoleArn } from '../names.ts';
import type { Place } from '../names.ts';
import type { Statement } from './statement.ts';

/** Everything that shows: files of a page that anybody may load, and how their bucket is set up. */
const READING: readonly string[] = [
  's3:GetBucketLocation',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketTagging',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:ListBucket',
  's3:ListBucketVersions',
];

/**
 * The policy of the bucket that holds the page of the console. Who changes the page reads what is typed
 * into it, so that only deployments do: the role by which CDK publishes files puts them, CloudFormation
 * looks after the bucket. CloudFront's own reading is added where its distribution is made.
 */
export function consoleBucketStatements(place: Place): Statement[] {
  const bucket = consoleBucketArn(place);
  const all = [bucket, `${bucket}/*`];
  const publisher = publisherRoleArn(place);
  return [
    {
      Sid: 'DeploymentsPutThePage',
      Effect: 'Allow',
      Principal: { AWS: publisher },
      Action: ['s3:PutObject'],
      Resource: `${bucket}/*`,
    },
    {
      Sid: 'NobodyElseChangesThePage',
      Effect: 'Deny',
      Principal: '*',
      NotAction: READING,
      Resource: all,
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': [publisher, deployRoleArn(place)] } },
    },
    {
      Sid: 'OnlyEncryptedTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: all,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}
