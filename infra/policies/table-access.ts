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
 * say this, from this one list, and the loopback runtime holds the functions to it. The vault neither
 * queries nor scans; the key administration does so in the key store only, and the sweeper scans
 * card verification codes. Deleting is for erasure and for codes whose hour is over: the vault's
 * reaches records, fingerprints and codes, the key administration's the keys of a tenant. What the
 * control table says stays, and an audit event can be put but not read back.
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
  {
    role: 'keyAdmin',
    table: 'keyStore',
    actions: [
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
    ],
  },
  {
    role: 'keyAdmin',
    table: 'control',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  },
  { role: 'keyAdmin', table: 'audit', actions: ['dynamodb:PutItem'] },
  { role: 'cvcSweeper', table: 'cvc', actions: ['dynamodb:DeleteItem', 'dynamodb:Scan'] },
];
