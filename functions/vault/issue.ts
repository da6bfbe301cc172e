import { randomUUID } from 'node:crypto';

import type { Call } from './call.ts';
import { answeringSteps, makingSteps } from './draft-actions.ts';
import type { Step } from './draft-actions.ts';
import { conclude, draftsOf, openMembers } from './draft.ts';
import type { Draft } from './draft.ts';
import { VaultError } from './errors.ts';
import type { FoundTokens } from './lookup.ts';
import type { Order } from './order.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { readAhead } from './read-ahead.ts';
import { encryptionContextOf } from './record.ts';
import type { VaultRecord } from './record.ts';
import type { Services } from './services.ts';
import type { TokenView } from './views.ts';

/** How often a token is drawn anew because the one before was taken, or a race is run again. */
const MAX_ROUNDS = 16;

type Needs = Pick<
  Services,
  'clock' | 'commit' | 'envelope' | 'equalityBudget' | 'lookup' | 'random' | 'read' | 'tables'
>;

/** What one round writes for a draft, and what the token is then. */
interface Plan {
  readonly draft: Draft;
  readonly view: TokenView;
  readonly steps: readonly Step[];
}

/** Draws a token and encrypts the value under it. */
async function seal(
  { clock, envelope, random }: Needs,
  call: Call,
  { value, deterministic, expiresAt, isHoney, command }: Order,
  fingerprint: string | null,
): Promise<VaultRecord> {
  const { dataClass, customClass, format, masked, brand, plaintext } = value;
  const token = value.drawToken(random);
  const created = clock().toISOString();
  const bound = { token, dataClass, customClass, format, created };
  const context = encryptionContextOf(call.tenant, bound);
  const ciphertext = await envelope.seal(call.tenant, context, plaintext);
  const { maxUses, metadata } = command;
  const limits = { expiresAt, maxUses, metadata };
  const first = { state: 'ACTIVE', version: 0, isHoney } as const;
  return { ...bound, masked, brand, ciphertext, deterministic, fingerprint, ...limits, ...first };
}

/** Whether it still has to be read what the fingerprint names. */
function isUnread({ named, isNamedGone, known }: Draft): boolean {
  return named !== null && !isNamedGone && known === null;
}

function judgeNamed(draft: Draft, token: string, found: FoundTokens): void {
  const outcome = found.of(token);
  if ('failure' in outcome) {
    if (outcome.failure.finding === 'TAMPERED') conclude(draft, outcome);
    else draft.isNamedGone = true;
  } else if (outcome.value.record.fingerprint !== draft.fingerprint) {
    conclude(draft, { failure: new VaultError('TOKEN_NOT_FOUND', 'TAMPERED') });
  } else if (outcome.value.record.state === 'REVOKED') {
    conclude(draft, { failure: new VaultError('TOKEN_REVOKED', 'REVOKED') });
  } else {
    draft.known = outcome.value;
  }
}

/** Reads the tokens of repeated requests and known values, strongly consistently and at once. */
async function adopt({ lookup }: Needs, call: Call, drafts: readonly Draft[]): Promise<void> {
  const unread = drafts.filter(isUnread);
  const repeats = drafts
    .flatMap(openMembers)
    .filter(({ claim }) => (claim?.repeats ?? null) !== null);
  const tokens = [
    ...unread.map(({ named }) => named?.token ?? ''),
    ...repeats.map(({ claim }) => claim?.repeats ?? ''),
  ];
  if (tokens.length === 0) return;
  const found = await settle(() => lookup.find(call, tokens));
  for (const member of repeats) {
    member.outcome = 'value' in found ? found.value.of(member.claim?.repeats ?? '') : found;
  }
  for (const draft of unread) {
    if ('value' in found) judgeNamed(draft, draft.named?.token ?? '', found.value);
    else conclude(draft, found);
  }
}

async function plan(needs: Needs, call: Call, draft: Draft): Promise<Plan | null> {
  const { clock, tables } = needs;
  const [first] = openMembers(draft);
  if (first === undefined) return null;
  const writing = { tables, call, writeId: randomUUID(), now: clock() };
  if (draft.known !== null) {
    const { record } = draft.known;
    return { draft, view: draft.known, steps: answeringSteps(writing, draft, record.token) };
  }
  const sealed = await settle(() => seal(needs, call, first.order, draft.fingerprint));
  if ('failure' in sealed) {
    conclude(draft, sealed);
    return null;
  }
  const record = sealed.value;
  return { draft, view: { record, uses: 0 }, steps: makingSteps(writing, draft, record) };
}

/** Of plans that drew the same token, the last one has it; the others draw again. */
function withoutDoubles(plans: readonly (Plan | null)[]): Plan[] {
  const byToken = new Map<string, Plan>();
  const known: Plan[] = [];
  for (const one of plans) {
    if (one === null) continue;
    if (one.draft.known !== null) {
      known.push(one);
      continue;
    }
    const { token } = one.view.record;
    const double = byToken.get(token);
    if (double !== undefined) double.draft.isTaken = true;
    byToken.set(token, one);
  }
  return [...known, ...byToken.values()];
}

/** One round: what is not known yet draws a token; whatever nothing stands against is done. */
async function write(needs: Needs, call: Call, drafts: readonly Draft[]): Promise<void> {
  const all = await Promise.all(drafts.map((draft) => plan(needs, call, draft)));
  const plans = withoutDoubles(all).filter(({ draft, view, steps }) => {
    if (steps.length === 0) conclude(draft, { value: view });
    return steps.length > 0;
  });
  const written = await needs.commit(plans.map(({ steps }) => steps.map(({ action }) => action)));
  plans.forEach(({ draft, view, steps }, index) => {
    const outcome = written[index] ?? { failure: new VaultError('INTERNAL') };
    if ('failure' in outcome) conclude(draft, outcome);
    else if (outcome.value.length === 0) conclude(draft, { value: view });
    else {
      draft.isTaken = false;
      for (const loss of outcome.value) steps[loss.index]?.lose(loss.item);
    }
  });
}

/**
 * Gives orders their tokens, each its own outcome, in order. One read for idempotency keys, one for
 * values, one for the tokens found, one round of writes; a further round for those who lost a race or
 * drew a token that was taken.
 */
export function createIssue(needs: Needs) {
  return async (call: Call, orders: readonly Order[]): Promise<Outcome<TokenView>[]> => {
    const { members, drafts } = draftsOf(needs.tables, call, orders, needs.clock());
    await readAhead(needs, call, members, drafts);
    let open = drafts.filter((draft) => openMembers(draft).length > 0);
    for (let round = 0; round < MAX_ROUNDS && open.length > 0; round += 1) {
      await adopt(needs, call, open);
      await write(needs, call, open);
      open = open.filter((draft) => openMembers(draft).length > 0);
    }
    for (const draft of open) {
      const code = draft.isTaken ? 'TOKEN_SPACE_EXHAUSTED' : 'TEMPORARILY_UNAVAILABLE';
      conclude(draft, { failure: new VaultError(code) });
    }
    const failure = new VaultError('INTERNAL');
    return members.map(({ outcome }) => outcome ?? { failure });
  };
}
