import {
  bootstrapRoleArns,
  deployerRoleArn,
  ownFunctionArns,
  ownRoleArns,
  prefixOf,
  roleArn,
} from '../names.ts';
import type { Place } from '../names.ts';
import type { Condition, GuardrailStatement } from './statement.ts';

const PRINCIPAL = 'aws:PrincipalArn';

/** What changes an API and may be named without it: IAM knows no resource for some of these. */
const API_CHANGES = [
  'appsync:Associate*',
  'appsync:Create*',
  'appsync:Delete*',
  'appsync:Disassociate*',
  'appsync:Put*',
  'appsync:Set*',
  'appsync:Start*',
  'appsync:Tag*',
  'appsync:Update*',
];

function deny(
  Sid: string,
  actions: Pick<GuardrailStatement, 'Action'> | Pick<GuardrailStatement, 'NotAction'>,
  Resource: readonly string[],
  Condition: Condition,
): GuardrailStatement {
  return { Sid, Effect: 'Deny', ...actions, Resource, Condition };
}

/** True of everybody but these. */
const others = (...arns: readonly string[]): Condition => ({ ArnNotEquals: { [PRINCIPAL]: arns } });

/** Roles of which anybody could become one who may decrypt, and what reaches a function. */
function onTheFunctions(place: Place): GuardrailStatement[] {
  const [functions, deploys] = [[ownFunctionArns(place)], others(bootstrapRoleArns(place))];
  const roles = `arn:aws:iam::${place.account}:role/`;
  return [
    deny(
      'OnlyTheGatewayInvokes',
      { Action: ['lambda:InvokeAsync', 'lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'] },
      functions,
      others(
        `${roles}${prefixOf(place)}-*-data-source`,
        `${roles}${prefixOf(place)}-*-schedule`,
        roleArn(place, 'vault'),
      ),
    ),
    deny(
      'OnlyDeploymentsChangeFunctions',
      { NotAction: ['lambda:Get*', 'lambda:Invoke*', 'lambda:List*'] },
      functions,
      deploys,
    ),
    deny(
      'OnlyDeploymentsMapEvents',
      { Action: ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping'] },
      ['*'],
      deploys,
    ),
  ];
}

function onTheRoles(place: Place): GuardrailStatement[] {
  const bootstrap = bootstrapRoleArns(place);
  const looks = ['iam:Get*', 'iam:List*'];
  return [
    deny(
      'OnlyDeploymentsChangeRoles',
      { NotAction: looks },
      [ownRoleArns(place)],
      others(bootstrap),
    ),
    deny(
      'OnlyTheDeployerDeploys',
      { NotAction: looks },
      [bootstrap],
      others(bootstrap, deployerRoleArn(place)),
    ),
    // Of the roles of the bootstrap it takes some, and changes none.
    deny(
      'TheDeployerOnlyTakesRoles',
      { NotAction: [...looks, 'sts:AssumeRole', 'sts:TagSession'] },
      [bootstrap],
      { ArnEquals: { [PRINCIPAL]: deployerRoleArn(place) } },
    ),
  ];
}

function onTheApi(place: Place): GuardrailStatement[] {
  const deploys = others(bootstrapRoleArns(place));
  const apis = `arn:aws:appsync:${place.region}:${place.account}:apis/*`;
  const asks = ['appsync:Get*', 'appsync:GraphQL', 'appsync:List*'];
  return [
    deny('OnlyDeploymentsChangeTheApi', { NotAction: asks }, [apis], deploys),
    deny('OnlyDeploymentsChangeApis', { Action: API_CHANGES }, ['*'], deploys),
  ];
}

/** What would end the record of what is done: the schedules of sealer and watch, and the trail. */
function onTheRecord(place: Place): GuardrailStatement[] {
  const deploys = others(bootstrapRoleArns(place));
  const { region, account } = place;
  return [
    deny(
      'OnlyDeploymentsChangeSchedules',
      { NotAction: ['scheduler:Get*', 'scheduler:List*'] },
      [`arn:aws:scheduler:${region}:${account}:schedule/*`],
      deploys,
    ),
    deny(
      'OnlyDeploymentsChangeTheTrail',
      { NotAction: ['cloudtrail:Describe*', 'cloudtrail:Get*', 'cloudtrail:List*'] },
      [`arn:aws:cloudtrail:${region}:${account}:trail/*`],
      deploys,
    ),
    // Not even they: a trail that has to go goes after the guardrail.
    {
      Sid: 'NobodyStopsTheTrail',
      Effect: 'Deny',
      Action: ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging'],
      Resource: [`arn:aws:cloudtrail:${region}:${account}:trail/*`],
    },
  ];
}

/**
 * The service control policy of the vault account: what is as good as decrypting is left to the
 * gateway and to deployments. Only such a policy can refuse it to an administrator of the account;
 * it does not bind the organization's management account, and 5,120 characters is all it may have.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function guardrailStatements(place: Place): GuardrailStatement[] {
  return [
    ...onTheFunctions(place),
    ...onTheRoles(place),
    ...onTheApi(place),
    ...onTheRecord(place),
  ];
}
