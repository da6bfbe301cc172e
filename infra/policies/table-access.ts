import { indexArn, tableArn } from '../names.ts';
import type { FunctionId, Place } from '../names.ts';
import { TABLES } from '../tables.ts';
import type { TableId } from '../tables.ts';
import type { Condition } from './statement.ts';

export interface TableAccess {
  readonly role: FunctionId;
  readonly table: TableId;
  /** The index of the table that these actions are for; the table itself unless given. */
  readonly index?: string;
  /** A transaction is allowed by the actions of its items: there is no action of its own. */
  readonly actions: readonly string[];
  /** All attributes that `UpdateItem` may name; absent if it may name any. For IAM alone. */
  readonly updates?: readonly string[];
  /** Only items whose partition key is like this; `*` stands for any text. Any item unless given. */
  readonly partitions?: string;
}

/**
 * Which function does what to which table. Its role's own policy and the VPC endpoint's policy both
 * say this, from this one list, and the loopback runtime holds the functions to it. Only the key
 * administration in the key store, the sweeper among card verification codes and the rewrap scan; of
 * records, the rewrap can change the ciphertext and what vouches for it: no state, no mask, no limit. The audit
 * trail is queried, too: by the sealer and the watch as a whole, by the vault through the index of a tenant's
 * events. Deleting is for erasure and for codes whose hour is over: the vault's reaches records,
 * fingerprints and codes, the key administration's the keys of a tenant. What the control table says
 * stays, and an audit event can be put but not changed or removed, by the sealer not even put. The
 * watch adds findings, which lie apart, and takes away profiles of its own that were damaged.
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
  { role: 'anomalyWatch', table: 'audit', actions: ['dynamodb:GetItem', 'dynamodb:Query'] },
  {
    role: 'anomalyWatch',
    table: 'audit',
    actions: ['dynamodb:PutItem'],
    partitions: '*#finding',
  },
  { role: 'anomalyWatch', table: 'checkpoints', actions: ['dynamodb:Query'] },
  {
    role: 'anomalyWatch',
    table: 'profiles',
    actions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
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
  {
    role: 'rewrap',
    table: 'vault',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
    updates: ['pk', 'ciphertext', 'mac', 'writeId'],
  },
  {
    role: 'rewrap',
    table: 'control',
    actions: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  },
  { role: 'rewrap', table: 'audit', actions: ['dynamodb:PutItem'] },
  { role: 'rewrap', table: 'keyStore', actions: ['dynamodb:GetItem'] },
];

/**
 * What a request has to carry for an access to hold; nothing for most.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function accessCondition({ partitions }: TableAccess): Condition {
  if (partitions === undefined) return {};
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
    // Without a key, the condition above holds of everything.
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

/** The table or index that an access is for. */
export function accessedArn(place: Place, { table, index }: TableAccess): string {
  return index === undefined ? tableArn(place, table) : indexArn(place, table, index);
}
