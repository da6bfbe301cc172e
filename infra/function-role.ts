import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { DeploymentConfig } from './config/deployment-config.ts';
import { roleName } from './names.ts';
import type { FunctionId } from './names.ts';
import { checkpointAccess } from './policies/checkpoint-bucket.ts';
import { accessCondition, accessedArn, TABLE_ACCESS } from './policies/table-access.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const NETWORK_INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lambda itself makes the network interfaces, with the role of the function; our code never may. */
export function networkInterfaceStatements(): PolicyStatement[] {
  const everywhere = { actions: NETWORK_INTERFACE_ACTIONS, resources: ['*'] };
  return [
    new PolicyStatement({ sid: 'JoinTheVpc', ...everywhere }),
    new PolicyStatement({
      sid: 'NotFromFunctionCode',
      effect: Effect.DENY,
      ...everywhere,
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
  ];
}

const UPDATE = 'dynamodb:UpdateItem';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
function updateStatement(resources: string[], attributes: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: [UPDATE],
    resources,
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
      // Without this key "all values" holds of none.
      Null: { 'dynamodb:Attributes': 'false' },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    },
  });
}

function tableStatements(config: DeploymentConfig, id: FunctionId): PolicyStatement[] {
  return TABLE_ACCESS.filter((access) => access.role === id).flatMap((access) => {
    const { actions, updates } = access;
    const resources = [accessedArn(config, access)];
    const conditions = accessCondition(access);
    if (updates === undefined) {
      return [new PolicyStatement({ actions: [...actions], resources, conditions })];
    }
    const others = actions.filter((action) => action !== UPDATE);
    return [
      new PolicyStatement({ actions: others, resources }),
      updateStatement(resources, updates),
    ];
  });
}

function bucketStatements(config: DeploymentConfig, id: FunctionId): PolicyStatement[] {
  return checkpointAccess(config)
    .filter((access) => access.role === id)
    .map(({ actions, resource }) => new PolicyStatement({ actions, resources: [resource] }));
}

/** A key that the function uses, and for what. */
export interface KeyGrant {
  readonly keyArn: string;
  readonly actions: readonly string[];
}

/** The execution role of a function: its tables, its keys, its place in the VPC. */
export function createFunctionRole(
  stack: Stack,
  id: FunctionId,
  config: DeploymentConfig,
  keys: readonly KeyGrant[],
): Role {
  const role = new Role(stack, `${id}Role`, {
    roleName: roleName(config, id),
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  const keyStatements = keys.map(
    ({ actions, keyArn }) => new PolicyStatement({ actions: [...actions], resources: [keyArn] }),
  );
  for (const statement of [
    ...keyStatements,
    ...tableStatements(config, id),
    ...bucketStatements(config, id),
    ...networkInterfaceStatements(),
  ]) {
    role.addToPolicy(statement);
  }
  return role;
}
