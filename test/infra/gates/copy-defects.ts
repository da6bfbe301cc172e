import { addStatement, part, removeStatement } from './damage.ts';
import type { Damaged, Part } from './damage.ts';
import type { Defect } from './defect.ts';

const CLOSED = 'Copies of tables, and the streams they are made by, are open to DynamoDB alone';
const VAULT = 'Only its functions reach the table vault, each with its own operations';

const replica = (damaged: Damaged, region: string): Part => {
  const table = damaged.properties('AWS::DynamoDB::GlobalTable', 'production-vault"');
  const found = (table.Replicas as Part[]).find(({ Region }) => Region === region);
  if (found === undefined) throw new Error(`There is no copy in ${region}.`);
  return found;
};

const policy = (holder: unknown): Part => part(holder, 'ResourcePolicy', 'PolicyDocument');

const stream = (damaged: Damaged, region: string): Part =>
  part(replica(damaged, region), 'ReplicaStreamSpecification');

/** What copies of tables can be brought to be. */
export const COPY_DEFECTS: readonly Defect[] = [
  {
    defect: 'The vault has a copy in a Region that nobody configured',
    gate: 'Tables are copied where they are configured to be, and nowhere else',
    damage: (damaged) => {
      const table = damaged.properties('AWS::DynamoDB::GlobalTable', 'production-vault"');
      const [first] = table.Replicas as Part[];
      table.Replicas = [first, { ...first, Region: 'eu-west-1' }];
    },
  },
  {
    defect: 'Card verification codes have a copy',
    gate: 'Tables are copied where they are configured to be, and nowhere else',
    charging: true,
    damage: (damaged) => {
      const table = damaged.properties('AWS::DynamoDB::GlobalTable', 'production-cvc"');
      const [first] = table.Replicas as Part[];
      table.Replicas = [first, { ...first, Region: 'us-west-2' }];
    },
  },
  {
    defect: 'A copy is not protected from deletion',
    gate: 'Tables are protected from deletion',
    charging: true,
    damage: (damaged) => {
      replica(damaged, 'us-west-2').DeletionProtectionEnabled = false;
    },
  },
  {
    defect: 'A copy has no policy',
    gate: CLOSED,
    charging: true,
    damage: (damaged) => {
      delete replica(damaged, 'us-west-2').ResourcePolicy;
    },
  },
  {
    defect: 'The policy of a copy without OnlyToBeSeen',
    gate: CLOSED,
    charging: true,
    damage: (damaged) => {
      removeStatement(policy(replica(damaged, 'us-west-2')), 'OnlyToBeSeen');
    },
  },
  {
    defect: 'Deployments read a copy',
    gate: CLOSED,
    charging: true,
    damage: (damaged) => {
      removeStatement(policy(replica(damaged, 'us-west-2')), 'DeploymentsOnlyLookAfterIt');
    },
  },
  {
    defect: 'DynamoDB’s role does more to a copy than to keep it',
    gate: CLOSED,
    charging: true,
    damage: (damaged) => {
      removeStatement(policy(replica(damaged, 'us-west-2')), 'ReplicationOnlyReplicates');
    },
  },
  {
    defect: 'DynamoDB’s role is refused what keeps a copy',
    gate: CLOSED,
    charging: true,
    damage: (damaged) => {
      addStatement(policy(replica(damaged, 'us-west-2')), {
        ...{ Effect: 'Deny', Principal: '*', Action: 'dynamodb:PutItem', Resource: '*' },
      });
    },
  },
  ...['us-east-1', 'us-west-2'].map((region): Defect => ({
    defect: `The stream that the vault is copied by is open in ${region}`,
    gate: CLOSED,
    charging: true,
    damage: (damaged) => {
      delete stream(damaged, region).ResourcePolicy;
    },
  })),
  {
    defect: 'DynamoDB’s role does more to the vault than to copy it',
    gate: VAULT,
    charging: true,
    damage: (damaged) => {
      removeStatement(policy(replica(damaged, 'us-east-1')), 'ReplicationOnlyReplicates');
    },
  },
];
