import { addStatement, part, removeStatement, statement } from './damage.ts';
import type { Damaged, Part } from './damage.ts';
import { REFUSED } from './defect.ts';
import type { Defect } from './defect.ts';

const KEY = 'AWS::KMS::Key';
const ROOT =
  'The root key opens rows of the key store, for vault and rewrap alone, by the endpoint';
const VAULT = 'Only its functions reach the table vault, each with its own operations';
const CHECKPOINTS = 'The sealer adds checkpoints where none is; nobody changes or removes one';
const WAY_OUT = 'No function that uses keys, tables or functions has a way out of its subnets';
const INVOKED = 'No role of the deployment invokes a function but the one named after it';
const TRUST = 'Only the service that it is for takes a role';
const TRAIL = 'Only deployments change the trail of the account, and nobody stops it';
const TRAIL_FILES = 'CloudTrail adds the files of the trail; nobody changes or removes one';
const ROLES = 'Only deployments change, pass or take the roles of the gateway';

const rootPolicy = (damaged: Damaged): Part =>
  part(damaged.properties(KEY, 'RootKey'), 'KeyPolicy');

const vaultPolicy = (damaged: Damaged): Part =>
  part(
    damaged.properties('AWS::DynamoDB::GlobalTable', 'production-vault"'),
    ...['Replicas', 0, 'ResourcePolicy', 'PolicyDocument'],
  );

const bucketPolicy = (damaged: Damaged, bucket = 'Checkpoints'): Part =>
  part(damaged.properties('AWS::S3::BucketPolicy', bucket), 'PolicyDocument');

const guardrail = (damaged: Damaged): Part =>
  part(damaged.properties('AWS::Organizations::Policy'), 'Content');

const everything = (Principal: unknown): Part => ({
  ...{ Sid: 'Everything', Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' },
});

const ROOT_DENIES = [
  ...['NobodyElse', 'ReadersOnlyDecrypt', 'KeyAdminOnlyLooksAfterKeys', 'OnlyThisKeyStore'],
  ...['KeyAdminNeverReadsBranchKeys', 'NothingTurnsIntoABeaconKey', 'OnlyToThisKey'],
  ...['OnlyKeyStoreRows', 'OnlyThroughTheEndpoint', 'OnlyDeploymentsChangeTheKey'],
];

const VAULT_DENIES = [
  ...['OnlyToBeSeen', 'DeploymentsOnlyLookAfterIt', 'VaultOnlyThis', 'RewrapOnlyThis'],
  'OnlyThroughTheEndpoint',
];

const GUARDS: readonly [sid: string, gate: string][] = [
  [
    'OnlyTheGatewayInvokes',
    'Only data sources, schedules and the vault invoke a function; deployments change it',
  ],
  [
    'OnlyDeploymentsChangeFunctions',
    'Only data sources, schedules and the vault invoke a function; deployments change it',
  ],
  ['OnlyDeploymentsMapEvents', 'Only deployments let events of other sources invoke a function'],
  ['OnlyDeploymentsChangeRoles', ROLES],
  [
    'OnlyTheDeployerDeploys',
    'Only the deployer takes the roles that deploy, and changes none of them',
  ],
  [
    'TheDeployerOnlyTakesRoles',
    'Only the deployer takes the roles that deploy, and changes none of them',
  ],
  [
    'OnlyDeploymentsChangeTheApi',
    'Only deployments change the API, its resolvers and its data sources',
  ],
  [
    'OnlyDeploymentsChangeSchedules',
    'Only deployments change the schedules that seal and watch the audit trail',
  ],
  ['OnlyDeploymentsChangeTheTrail', TRAIL],
  ['NobodyStopsTheTrail', TRAIL],
];

/** Each statement that denies, taken away: none of them is there for show. */
const STATEMENTS: readonly Defect[] = [
  ...ROOT_DENIES.map((sid) => ({
    defect: `The policy of the root key without ${sid}`,
    gate: ROOT,
    damage: (damaged: Damaged) => {
      removeStatement(rootPolicy(damaged), sid);
    },
  })),
  ...VAULT_DENIES.map((sid) => ({
    defect: `The policy of the vault table without ${sid}`,
    gate: VAULT,
    damage: (damaged: Damaged) => {
      removeStatement(vaultPolicy(damaged), sid);
    },
  })),
  ...['OnlyToBeRead', 'TheSealerOnlyAdds', 'DeploymentsOnlyLookAfterIt', 'OnlyWhereNothingIs'].map(
    (sid) => ({
      defect: `The policy of the bucket of checkpoints without ${sid}`,
      gate: CHECKPOINTS,
      damage: (damaged: Damaged) => {
        removeStatement(bucketPolicy(damaged), sid);
      },
    }),
  ),
  ...['OnlyToBeRead', 'DeploymentsOnlyLookAfterIt', 'CloudTrailDelivers'].map((sid) => ({
    defect: `The policy of the bucket of the trail without ${sid}`,
    gate: TRAIL_FILES,
    damage: (damaged: Damaged) => {
      removeStatement(bucketPolicy(damaged, 'Files'), sid);
    },
  })),
  ...GUARDS.map(([sid, gate]) => ({
    defect: `The guardrail without ${sid}`,
    gate,
    damage: (damaged: Damaged) => {
      removeStatement(guardrail(damaged), sid);
    },
  })),
];

function roleOf(damaged: Damaged, role: string): Part {
  return part(damaged.properties('AWS::IAM::Policy', `"PolicyName":"${role}`), 'PolicyDocument');
}

/** What policies can be brought to say. */
export const PROOF_DEFECTS: readonly Defect[] = [
  ...STATEMENTS,
  {
    defect: 'The root key has CDK’s default policy: the account, everything',
    gate: ROOT,
    damage: (damaged) => {
      const AWS = 'arn:aws:iam::222222222222:root';
      damaged.properties(KEY, 'RootKey').KeyPolicy = { Statement: [everything({ AWS })] };
    },
  },
  {
    defect: 'The root key is open to everybody',
    gate: ROOT,
    damage: (damaged) => {
      damaged.properties(KEY, 'RootKey').KeyPolicy = { Statement: [everything('*')] };
    },
  },
  {
    defect: 'The vault may decrypt what is no row of the key store',
    gate: ROOT,
    damage: (damaged) => {
      const allowed = statement(rootPolicy(damaged), 'VaultAndRewrapReadBranchKeys');
      delete part(allowed, 'Condition').Null;
    },
  },
  {
    defect: 'The KMS endpoint lets everything through',
    gate: 'Through the KMS endpoint, only functions reach keys, and none of them changes one',
    damage: (damaged) => {
      damaged.properties('AWS::EC2::VPCEndpoint', 'KmsEndpoint').PolicyDocument = {
        Statement: [{ ...everything('*'), Action: '*' }],
      };
    },
  },
  {
    defect: 'A role may decript: an action is misspelt',
    gate: ROOT,
    damage: (damaged) => {
      const policy = roleOf(damaged, 'vaultRole');
      const text = JSON.stringify(policy).replaceAll('kms:Decrypt', 'kms:Decript');
      Object.assign(policy, JSON.parse(text));
    },
  },
  {
    defect: 'A condition is misspelt: StringEqual',
    gate: REFUSED,
    damage: (damaged) => {
      const allowed = statement(rootPolicy(damaged), 'VaultAndRewrapReadBranchKeys');
      allowed.Condition = { StringEqual: { 'aws:SourceVpce': 'vpce-1' } };
    },
  },
  {
    defect: 'A policy depends on what is only known on AWS',
    gate: REFUSED,
    damage: (damaged) => {
      addStatement(rootPolicy(damaged), { ...everything({ 'Fn::ImportValue': 'x' }) });
    },
  },
  {
    defect: 'A role has a managed policy, of which the template does not tell',
    gate: REFUSED,
    damage: (damaged) => {
      damaged.properties('AWS::IAM::Role', 'vaultRole').ManagedPolicyArns = [
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ];
    },
  },
  {
    defect: 'Alarms of other accounts use the alarm key',
    gate: 'The alarm key is used by alarms of the account alone',
    damage: (damaged) => {
      const policy = part(damaged.properties(KEY, 'AlarmKey'), 'KeyPolicy');
      delete statement(policy, 'AlarmsPublish').Condition;
    },
  },
  {
    defect: 'The sweeper may read the vault',
    gate: VAULT,
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'cvcSweeperRole'), {
        ...{ Effect: 'Allow', Action: 'dynamodb:GetItem' },
        Resource: 'arn:aws:dynamodb:us-east-1:222222222222:table/tokenization-production-vault',
      });
    },
  },
  {
    defect: 'The rewrap may change any attribute of a record',
    gate: VAULT,
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'rewrapRole'), {
        ...{ Effect: 'Allow', Action: 'dynamodb:UpdateItem' },
        Resource: 'arn:aws:dynamodb:us-east-1:222222222222:table/tokenization-production-vault',
      });
    },
  },
  {
    defect: 'The sealer may remove checkpoints',
    gate: CHECKPOINTS,
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'auditSealerRole'), {
        ...{ Effect: 'Allow', Action: 's3:DeleteObjectVersion', Resource: 'arn:aws:s3:::*' },
      });
    },
  },
  {
    defect: 'A bucket may invoke the vault function',
    gate: INVOKED,
    damage: (damaged) => {
      damaged.add('functions', 'Opened', 'AWS::Lambda::Permission', {
        ...{ Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' },
        FunctionName: 'tokenization-production-vault-function',
      });
    },
  },
  {
    defect: 'The role of a data source can be taken for any API',
    gate: TRUST,
    damage: (damaged) => {
      const role = damaged.properties('AWS::IAM::Role', 'vault-function-data-source');
      delete part(role, 'AssumeRolePolicyDocument', 'Statement', 0).Condition;
    },
  },
  {
    defect: 'An administrator can take the role of the vault function',
    gate: TRUST,
    damage: (damaged) => {
      const role = damaged.properties('AWS::IAM::Role', 'vaultRole');
      addStatement(role.AssumeRolePolicyDocument, {
        ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
        Principal: { AWS: 'arn:aws:iam::222222222222:root' },
      });
    },
  },
  {
    defect: 'A function with keys stands outside the network',
    gate: WAY_OUT,
    damage: (damaged) => {
      delete damaged.properties('AWS::Lambda::Function', 'vault-function').VpcConfig;
    },
  },
  {
    defect: 'The functions’ security group lets everything out',
    gate: WAY_OUT,
    damage: (damaged) => {
      const group = damaged.properties('AWS::EC2::SecurityGroup', 'Functions of the vault');
      group.SecurityGroupEgress = [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }];
    },
  },
  {
    defect: 'A route leads out of a subnet of the functions',
    gate: WAY_OUT,
    damage: (damaged) => {
      const [id] = Object.entries(damaged.resources('network')).find(
        ([, one]) => one.Type === 'AWS::EC2::RouteTable',
      ) ?? [''];
      damaged.add('network', 'Out', 'AWS::EC2::Route', {
        ...{ RouteTableId: { Ref: id }, DestinationCidrBlock: '0.0.0.0/0' },
      });
    },
  },
];
