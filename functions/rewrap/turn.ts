import { passFrom } from '../key-admin/rewrap.ts';
import { VaultError } from '../vault/errors.ts';
import type { Actor, Tenant } from '../vault/identity.ts';
import type { StoredItem } from '../vault/item-mac.ts';
import type { Owner } from '../vault/record.ts';
import { addTally, newPass } from '../vault/rewrap-job.ts';
import type { RewrapJob, RewrapTally } from '../vault/rewrap-job.ts';
import type { Standing } from '../vault/standing.ts';
import { workOnPage } from './page.ts';
import type { RewrapServices } from './services.ts';

/** Whether there is more to do for the tenant now, or not before the next run. */
export type Turn = 'more' | 'rest';

type Needs = RewrapServices;

/** A job under way, and the item that says so. */
interface Claimed {
  readonly owner: Owner;
  readonly job: RewrapJob;
  readonly item: StoredItem;
}

/** Its name is that of no user and no role. */
const ACTOR: Actor = { kind: 'job', id: 'rewrap', groups: [], persons: [] };
/** What one audit event names at most: well below the 400 KB of an item. */
const MAX_PAGE_ITEMS = 100;
/** A page takes seconds, and a run comes every minute. */
const STUCK_MS = 1_800_000;

/** Null if there is nothing to do: the tenant has no keys, or its job is done. */
async function claim({ jobs, tenantKeys }: Needs, tenant: Tenant): Promise<Claimed | null> {
  const keys = await tenantKeys(tenant);
  if (keys === null) return null;
  const owner = { tenant, keys };
  const { job, item } = await jobs.look(owner);
  if ('failure' in job) throw job.failure;
  if (job.value === null || item === undefined) return null;
  if (job.value.state !== 'DONE') return { owner, job: job.value, item };
  // It was queued again just as it ended.
  await jobs.end(owner, job.value, item);
  return null;
}

/** The same job, or, if the active version has changed since it began, one that begins anew. */
async function towardsActive(
  { rows, settings }: Needs,
  { owner, job }: Claimed,
): Promise<RewrapJob> {
  const state = await rows.stateOf(owner.tenant);
  if (state === null) throw new VaultError('TEMPORARILY_UNAVAILABLE');
  if (state.active.version === job.keyVersion) return job;
  return {
    ...job,
    ...newPass(state.active.version, passFrom(state, settings.branchKeyLifeSeconds)),
  };
}

/** Whatever it is that keeps it from going on, and however often each of its causes was counted. */
function isStuck({ clock }: Needs, { state, notBefore, updatedAt }: RewrapJob): boolean {
  const since = Math.max(Date.parse(notBefore), Date.parse(updatedAt));
  return state === 'RUNNING' && clock().getTime() - since > STUCK_MS;
}

function updated({ clock }: Needs, job: RewrapJob): RewrapJob {
  return { ...job, updatedAt: clock().toISOString() };
}

function advanced(needs: Needs, job: RewrapJob, position: string | null, tally: RewrapTally) {
  const next = updated(needs, { ...job, state: 'RUNNING', tally: addTally(job.tally, tally) });
  if (position !== null) return { ...next, position };
  return { ...next, position, state: 'DONE', endedAt: next.updatedAt } as const;
}

/** As many items per second as are allowed, counted page by page: a page is followed by a rest. */
async function rest({ clock, settings, wait }: Needs, passed: number, since: Date): Promise<void> {
  const due = since.getTime() + Math.ceil((passed / settings.itemsPerSecond) * 1000);
  const left = due - clock().getTime();
  if (left > 0) await wait(left);
}

async function takePage(
  needs: Needs,
  { owner, job, item }: Claimed,
  standing: Standing,
  requestId: string,
): Promise<Turn> {
  const { clock, jobs, records, settings } = needs;
  const since = clock();
  const limit = Math.min(MAX_PAGE_ITEMS, settings.itemsPerSecond);
  const { items, passed, position } = await records.page(owner.tenant, job.position, limit);
  const deed = {
    operation: 'rewrapPage',
    requestId,
    sourceIps: [],
    actor: ACTOR,
    standing: Promise.resolve(standing),
    ...owner,
  } as const;
  const tally = await workOnPage(needs, { deed, job, items });
  await rest(needs, passed, since);
  if (tally === null) return 'rest';
  const next = advanced(needs, job, position, tally);
  const isDone = next.state === 'DONE';
  const written = await (isDone ? jobs.end(owner, next, item) : jobs.keep(owner, next, item));
  // Overtaken: another run is at it, and has the item.
  return written === null || isDone ? 'rest' : 'more';
}

/**
 * Takes one page of a tenant's job, or finds out why not. The checkpoint is written after the page:
 * whoever is killed in between leaves a page that is done again and then found done.
 * @throws VaultError what stands in the way for now
 */
export async function takeTurn(needs: Needs, tenant: Tenant, requestId: string): Promise<Turn> {
  const { clock, jobs } = needs;
  const standing = await needs.standings(tenant, ACTOR);
  if ('failure' in standing) throw standing.failure;
  if (standing.value?.finding === 'TENANT_ERASED') {
    await jobs.drop(tenant);
    return 'rest';
  }
  const claimed = await claim(needs, tenant);
  if (claimed === null) return 'rest';
  const { owner, item } = claimed;
  if (standing.value !== null) {
    const paused = updated(needs, { ...claimed.job, state: 'PAUSED' });
    if (claimed.job.state !== 'PAUSED') await jobs.keep(owner, paused, item);
    return 'rest';
  }
  const job = await towardsActive(needs, claimed);
  if (isStuck(needs, job)) needs.metrics.count('RewrapStuck', { requestId });
  if (clock().getTime() >= Date.parse(job.notBefore)) {
    return takePage(needs, { owner, job, item }, standing, requestId);
  }
  if (job !== claimed.job) await jobs.keep(owner, updated(needs, job), item);
  return 'rest';
}
