import {
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';

import { MAX_ROUNDS, pause } from './backoff.ts';
import type { BatchRead } from './batch-read.ts';
import { VaultError } from './errors.ts';
import { queuedTenant } from './identity.ts';
import type { Tenant } from './identity.ts';
import type { StoredItem } from './item-mac.ts';
import { settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Owner } from './record.ts';
import { fromJobItem, jobKey, toJobItem } from './rewrap-job.ts';
import type { RewrapJob } from './rewrap-job.ts';

/** What there is of a tenant's job: the last one, or the reason why that cannot be told. */
export interface FoundJob {
  readonly job: Outcome<RewrapJob | null>;
  /** As it was read; what comes next takes its place. */
  readonly item: StoredItem | undefined;
}

/**
 * The tenants' rewrap jobs in the control table, one item each, and the queue of those that are not
 * done. Every write holds only while the item is what was read; it answers the item it wrote, or null
 * if another came first.
 */
export interface RewrapJobs {
  look(owner: Owner): Promise<FoundJob>;
  /** Writes the job and puts its tenant into the queue, in one transaction. */
  begin(owner: Owner, job: RewrapJob, was: StoredItem | undefined): Promise<StoredItem | null>;
  keep(owner: Owner, job: RewrapJob, was: StoredItem | undefined): Promise<StoredItem | null>;
  /** Writes the job and takes its tenant out of the queue, in one transaction. */
  end(owner: Owner, job: RewrapJob, was: StoredItem | undefined): Promise<StoredItem | null>;
  queued(): Promise<Tenant[]>;
  /** Puts a tenant whose job is under way into the queue, should it have got lost there. */
  requeue(tenant: Tenant): Promise<void>;
  /** Takes a tenant that was erased out of the queue: none of its name ever comes again. */
  drop(tenant: Tenant): Promise<void>;
}

interface Needs {
  readonly dynamodb: DynamoDBClient;
  readonly read: BatchRead;
  readonly controlTable: string;
  readonly newWriteId: () => string;
}

/** No tenant's name starts with an underscore. */
const QUEUE_KEY = '_system#rewrap';

/** After these the same transaction may be sent again. */
const PASSING = new Set([
  'None',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);

function queueUpdate({ controlTable }: Needs, tenant: Tenant, change: 'ADD' | 'DELETE') {
  return {
    TableName: controlTable,
    Key: { pk: { S: QUEUE_KEY } },
    UpdateExpression: `${change} tenants :tenants`,
    ExpressionAttributeValues: { ':tenants': { SS: [tenant] } },
  };
}

function conditionOf(was: StoredItem | undefined) {
  if (was === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' };
  if (was.writeId === undefined) return { ConditionExpression: 'attribute_not_exists(writeId)' };
  return {
    ConditionExpression: 'writeId = :was',
    ExpressionAttributeValues: { ':was': was.writeId },
  };
}

/** Of a cancelled transaction: whether it had taken effect before, another came first, or neither. */
function judge(error: TransactionCanceledException, { writeId }: StoredItem) {
  const [put, ...others] = error.CancellationReasons ?? [];
  if (put?.Item?.writeId?.S !== undefined && put.Item.writeId.S === writeId?.S) return 'written';
  if (put?.Code === 'ConditionalCheckFailed') return 'overtaken';
  const isPassing = [put, ...others].every((reason) => PASSING.has(reason?.Code ?? 'None'));
  if (put === undefined || !isPassing) throw error;
  return 'again';
}

async function write(
  needs: Needs,
  item: StoredItem,
  was: StoredItem | undefined,
  more: readonly TransactWriteItem[],
): Promise<StoredItem | null> {
  const Put = {
    TableName: needs.controlTable,
    Item: item,
    ...conditionOf(was),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    try {
      await needs.dynamodb.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put }, ...more] }),
      );
      return item;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const judged = judge(error, item);
      if (judged !== 'again') return judged === 'written' ? item : null;
      await pause(round);
    }
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

export function createRewrapJobs(needs: Needs): RewrapJobs {
  const { controlTable: table, dynamodb, read } = needs;
  const put =
    (change: 'ADD' | 'DELETE' | null): RewrapJobs['keep'] =>
    (owner, job, was) => {
      const item = toJobItem(owner, job, needs.newWriteId());
      const Update = change === null ? null : queueUpdate(needs, owner.tenant, change);
      return write(needs, item, was, Update === null ? [] : [{ Update }]);
    };
  return {
    begin: put('ADD'),
    keep: put(null),
    end: put('DELETE'),
    async look(owner) {
      const pk = jobKey(owner.tenant);
      const item = (await read([{ table, pk }])).of(table, pk);
      return { job: settleNow(() => fromJobItem(owner, item)), item };
    },
    async queued() {
      const names =
        (await read([{ table, pk: QUEUE_KEY }])).of(table, QUEUE_KEY)?.tenants?.SS ?? [];
      return names.map(queuedTenant).filter((tenant) => tenant !== null);
    },
    async requeue(tenant) {
      await dynamodb.send(new UpdateItemCommand(queueUpdate(needs, tenant, 'ADD')));
    },
    async drop(tenant) {
      await dynamodb.send(new UpdateItemCommand(queueUpdate(needs, tenant, 'DELETE')));
    },
  };
}
