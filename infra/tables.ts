/**
 * The tables, as plain data: the CDK app declares them on AWS and the loopback runtime creates the
 * same ones, so neither has a key schema of its own.
 */

export interface KeyAttribute {
  readonly name: string;
  /** `S` is a string, the only type used here. */
  readonly type: 'S';
}

export interface TableDefinition {
  /** The last part of the physical name; what stands before it depends on the deployment. */
  readonly suffix: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** Holds seconds since 1970-01-01T00:00Z; an item whose time has passed is removed. */
  readonly timeToLiveAttribute?: string;
  /** Such a table has no recovery, so what is deleted from it is gone. */
  readonly backups?: 'none';
  /** Whether what is written can be read as a stream. Never of a table that holds a value. */
  readonly isStreamed?: boolean;
  /** Whether a second Region may have a copy, and of what it then has to have one as well. */
  readonly copiedWith?: readonly TableId[];
  /** Holds whole items that have both attributes; one that lacks either is not in it. */
  readonly index?: IndexDefinition;
}

export interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute;
}

export type TableId =
  'vault' | 'control' | 'cvc' | 'audit' | 'checkpoints' | 'profiles' | 'notices' | 'keyStore';

export const TABLES = {
  /** Vault records and fingerprints. */
  vault: {
    suffix: 'vault',
    // A record without what it is checked against would forget that it was revoked, used or erased.
    copiedWith: ['control', 'keyStore'],
    partitionKey: { name: 'pk', type: 'S' },
    timeToLiveAttribute: 'expiresAt',
  },
  /**
   * What the vault checks callers and records against, apart from them: who is disabled, tombstones
   * of tenants; revocations, use counters and tombstones of tokens; budgets and what was taken of
   * them, approvals, idempotency records; rewrap jobs. A tombstone never expires.
   */
  control: {
    suffix: 'control',
    copiedWith: ['vault', 'keyStore'],
    partitionKey: { name: 'pk', type: 'S' },
    timeToLiveAttribute: 'expiresAt',
  },
  /** Card verification codes, for an hour at most. No backup, no stream, no replica (PCI DSS 3.3). */
  cvc: {
    suffix: 'cvc',
    partitionKey: { name: 'pk', type: 'S' },
    timeToLiveAttribute: 'expiresAt',
    backups: 'none',
  },
  /**
   * Audit events, by minute and shard. Nothing expires here: an event leaves only by the retention of
   * its archive. The index holds those of tenants, by tenant and day, for their auditors.
   */
  audit: {
    suffix: 'audit',
    copiedWith: [],
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
    index: {
      name: 'by-tenant',
      partitionKey: { name: 'tenantDay', type: 'S' },
      sortKey: { name: 'sk', type: 'S' },
    },
  },
  /** Copies of the checkpoints, to be asked for, and the hashes that prove an event to be in one. */
  checkpoints: {
    suffix: 'checkpoints',
    copiedWith: ['audit'],
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
  },
  /** What is told of approvals: ids, names that we chose, counts and times; for a week. */
  notices: {
    suffix: 'notices',
    partitionKey: { name: 'pk', type: 'S' },
    timeToLiveAttribute: 'expiresAt',
    isStreamed: true,
  },
  /**
   * What is usual of each actor: counts, hours and networks, no token and no value; and how far the
   * trail was watched. Apart from all that the vault trusts, so that the watch can write nothing else.
   * An actor that was not seen for months is forgotten.
   */
  profiles: {
    suffix: 'profiles',
    partitionKey: { name: 'pk', type: 'S' },
    timeToLiveAttribute: 'expiresAt',
  },
  /**
   * Branch keys, with the key schema that the AWS Encryption SDK's branch key store demands:
   * https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/branch-key-store.md
   */
  keyStore: {
    suffix: 'key-store',
    copiedWith: ['vault', 'control'],
    partitionKey: { name: 'branch-key-id', type: 'S' },
    sortKey: { name: 'type', type: 'S' },
  },
} as const satisfies Readonly<Record<TableId, TableDefinition>>;

/** How far back a table with backups can be recovered: the longest that DynamoDB offers. */
export const BACKUP_DAYS = 35;

/**
 * The logical name of the key store. It is part of the encryption context of every branch key
 * (`tablename`), so a new value makes every stored branch key unreadable: it never changes, not
 * even when the table is restored under another name.
 */
export const KEY_STORE_NAME = 'tokenization-key-store';
