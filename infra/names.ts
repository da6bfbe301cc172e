import type { DeploymentConfig } from './config/deployment-config.ts';
import { TABLES } from './tables.ts';
import type { TableId } from './tables.ts';

/**
 * Physical names, fixed only where a policy has to name what another stack makes: roles, functions,
 * eight tables and a bucket. All else is named by CloudFormation. Partition `aws` only.
 */

export type FunctionId =
  'vault' | 'keyAdmin' | 'cvcSweeper' | 'auditSealer' | 'anomalyWatch' | 'rewrap';

/** Where something lives; every deployment configuration has these fields. */
export type Place = Pick<DeploymentConfig, 'account' | 'region' | 'environment'>;

const ROLE_SUFFIXES: Readonly<Record<FunctionId, string>> = {
  vault: 'vault-function',
  keyAdmin: 'key-admin-function',
  cvcSweeper: 'cvc-sweeper-function',
  rewrap: 'rewrap-function',
  auditSealer: 'audit-sealer-function',
  anomalyWatch: 'anomaly-watch-function',
};

export function prefixOf(place: Pick<Place, 'environment'>): string {
  return `tokenization-${place.environment}`;
}

export function roleName(place: Place, id: FunctionId): string {
  return `${prefixOf(place)}-${ROLE_SUFFIXES[id]}`;
}

/** The role's own ARN: what `aws:PrincipalArn` holds for every session of the role. */
export function roleArn(place: Place, id: FunctionId): string {
  return `arn:aws:iam::${place.account}:role/${roleName(place, id)}`;
}

/** Fixed, because the vault's policy and that of its network's endpoint name the function. */
export function chargeFunctionName(place: Pick<Place, 'environment'>): string {
  return `${prefixOf(place)}-charge`;
}

export function chargeFunctionArn(place: Place): string {
  return `arn:aws:lambda:${place.region}:${place.account}:function:${chargeFunctionName(place)}`;
}

/** All roles and functions of a deployment: what guards them names them by this. */
export function ownRoleArns(place: Place): string {
  return `arn:aws:iam::${place.account}:role/${prefixOf(place)}-*`;
}

export function ownFunctionArns(place: Place): string {
  return `arn:aws:lambda:${place.region}:${place.account}:function:${prefixOf(place)}-*`;
}

export function functionName(place: Place, id: FunctionId): string {
  return roleName(place, id);
}

/** The role that AppSync takes to invoke a function. */
export function dataSourceRoleName(place: Place, id: FunctionId): string {
  return `${roleName(place, id)}-data-source`;
}

/** The role that a schedule takes to invoke a function. */
export function scheduleRoleName(place: Place, id: FunctionId): string {
  return `${roleName(place, id)}-schedule`;
}

/** The function of the order example, its role, and what else is named after it. */
export function ordersName(place: Pick<Place, 'environment'>): string {
  return `${prefixOf(place)}-orders-function`;
}

/** In the account of the application. */
export function ordersRoleArn(place: Place): string {
  return `arn:aws:iam::${place.account}:role/${ordersName(place)}`;
}

/** The service caller that the order example becomes, in the account of the vault. */
export function ordersCallerName(place: Pick<Place, 'environment'>): string {
  return `${prefixOf(place)}-orders-caller`;
}

export function ordersCallerArn(place: Place): string {
  return `arn:aws:iam::${place.account}:role/${ordersCallerName(place)}`;
}

/**
 * The deploy role: the one that CloudFormation takes, as `cdk bootstrap` names it.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function deployRoleArn(place: Place): string {
  const { account, region } = place;
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
}

/** The role by which CDK publishes files, as `cdk bootstrap` names it. */
export function publisherRoleArn(place: Place): string {
  const { account, region } = place;
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-file-publishing-role-${account}-${region}`;
}

/** The role that DynamoDB takes, and nobody else can, to keep a copy of a table in another Region. */
export function replicationRoleArn({ account }: Pick<Place, 'account'>): string {
  const path = 'aws-service-role/replication.dynamodb.amazonaws.com';
  return `arn:aws:iam::${account}:role/${path}/AWSServiceRoleForDynamoDBReplication`;
}

/** All roles of the CDK's bootstrap, which deploy or hand over what is deployed. */
export function bootstrapRoleArns({ account }: Pick<Place, 'account'>): string {
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-*`;
}

/** Who may take the roles of the bootstrap: the pipeline that deploys. */
export function deployerRoleArn(place: Place): string {
  return `arn:aws:iam::${place.account}:role/${deployerRoleName(place)}`;
}

export function deployerRoleName(place: Pick<Place, 'environment'>): string {
  return `${prefixOf(place)}-deployer`;
}

export function tableName(place: Place, id: TableId): string {
  return `${prefixOf(place)}-${TABLES[id].suffix}`;
}

export function tableArn(place: Place, id: TableId): string {
  return `arn:aws:dynamodb:${place.region}:${place.account}:table/${tableName(place, id)}`;
}

/** An index of a table is a resource of its own. */
export function indexArn(place: Place, id: TableId, index: string): string {
  return `${tableArn(place, id)}/index/${index}`;
}

/** Fixed, because alarms of every stack name it. */
export function alarmTopicName(place: Pick<Place, 'environment'>): string {
  return `${prefixOf(place)}-alarms`;
}

export function alarmTopicArn(place: Place): string {
  return `arn:aws:sns:${place.region}:${place.account}:${alarmTopicName(place)}`;
}

export function trailName(place: Pick<Place, 'environment'>): string {
  return `${prefixOf(place)}-trail`;
}

export function trailArn(place: Place): string {
  return `arn:aws:cloudtrail:${place.region}:${place.account}:trail/${trailName(place)}`;
}

export function trailBucketName(place: Place): string {
  return `${prefixOf(place)}-trail-${place.account}-${place.region}`;
}

export function trailBucketArn(place: Place): string {
  return `arn:aws:s3:::${trailBucketName(place)}`;
}

/** Names of buckets are taken by whoever in the world comes first, so this one has the account in it. */
export function checkpointBucketName(place: Place): string {
  return `${prefixOf(place)}-checkpoints-${place.account}-${place.region}`;
}

export function checkpointBucketArn(place: Place): string {
  return `arn:aws:s3:::${checkpointBucketName(place)}`;
}

/** The bucket that holds the page of the console, with the account in its name for the same reason. */
export function consoleBucketName(place: Place): string {
  return `${prefixOf(place)}-console-${place.account}-${place.region}`;
}

export function consoleBucketArn(place: Place): string {
  return `arn:aws:s3:::${consoleBucketName(place)}`;
}
