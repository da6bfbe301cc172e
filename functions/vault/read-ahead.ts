import type { ItemKey } from './batch-read.ts';
import type { Call } from './call.ts';
import { conclude, noteFingerprint, noteGuards, openClaims, openMembers } from './draft.ts';
import type { Claim, Draft, Member } from './draft.ts';
import { VaultError } from './errors.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'clock' | 'equalityBudget' | 'read' | 'tables'>;

/** Which requests came before. Read strongly: a repetition must be known as one, to cost no budget. */
async function readGuards(needs: Needs, call: Call, drafts: readonly Draft[]): Promise<void> {
  const keyed = drafts.filter((draft) => openClaims(draft).length > 0);
  const guards = keyed.flatMap(openClaims).flatMap((claim) => claim.guards);
  if (guards.length === 0) return;
  const items = await settle(() => needs.read(guards));
  const now = needs.clock();
  for (const draft of keyed) {
    if ('failure' in items) conclude(draft, items);
    else for (const claim of openClaims(draft)) noteGuards(call, draft, claim, items.value, now);
  }
}

function isRepeat({ claim }: Member): boolean {
  return (claim?.repeats ?? null) !== null;
}

function isConflict({ claim, outcome }: Member): boolean {
  const isFailed = outcome !== undefined && 'failure' in outcome;
  return claim !== null && isFailed && outcome.failure.code === 'IDEMPOTENCY_CONFLICT';
}

function refuse(members: readonly Member[], allowed: Outcome<unknown>): void {
  const failure = 'failure' in allowed ? allowed.failure : new VaultError('BUDGET_EXCEEDED');
  for (const member of members) member.outcome = { failure };
}

/**
 * Whether a key stands for the very value that came with it is a question of equality, too, in every
 * class. Once an actor was told "another" too often, it is told nothing of its keys for a while.
 */
async function countConflicts(
  { equalityBudget }: Needs,
  call: Call,
  members: readonly Member[],
): Promise<void> {
  const conflicts = members.filter(isConflict);
  const standing = [...conflicts, ...members.filter(isRepeat)];
  if (standing.length === 0) return;
  const wrong = new Set<Claim | null>(conflicts.map(({ claim }) => claim)).size;
  const allowed = await settle(() => equalityBudget.takeConflicts(call, wrong));
  if ('failure' in allowed || !allowed.value) refuse(standing, allowed);
}

/**
 * Each deterministic request is a question of equality, the first ones first. A repetition is none:
 * its guard holds the HMAC of this very value, so the actor has the answer already.
 */
async function countQuestions(
  { equalityBudget }: Needs,
  call: Call,
  members: readonly Member[],
): Promise<void> {
  const asking = members.filter(
    (member) => member.order.deterministic && member.outcome === undefined && !isRepeat(member),
  );
  if (asking.length === 0) return;
  const taken = await settle(() => equalityBudget.take(call, asking.length));
  refuse(asking.slice('value' in taken ? taken.value : 0), taken);
}

/** Which tokens the values have; a stale answer is corrected when something is written. */
async function readFingerprints(
  { read, tables }: Needs,
  call: Call,
  drafts: readonly Draft[],
): Promise<void> {
  const asking = drafts.filter((draft) => openMembers(draft).some((member) => !isRepeat(member)));
  const keys = asking.flatMap(({ fingerprint }): ItemKey[] =>
    fingerprint === null ? [] : [{ table: tables.vaultTable, pk: fingerprint }],
  );
  if (keys.length === 0) return;
  const items = await settle(() => read(keys, 'eventual'));
  for (const draft of asking) {
    if (draft.fingerprint === null) continue;
    if ('failure' in items) conclude(draft, items);
    else noteFingerprint(call, draft, items.value.of(tables.vaultTable, draft.fingerprint));
  }
}

/**
 * Finds out what is there already: which requests were made before, then, as far as the budgets
 * allow to ask, which values have tokens. Nothing is looked up that was not counted.
 */
export async function readAhead(
  needs: Needs,
  call: Call,
  members: readonly Member[],
  drafts: readonly Draft[],
): Promise<void> {
  await readGuards(needs, call, drafts);
  await countConflicts(needs, call, members);
  await countQuestions(needs, call, members);
  await readFingerprints(needs, call, drafts);
}
