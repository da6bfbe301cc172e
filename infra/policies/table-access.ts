import { indexArn, tableArn } from '../names.ts';
import type { FunctionId, Place } from '../names.ts';
import { TABLES } from '../tables.ts';
import type { TableId } from '../tables.ts';

export interface TableAccess {
  readonly role: FunctionId;
  readonly table: TableId;
  /** The index of the table that these actions are for; the table itself unless given. */
  readonly index?: string;
  /** A transaction is allowed by the actions of its items: there is no action of its own. */
  readonly actions: readonly string[];
}

/**
 * Which function does what to which table. Its role's own policy and the VPC endpoint's policy both
 * say this, from this one list, and the loopback runtime holds the functions to it. Only the key
 * administration in the key store and the sweeper among card verification codes scan. The audit
 * trail is queried, too: by the sealer as a whole, by the vault through the index of a tenant's
 * events. Deleting is for erasure and for codes whose hour is over: the vault's reaches records,
 * fingerprints and codes, the key administration's the keys of a tenant. What the control table says
 * stays, and an audit event can be put but not changed or removed, by the sealer not even put.
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
  { role: 'vault', table: 'audit', index: TABLES.audit.index.name, actions: ['dynamodb:Query'] },
  { role: 'vault', table: 'checkpoints', actions: ['dynamodb:GetItem', 'dynamodb:Query'] },
  { role: 'auditSealer', table: 'audit', actions: ['dynamodb:Query'] },
  {
    role: 'auditSealer',
    table: 'checkpoints',
    actions: ['dynamodb:PutItem', 'dynamodb:Query'],
  },
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

/** The table or index that an access is for. */
export function accessedArn(place: Place, { table, index }: TableAccess): string {
  return index === undefined ? tableArn(place, table) : indexArn(place, table, index);
}
