import { VaultError } from './errors.ts';
import type { RewrapJobData } from './administration-data.ts';
import { fieldsOf } from './fields.ts';
import type { Tenant } from './identity.ts';
import { hasOurMac, withMac } from './item-mac.ts';
import type { StoredItem } from './item-mac.ts';
import type { Owner } from './record.ts';

/** What became of the records that a pass went by; one that is gone meanwhile is none of them. */
export interface RewrapTally {
  readonly rewrapped: number;
  readonly alreadyCurrent: number;
  /** Damaged or unknown: left as they are. */
  readonly failed: number;
  /** By version of the branch key, as each record was left; one whose version no one can tell is not in it. */
  readonly census: Readonly<Record<string, number>>;
}

/**
 * Moves all records of a tenant to one version of its branch key, in a pass over the table. What is
 * kept of it is the checkpoint: whoever goes on, goes on there.
 */
export interface RewrapJob {
  /** A UUID. */
  readonly id: string;
  /** PAUSED while the tenant is disabled. */
  readonly state: 'RUNNING' | 'PAUSED' | 'DONE';
  /** The version to move to. */
  readonly keyVersion: string;
  /** Times are ISO 8601 in UTC. */
  readonly startedAt: string;
  /** The pass begins then, when no one writes under an older version any more. */
  readonly notBefore: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  /** The key of the last item that the pass went by; null before the first. */
  readonly position: string | null;
  readonly tally: RewrapTally;
}

const SCHEMA_VERSION = '1';
const LABEL = 'vault/rewrap-mac/v1';
const STATES = ['RUNNING', 'PAUSED', 'DONE'] as const;

const NOTHING: RewrapTally = { rewrapped: 0, alreadyCurrent: 0, failed: 0, census: {} };

export function jobKey(tenant: Tenant): string {
  return `${tenant}#rewrap`;
}

/** A pass that has not begun. */
export function newPass(keyVersion: string, notBefore: Date) {
  return {
    keyVersion,
    notBefore: notBefore.toISOString(),
    position: null,
    tally: NOTHING,
  } as const;
}

export function addTally(one: RewrapTally, other: RewrapTally): RewrapTally {
  const census = { ...one.census };
  for (const [version, count] of Object.entries(other.census)) {
    census[version] = (census[version] ?? 0) + count;
  }
  return {
    rewrapped: one.rewrapped + other.rewrapped,
    alreadyCurrent: one.alreadyCurrent + other.alreadyCurrent,
    failed: one.failed + other.failed,
    census,
  };
}

/** The item to write. `writeId` tells our own write from another's when the answer got lost. */
export function toJobItem(owner: Owner, job: RewrapJob, writeId: string): StoredItem {
  const { id, state, keyVersion, startedAt, notBefore, updatedAt, endedAt, position, tally } = job;
  const { rewrapped, alreadyCurrent, failed, census } = tally;
  const texts = { state, keyVersion, startedAt, notBefore, updatedAt, endedAt, position };
  const numbers = { rewrapped, alreadyCurrent, failed };
  const present = Object.entries(texts).filter(([, text]) => text !== null);
  return withMac(owner.keys, LABEL, {
    pk: { S: jobKey(owner.tenant) },
    schema: { N: SCHEMA_VERSION },
    id: { S: id },
    ...Object.fromEntries(present.map(([name, text]) => [name, { S: text ?? '' }])),
    ...Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, { N: String(n) }])),
    census: { S: JSON.stringify(census) },
    writeId: { S: writeId },
  });
}

function tallyIn(item: StoredItem): RewrapTally {
  const census = Object.entries(fieldsOf(JSON.parse(item.census?.S ?? '{}')));
  return {
    rewrapped: Number(item.rewrapped?.N),
    alreadyCurrent: Number(item.alreadyCurrent?.N),
    failed: Number(item.failed?.N),
    census: Object.fromEntries(census.map(([version, count]) => [version, Number(count)])),
  };
}

/**
 * The job in an item, checked: the tenant's, and as we wrote it; null if there is none.
 * @throws VaultError INTERNAL, finding TAMPERED
 */
export function fromJobItem(owner: Owner, item: StoredItem | undefined): RewrapJob | null {
  if (item === undefined) return null;
  const state = STATES.find((one) => one === item.state?.S);
  const isOurs = item.pk?.S === jobKey(owner.tenant) && hasOurMac(owner.keys, LABEL, item);
  if (!isOurs || state === undefined || item.schema?.N !== SCHEMA_VERSION) {
    throw new VaultError('INTERNAL', 'TAMPERED');
  }
  return {
    id: item.id?.S ?? '',
    state,
    keyVersion: item.keyVersion?.S ?? '',
    startedAt: item.startedAt?.S ?? '',
    notBefore: item.notBefore?.S ?? '',
    updatedAt: item.updatedAt?.S ?? '',
    endedAt: item.endedAt?.S ?? null,
    position: item.position?.S ?? null,
    tally: tallyIn(item),
  };
}

/** What `RewrapJob` of the schema shows. A pass that may not begin yet is WAITING. */
export function rewrapJobData(job: RewrapJob, now: Date): RewrapJobData {
  const { id, state, keyVersion, startedAt, notBefore, updatedAt, endedAt, tally } = job;
  const { census, ...counts } = tally;
  const isWaiting = state === 'RUNNING' && now.getTime() < Date.parse(notBefore);
  return {
    id,
    state: isWaiting ? 'WAITING' : state,
    keyVersion,
    startedAt,
    notBefore,
    updatedAt,
    endedAt,
    ...counts,
    census: Object.entries(census).map(([version, records]) => ({ keyVersion: version, records })),
  };
}
