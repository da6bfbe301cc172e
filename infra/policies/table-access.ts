import type { FunctionId } from '../names.ts';
import type { TableId } from '../tables.ts';

export interface TableAccess {
  readonly role: FunctionId;
  readonly table: TableId;
  /** A transaction is allowed by the actions of its items: there is no action of its own. */
  readonly actions: readonly string[];
}

/**
 * Which function does what to which table. Its role's own policy and the VPC endpoint's policy both
 * say this, from this one list, and the loopback runtime holds the functions to it. Nothing here
 * queries or scans. Deleting is for erasure and reaches records, fingerprints and card verification
 * codes only: what the control table says of a token stays, and an audit event can be put but not
 * read back.
 */
export const TABLE_ACCESS: readonly TableAccess[] = [
  {
    role: 'vault',
    table: 'vault',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'],
  },
  {
    role: 'vault',
    table: 'control',
    actions: [
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
  },
  {
    role: 'vault',
    table: 'cvc',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'],
  },
  { role: 'vault', table: 'audit', actions: ['dynamodb:PutItem'] },
  { role: 'vault', table: 'notices', actions: ['dynamodb:PutItem'] },
  { role: 'vault', table: 'keyStore', actions: ['dynamodb:GetItem'] },
  { role: 'keyAdmin', table: 'keyStore', actions: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
];
