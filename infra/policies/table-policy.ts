import { deployRoleArn, roleArn, tableArn } from '../names.ts';
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
export function tableStatements(place: Place, table: TableId, endpointId: string): Statement[] {
  const arn = tableArn(place, table);
  const { index }: TableDefinition = TABLES[table];
  const all = [arn, ...(index === undefined ? [] : [`${arn}/index/*`])];
  const roles = [
    ...new Set(TABLE_ACCESS.filter((one) => one.table === table).map((one) => one.role)),
  ];
  const [functions, deploys] = [roles.map((role) => roleArn(place, role)), deployRoleArn(place)];
  return [
    denyAllBut('OnlyToBeSeen', TABLE_READING, all, {
      ArnNotEquals: { [PRINCIPAL]: [...functions, deploys] },
    }),
    denyAllBut('DeploymentsOnlyLookAfterIt', TABLE_ADMINISTRATION, all, {
      ArnEquals: { [PRINCIPAL]: deploys },
    }),
    ...roles.flatMap((role) => onlyItsAccess(place, table, role)),
    denyAllBut('OnlyThroughTheEndpoint', TABLE_ADMINISTRATION, all, {
      StringNotEquals: { 'aws:SourceVpce': endpointId },
    }),
  ];
}
