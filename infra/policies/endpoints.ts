import { roleArn, tableArn } from '../names.ts';
import type { FunctionId, Place } from '../names.ts';
import { RECEIPT_KEY_ACTIONS } from './receipt-key.ts';
import { KEY_ADMIN_ACTIONS, VAULT_KEY_ACTIONS } from './root-key.ts';
import type { Statement } from './statement.ts';
import { TABLE_ACCESS } from './table-access.ts';
import type { TableAccess } from './table-access.ts';

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
};

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
  ];
}

function throughDynamoDb(place: Place, access: TableAccess): Statement {
  return {
    Sid: `${SIDS[access.role]}On${access.table[0]?.toUpperCase() ?? ''}${access.table.slice(1)}`,
    Effect: 'Allow',
    Principal: '*',
    Action: access.actions,
    Resource: tableArn(place, access.table),
    Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn(place, access.role) } },
  };
}

/** The DynamoDB endpoint: each function's own tables and operations. */
export function dynamodbEndpointStatements(place: Place): Statement[] {
  return TABLE_ACCESS.map((access) => throughDynamoDb(place, access));
}
