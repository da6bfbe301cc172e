import type { Item } from '../vault/attempt.ts';
import type { Deed } from '../vault/call.ts';
import type { StoredItem } from '../vault/item-mac.ts';
import { settle } from '../vault/outcome.ts';
import type { Outcome } from '../vault/outcome.ts';
import { addTally } from '../vault/rewrap-job.ts';
import type { RewrapJob, RewrapTally } from '../vault/rewrap-job.ts';
import { examine } from './examine.ts';
import type { Candidate, Examined } from './examine.ts';
import { move } from './move.ts';
import type { Moved } from './move.ts';
import type { RewrapServices } from './services.ts';

/** A page to work on: for whom, and towards what. */
export interface PageWork {
  readonly deed: Deed;
  readonly job: RewrapJob;
  readonly items: readonly StoredItem[];
}

type Needs = RewrapServices;

const SIDE_BY_SIDE = 25;

const NOTHING = { rewrapped: 0, alreadyCurrent: 0, failed: 0, census: {} } as const;

function itemOf({ job }: PageWork, examined: Examined): Item<Candidate>[] {
  if (examined.kind === 'current') return [];
  const of = { job: job.id, keyVersion: job.keyVersion };
  if (examined.kind === 'damaged') {
    const { token: asked, failure } = examined;
    return [{ subject: { ...of, asked }, outcome: { failure } }];
  }
  const { token, dataClass, format } = examined.candidate.record;
  return [{ subject: { ...of, token, dataClass, format }, outcome: { value: examined.candidate } }];
}

async function moveAll(
  needs: Needs,
  { deed, job }: PageWork,
  candidates: readonly Candidate[],
): Promise<Outcome<Moved>[]> {
  const outcomes: Outcome<Moved>[] = [];
  for (let first = 0; first < candidates.length; first += SIDE_BY_SIDE) {
    const some = candidates.slice(first, first + SIDE_BY_SIDE);
    const moved = some.map((one) => settle(() => move(needs, deed, job.keyVersion, one)));
    outcomes.push(...(await Promise.all(moved)));
  }
  return outcomes;
}

function tallyOf({ job }: PageWork, outcome: Outcome<Moved>, was: Candidate | null): RewrapTally {
  const under = (version: string) => ({ [version]: 1 });
  if ('failure' in outcome) {
    // One that does not open is still where it was; of one that was changed nothing is known.
    const isCounted = was !== null && outcome.failure.finding !== 'TAMPERED';
    return { ...NOTHING, failed: 1, census: isCounted ? under(was.version) : {} };
  }
  if (outcome.value === 'gone') return NOTHING;
  const counted = { ...NOTHING, census: under(job.keyVersion) };
  return outcome.value === 'moved'
    ? { ...counted, rewrapped: 1 }
    : { ...counted, alreadyCurrent: 1 };
}

function isPassing(outcome: Outcome<unknown>): boolean {
  return 'failure' in outcome && outcome.failure.code === 'TEMPORARILY_UNAVAILABLE';
}

/** Moves what is to be moved, between its two audit events; null if that has to be done again. */
async function moveRecorded(
  needs: Needs,
  work: PageWork,
  items: readonly Item<Candidate>[],
): Promise<RewrapTally[] | null> {
  if (items.length === 0) return [];
  const standing = items.filter(({ outcome }) => 'value' in outcome);
  const done = await settle(() =>
    needs.attempts.run(work.deed, items, async (candidates) => {
      const outcomes = await moveAll(needs, work, candidates);
      return outcomes.map((outcome, at) => ({ subject: standing[at]?.subject ?? {}, outcome }));
    }),
  );
  if ('failure' in done || done.value.some(({ outcome }) => isPassing(outcome))) return null;
  return done.value.map(({ outcome }, at) => {
    const was = items[at]?.outcome;
    return tallyOf(work, outcome, was !== undefined && 'value' in was ? was.value : null);
  });
}

/**
 * Works on a page: what is damaged is recorded, counted and left, the rest is moved. A page without
 * either leaves no audit event, for nothing is done.
 * @returns null if a service failed or an audit event was not written, which is counted already: then
 * the page is to be done again, and what was moved of it counts as current
 */
export async function workOnPage(needs: Needs, work: PageWork): Promise<RewrapTally | null> {
  const { deed, job, items } = work;
  const examined = items.map((item) => examine(deed, item, job.keyVersion));
  const current: Outcome<Moved> = { value: 'current' };
  const known = examined.filter(({ kind }) => kind === 'current');
  const moved = await moveRecorded(
    needs,
    work,
    examined.flatMap((one) => itemOf(work, one)),
  );
  if (moved === null) return null;
  const tallies = [...known.map(() => tallyOf(work, current, null)), ...moved];
  return tallies.reduce(addTally, NOTHING);
}
