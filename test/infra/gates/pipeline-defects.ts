import { addStatement, part } from './damage.ts';
import type { Damaged } from './damage.ts';
import type { Defect } from './defect.ts';

const ROLE = 'AWS::IAM::Role';
const SUBJECT = 'token.actions.githubusercontent.com:sub';

const ISSUER = {
  Federated: 'arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com',
};

const trustOf = (damaged: Damaged) =>
  part(damaged.properties(ROLE, '-deployer'), 'AssumeRolePolicyDocument', 'Statement', 0);

/** Ways in which somebody else could come to deploy. */
export const PIPELINE_DEFECTS: readonly Defect[] = [
  {
    defect: 'Every branch of the repository deploys',
    gate: 'Only the service that it is for takes a role',
    damage: (damaged) => {
      const { Condition } = trustOf(damaged);
      trustOf(damaged).Condition = {
        StringLike: { ...part(Condition, 'StringEquals'), [SUBJECT]: 'repo:example/*' },
      };
    },
  },
  {
    defect: 'A token for another service deploys',
    gate: 'Only the service that it is for takes a role',
    damage: (damaged) => {
      const equals = part(trustOf(damaged), 'Condition', 'StringEquals');
      delete equals['token.actions.githubusercontent.com:aud'];
    },
  },
  {
    defect: 'The pipeline becomes the vault',
    gate: 'Only the service that it is for takes a role',
    damage: (damaged) => {
      const role = damaged.properties(ROLE, 'production-vault-function"');
      const document = role.AssumeRolePolicyDocument as { Statement: unknown[] };
      document.Statement.push({ ...structuredClone(trustOf(damaged)), Principal: ISSUER });
    },
  },
  {
    defect: 'The pipeline may do everything by itself',
    gate: 'The deployer takes the roles of the bootstrap and does nothing else',
    damage: (damaged) => {
      const policies = part(damaged.properties(ROLE, '-deployer'), 'Policies', 0, 'PolicyDocument');
      addStatement(policies, { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' });
    },
  },
  {
    defect: 'The pipeline has a key that lasts',
    gate: 'Nobody has a key that lasts',
    damage: (damaged) => {
      damaged.add('pipeline', 'User', 'AWS::IAM::User', { UserName: 'deployer' });
    },
  },
];
