import { addStatement, part } from './damage.ts';
import type { Damaged, Part } from './damage.ts';
import type { Defect } from './defect.ts';

const ISOLATED =
  'The application account, even as admin, reaches no table, key, function or bucket';
const CALLER = 'The service caller of the application asks for charges and does nothing else';
const FUNCTION = 'The order function becomes its service caller and reaches nothing of the vault';
const TRUST = 'Only the service that it is for takes a role';

/** Whoever is of the application's account. */
const Principal = { AWS: 'arn:aws:iam::333333333333:root' };

const roleOf = (damaged: Damaged, role: string): Part =>
  part(damaged.properties('AWS::IAM::Policy', `"PolicyName":"${role}`), 'PolicyDocument');

const roleIn = (damaged: Damaged, stack: string, name: string): Part => {
  const found = Object.values(damaged.resources(stack)).find(
    (one) => one.Type === 'AWS::IAM::Role' && one.Properties.RoleName === name,
  );
  if (found === undefined) throw new Error(`There is no role ${name}.`);
  return found.Properties;
};

const DEFECTS: readonly Omit<Defect, 'charging'>[] = [
  {
    defect: 'A table of the vault names the account of the application',
    gate: ISOLATED,
    damage: (damaged) => {
      const table = damaged.properties('AWS::DynamoDB::GlobalTable', 'production-vault"');
      const own = (table.Replicas as Part[]).find(({ Region }) => Region === 'us-east-1');
      const policy = part(own, 'ResourcePolicy', 'PolicyDocument');
      addStatement(policy, { Effect: 'Allow', Principal, Action: 'dynamodb:*', Resource: '*' });
    },
  },
  {
    defect: 'The root key names the account of the application',
    gate: ISOLATED,
    damage: (damaged) => {
      const key = damaged.properties('AWS::KMS::Key', 'RootKey');
      addStatement(key.KeyPolicy, { Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' });
    },
  },
  {
    defect: 'The application may invoke the vault function itself',
    gate: ISOLATED,
    damage: (damaged) => {
      damaged.add('functions', 'Opened', 'AWS::Lambda::Permission', {
        ...{ Action: 'lambda:InvokeFunction', Principal: '333333333333' },
        FunctionName: 'tokenization-production-vault-function',
      });
    },
  },
  {
    defect: 'The bucket of checkpoints names the account of the application',
    gate: ISOLATED,
    damage: (damaged) => {
      const { PolicyDocument } = damaged.properties('AWS::S3::BucketPolicy', 'TheSealerOnlyAdds');
      addStatement(PolicyDocument, {
        Effect: 'Allow',
        Principal,
        Action: 's3:Get*',
        Resource: '*',
      });
    },
  },
  {
    defect: 'The service caller of the application may ask for everything',
    gate: CALLER,
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'OrdersCaller'), {
        ...{ Effect: 'Allow', Action: 'appsync:GraphQL', Resource: '*' },
      });
    },
  },
  {
    defect: 'The service caller of the application reads tables, too',
    gate: CALLER,
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'OrdersCaller'), {
        ...{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' },
      });
    },
  },
  {
    defect: 'The order function may become any role',
    gate: FUNCTION,
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'FunctionRole'), {
        ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
      });
    },
  },
  {
    defect: 'Anybody of the application becomes the service caller',
    gate: TRUST,
    damage: (damaged) => {
      const role = roleIn(damaged, 'gateway', 'tokenization-production-orders-caller');
      delete part(role, 'AssumeRolePolicyDocument', 'Statement', 0).Condition;
    },
  },
  {
    defect: 'The order function, which has a way out, reads the vault',
    gate: 'No function that uses keys, tables or functions has a way out of its subnets',
    damage: (damaged) => {
      addStatement(roleOf(damaged, 'FunctionRole'), {
        ...{ Effect: 'Allow', Action: 'dynamodb:GetItem' },
        Resource: 'arn:aws:dynamodb:us-east-1:222222222222:table/tokenization-production-vault',
      });
    },
  },
  {
    defect: 'The orders take ID tokens of any app client',
    gate: 'The API takes ID tokens of its own app client only',
    damage: (damaged) => {
      const api = damaged.properties('AWS::AppSync::GraphQLApi', 'OPENID_CONNECT');
      delete part(api, 'OpenIDConnectConfig').ClientId;
    },
  },
];

/** What two accounts can be brought to let each other do. */
export const APPLICATION_DEFECTS: readonly Defect[] = DEFECTS.map((one) => ({
  ...one,
  charging: true,
}));
