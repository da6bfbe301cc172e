import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { guardOf, judgeGuard, takeGuard } from './idempotency.ts';
import type { Guard, KeyedRequest } from './idempotency.ts';
import type { StoredItem } from './item-mac.ts';
import type { LookupTables } from './lookup.ts';
import { settleNow } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Services } from './services.ts';
import type { Action } from './transaction.ts';

type Needs = Pick<Services, 'clock' | 'commit' | 'random' | 'read'> & {
  readonly tables: Pick<LookupTables, 'controlTable'>;
};

/** A keyed request, and the token that it is about. */
export interface HeldRequest {
  readonly request: KeyedRequest;
  readonly token: string;
}

/** Whether a request was done before; if not, the write that goes with its effect. */
export type Keyed =
  | { readonly isRepeated: true; readonly token: string | null }
  | { readonly isRepeated: false; take: Action };

/** Holds requests to their idempotency keys. */
export interface IdempotencyHold {
  /** @throws VaultError IDEMPOTENCY_CONFLICT if the key came with another request */
  look(call: Call, held: HeldRequest): Promise<Keyed>;
  /**
   * Records a request before it is done. Of all that come with its key, the first one's token stands
   * for it.
   * @throws VaultError IDEMPOTENCY_CONFLICT if the key came with another request
   */
  claim(call: Call, held: HeldRequest): Promise<string>;
  /** Records requests that change nothing, all at once, each with its own outcome. */
  record(call: Call, held: readonly HeldRequest[]): Promise<Outcome<true>[]>;
}

const CONFLICT = { failure: new VaultError('IDEMPOTENCY_CONFLICT') };
const MAX_ROUNDS = 3;

/** One key of a batch; of two requests under it, the first counts. */
interface Claim {
  readonly guard: Guard;
  readonly token: string;
  replaces: string | null;
  outcome: Outcome<true> | undefined;
}

function guardFor(needs: Needs, call: Call, { request }: HeldRequest): Guard {
  return guardOf(call, needs.tables.controlTable, request, needs.clock());
}

function takeFor(needs: Needs, call: Call, claim: Omit<Claim, 'outcome'>): Action {
  const { guard, token, replaces } = claim;
  return takeGuard(call, guard, { token, writeId: needs.random.uuid() }, replaces);
}

/** What stands in the way is the same request, another one, or past its time and to be replaced. */
function judgeLoss(needs: Needs, call: Call, claim: Claim, item: StoredItem | undefined): void {
  const found = settleNow(() => judgeGuard(call, claim.guard, item, needs.clock()));
  if ('failure' in found) claim.outcome = found;
  else if (found.value.isRepeated) claim.outcome = { value: true };
  else claim.replaces = found.value.replaces;
}

async function recordClaims(needs: Needs, call: Call, claims: readonly Claim[]): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const open = claims.filter(({ outcome }) => outcome === undefined);
    if (open.length === 0) return;
    const written = await needs.commit(open.map((claim) => [takeFor(needs, call, claim)]));
    open.forEach((claim, index) => {
      const losses = written[index];
      if (losses === undefined || 'failure' in losses) claim.outcome = losses;
      else if (losses.value.length === 0) claim.outcome = { value: true };
      else judgeLoss(needs, call, claim, losses.value[0]?.item);
    });
  }
}

async function look(needs: Needs, call: Call, held: HeldRequest): Promise<Keyed> {
  const guard = guardFor(needs, call, held);
  const found = (await needs.read([guard])).of(guard.table, guard.pk);
  const finding = judgeGuard(call, guard, found, needs.clock());
  if (finding.isRepeated) return finding;
  const claim = { guard, token: held.token, replaces: finding.replaces };
  return { isRepeated: false, take: takeFor(needs, call, claim) };
}

async function record(
  needs: Needs,
  call: Call,
  held: readonly HeldRequest[],
): Promise<Outcome<true>[]> {
  const guards = held.map((one) => guardFor(needs, call, one));
  const claims = new Map<string, Claim>();
  guards.forEach((guard, index) => {
    const token = held[index]?.token ?? '';
    if (claims.has(guard.pk)) return;
    claims.set(guard.pk, { guard, token, replaces: null, outcome: undefined });
  });
  await recordClaims(needs, call, [...claims.values()]);
  return guards.map(({ pk, requestMac }) => {
    const claim = claims.get(pk);
    if (claim?.guard.requestMac.equals(requestMac) !== true) return CONFLICT;
    return claim.outcome ?? { failure: new VaultError('TEMPORARILY_UNAVAILABLE') };
  });
}

async function claim(needs: Needs, call: Call, held: HeldRequest): Promise<string> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const keyed = await look(needs, call, held);
    if (keyed.isRepeated) return keyed.token ?? held.token;
    const [written] = await needs.commit([[keyed.take]]);
    if (written !== undefined && 'failure' in written) throw written.failure;
    if (written?.value.length === 0) return held.token;
  }
  throw new VaultError('TEMPORARILY_UNAVAILABLE');
}

export function createIdempotencyHold(needs: Needs): IdempotencyHold {
  return {
    claim: (call, held) => claim(needs, call, held),
    look: (call, held) => look(needs, call, held),
    record: (call, held) => record(needs, call, held),
  };
}
