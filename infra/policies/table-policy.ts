import { deployRoleArn, replicationRoleArn, roleArn, tableArn } from '../names.ts';
import type { FunctionId, Place } from '../names.ts';
import { TABLES } from '../tables.ts';
import type { TableDefinition, TableId } from '../tables.ts';
import type { Condition, Statement } from './statement.ts';
import { accessedArn, TABLE_ACCESS } from './table-access.ts';

/** What shows how a table is set up, and none of its items. */
const TABLE_READING = [
  'dynamodb:DescribeContinuousBackups',
  'dynamodb:DescribeContributorInsights',
  'dynamodb:DescribeKinesisStreamingDestination',
  'dynamodb:DescribeTable',
  'dynamodb:DescribeTableReplicaAutoScaling',
  'dynamodb:DescribeTimeToLive',
  'dynamodb:GetResourcePolicy',
  'dynamodb:ListTagsOfResource',
] as const;

/**
 * What a deployment does to a table. Neither a backup nor a restoration, an export or a stream to
 * Kinesis: each would be a copy that this policy does not follow.
 */
export const TABLE_ADMINISTRATION: readonly string[] = [
  ...TABLE_READING,
  'dynamodb:CreateTable',
  'dynamodb:CreateTableReplica',
  'dynamodb:DeleteResourcePolicy',
  'dynamodb:DeleteTable',
  'dynamodb:DeleteTableReplica',
  'dynamodb:PutResourcePolicy',
  'dynamodb:TagResource',
  'dynamodb:UntagResource',
  'dynamodb:UpdateContinuousBackups',
  'dynamodb:UpdateContributorInsights',
  'dynamodb:UpdateTable',
  'dynamodb:UpdateTableReplicaAutoScaling',
  'dynamodb:UpdateTimeToLive',
];

/**
 * What DynamoDB does to keep a copy in another Region; refused any of it, it stops.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/DynamoDBReplicationServiceRolePolicy.html
 */
const REPLICATION: readonly string[] = [
  'dynamodb:DeleteItem',
  'dynamodb:DescribeStream',
  'dynamodb:DescribeTable',
  'dynamodb:DescribeTimeToLive',
  'dynamodb:GetItem',
  'dynamodb:GetRecords',
  'dynamodb:GetResourcePolicy',
  'dynamodb:GetShardIterator',
  'dynamodb:PutItem',
  'dynamodb:Scan',
  'dynamodb:UpdateItem',
  'dynamodb:UpdateTable',
  'dynamodb:UpdateTimeToLive',
];

const PRINCIPAL = 'aws:PrincipalArn';

const capital = (name: string): string => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;

/** Deny lists are open-ended, so that an action DynamoDB gains tomorrow is denied today. */
function denyAllBut(
  Sid: string,
  NotAction: readonly string[],
  Resource: readonly string[],
  Condition: Condition,
): Statement {
  return { Sid, Effect: 'Deny', Principal: '*', NotAction, Resource, Condition };
}

/** A function does to the table, or to its index, what the list of accesses says, and no more. */
function onlyItsAccess(place: Place, table: TableId, role: FunctionId): Statement[] {
  const { index }: TableDefinition = TABLES[table];
  const named = [undefined, ...(index === undefined ? [] : [index.name])];
  return named.map((name): Statement => {
    const place_ = { table, ...(name === undefined ? {} : { index: name }) };
    const actions = TABLE_ACCESS.filter(
      (access) => access.role === role && access.table === table && access.index === name,
    ).flatMap((access) => access.actions);
    const Resource = [accessedArn(place, { ...place_, role, actions })];
    const Condition = { ArnEquals: { [PRINCIPAL]: roleArn(place, role) } };
    const Sid = `${capital(role)}Only${name === undefined ? 'This' : 'ThisOfTheIndex'}`;
    // `NotAction` of nothing is no policy; this is what it would say.
    if (actions.length === 0) {
      return { Sid, Effect: 'Deny', Principal: '*', Action: ['*'], Resource, Condition };
    }
    return denyAllBut(Sid, actions, Resource, Condition);
  });
}

/**
 * The policy of a table: each function does what the list of accesses says, through the endpoint;
 * deployments look after the table; everybody else may see how it is set up. It only denies, so what is
 * allowed is said by the policies of roles, and no other policy can say more.
 *
 * Whoever takes the deploy role may replace this policy: `guardrail.ts` says who may.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
 */
export function tableStatements(
  place: Place,
  table: TableId,
  endpointId: string,
  isCopied = false,
): Statement[] {
  const all = allOf(place, table);
  const roles = [
    ...new Set(TABLE_ACCESS.filter((one) => one.table === table).map((one) => one.role)),
  ];
  const [functions, deploys] = [roles.map((role) => roleArn(place, role)), deployRoleArn(place)];
  const replication = isCopied ? [replicationRoleArn(place)] : [];
  return [
    denyAllBut('OnlyToBeSeen', TABLE_READING, all, {
      ArnNotEquals: { [PRINCIPAL]: [...functions, deploys, ...replication] },
    }),
    denyAllBut('DeploymentsOnlyLookAfterIt', TABLE_ADMINISTRATION, all, {
      ArnEquals: { [PRINCIPAL]: deploys },
    }),
    ...onlyReplicates(replication, all),
    ...roles.flatMap((role) => onlyItsAccess(place, table, role)),
    denyAllBut('OnlyThroughTheEndpoint', TABLE_ADMINISTRATION, all, {
      StringNotEquals: { 'aws:SourceVpce': endpointId },
      ...(isCopied ? { ArnNotEquals: { [PRINCIPAL]: replication } } : {}),
    }),
  ];
}

function allOf(place: Place, table: TableId): string[] {
  const arn = tableArn(place, table);
  const { index }: TableDefinition = TABLES[table];
  return [arn, ...(index === undefined ? [] : [`${arn}/index/*`])];
}

function onlyReplicates(replication: readonly string[], all: readonly string[]): Statement[] {
  if (replication.length === 0) return [];
  return [
    denyAllBut('ReplicationOnlyReplicates', REPLICATION, all, {
      ArnEquals: { [PRINCIPAL]: replication },
    }),
  ];
}

/** Of what is no table of a function's: DynamoDB writes or reads it, deployments look after it. */
function closedStatements(place: Place, all: readonly string[]): Statement[] {
  const [deploys, replication] = [deployRoleArn(place), replicationRoleArn(place)];
  return [
    denyAllBut('OnlyToBeSeen', TABLE_READING, all, {
      ArnNotEquals: { [PRINCIPAL]: [deploys, replication] },
    }),
    denyAllBut('DeploymentsOnlyLookAfterIt', TABLE_ADMINISTRATION, all, {
      ArnEquals: { [PRINCIPAL]: deploys },
    }),
    ...onlyReplicates([replication], all),
  ];
}

/**
 * The policy of a copy in another Region. No function reads or writes there, so nothing is ever written in
 * two places: which of two writes wins is no question, and no transaction is seen by half.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 *
 * @param place of the table that is copied, whose deployments look after the copy
 */
export function copyStatements(place: Place, table: TableId, region: string): Statement[] {
  return closedStatements(place, allOf({ ...place, region }, table));
}

/** The policy of the stream that DynamoDB copies by. In it is all that is written, so it is closed. */
export function streamStatements(place: Place): Statement[] {
  return closedStatements(place, ['*']);
}
