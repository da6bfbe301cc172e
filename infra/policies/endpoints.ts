import { chargeFunctionArn, roleArn } from '../names.ts';
import type { FunctionId, Place } from '../names.ts';
import { checkpointAccess } from './checkpoint-bucket.ts';
import { CHECKPOINT_KEY_ACTIONS, CHECKPOINT_READ_ACTIONS } from './checkpoint-key.ts';
import { RECEIPT_KEY_ACTIONS } from './receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from './root-key.ts';
import type { Statement } from './statement.ts';
import { accessCondition, accessedArn, TABLE_ACCESS } from './table-access.ts';
import type { TableAccess } from './table-access.ts';

/** Running: all that the vault may do to a function, and that to one alone. */
export const CHARGE_ACTIONS = ['lambda:InvokeFunction'] as const;

/**
 * Policies of the VPC endpoints: what may leave the subnets at all. An endpoint refuses
 * `{"AWS":"*"}`, so the principal is `*` and the role is a condition.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */

const SIDS: Readonly<Record<FunctionId, string>> = {
  vault: 'Vault',
  keyAdmin: 'KeyAdmin',
  cvcSweeper: 'CvcSweeper',
  rewrap: 'Rewrap',
  auditSealer: 'AuditSealer',
  anomalyWatch: 'AnomalyWatch',
};

const capital = (name: string): string => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;

function throughKms(place: Place, role: FunctionId, Action: readonly string[]): Statement {
  return {
    Sid: SIDS[role],
    Effect: 'Allow',
    Principal: '*',
    Action,
    // Not the key's own ARN: its policy names the endpoint, and one of the two must come first.
    Resource: `arn:aws:kms:${place.region}:${place.account}:key/*`,
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': roleArn(place, role) },
      StringEquals: { 'aws:ResourceAccount': place.account },
    },
  };
}

/** The KMS endpoint: each function's own operations on keys of this account. */
export function kmsEndpointStatements(place: Place): Statement[] {
  return [
    throughKms(place, 'vault', [...VAULT_KEY_ACTIONS, ...RECEIPT_KEY_ACTIONS]),
    throughKms(place, 'keyAdmin', [...KEY_ADMIN_ACTIONS, ...RECEIPT_KEY_ACTIONS]),
    throughKms(place, 'rewrap', VAULT_KEY_ACTIONS),
    throughKms(place, 'auditSealer', CHECKPOINT_KEY_ACTIONS),
    throughKms(place, 'anomalyWatch', CHECKPOINT_READ_ACTIONS),
  ];
}

function throughDynamoDb(place: Place, access: TableAccess): Statement {
  const part = access.index === undefined ? '' : 'Index';
  const partitions = access.partitions === undefined ? '' : 'Partitions';
  return {
    Sid: `${SIDS[access.role]}On${capital(access.table)}${part}${partitions}`,
    Effect: 'Allow',
    Principal: '*',
    Action: access.actions,
    Resource: accessedArn(place, access),
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': roleArn(place, access.role) },
      ...accessCondition(access),
    },
  };
}

/** The DynamoDB endpoint: each function's own tables and operations. */
export function dynamodbEndpointStatements(place: Place): Statement[] {
  return TABLE_ACCESS.map((access) => throughDynamoDb(place, access));
}

/** The S3 endpoint: the sealer, to the bucket of the checkpoints. */
export function s3EndpointStatements(place: Place): Statement[] {
  return checkpointAccess(place).map(({ role, actions, resource }) => ({
    Sid: `${SIDS[role]}${actions.map((action) => action.slice(3)).join('')}`,
    Effect: 'Allow',
    Principal: '*',
    Action: actions,
    Resource: resource,
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': roleArn(place, role) },
      StringEquals: { 'aws:ResourceAccount': place.account },
    },
  }));
}

/** The Lambda endpoint: the vault, to the charge function. */
export function lambdaEndpointStatements(place: Place): Statement[] {
  return [
    {
      Sid: `${SIDS.vault}Charges`,
      Effect: 'Allow',
      Principal: '*',
      Action: CHARGE_ACTIONS,
      Resource: chargeFunctionArn(place),
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': roleArn(place, 'vault') },
        StringEquals: { 'aws:ResourceAccount': place.account },
      },
    },
  ];
}
