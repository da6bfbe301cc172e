import { approvalId } from './approval.ts';
import type { Item } from './attempt.ts';
import type { BudgetLeftData } from './budget-data.ts';
import type { Call } from './call.ts';
import type { ResolveCommand } from './command.ts';
import { VaultError } from './errors.ts';
import type { HeldRequest } from './idempotency-hold.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { createResolve } from './resolve.ts';
import type { ResolvedToken } from './resolve.ts';
import type { Services } from './services.ts';
import { budgetLeftData } from './show-budgets.ts';

type Needs = Pick<
  Services,
  'approvals' | 'attempts' | 'budgets' | 'clock' | 'idempotencyHold' | 'lookup' | 'tenantSettings'
>;

/** A masked view, with what the actor has left of plaintexts. */
export interface MaskedView extends ResolvedToken {
  readonly budget: BudgetLeftData;
}

/** A batch asks for each item what a single operation asks for: one key serves both. */
function keyedRequest(value: ResolvedToken): HeldRequest[] {
  const { idempotencyKey: key, purpose, grant, record } = value;
  if (key === null) return [];
  const { token } = record;
  const body = [token, purpose, ...(grant === null ? [] : [approvalId(grant.number)])];
  return [{ token, request: { operation: 'detokenize', key, body } }];
}

/** A key only keeps other requests away: what it came with is done anew each time. */
async function hold(
  { idempotencyHold }: Needs,
  call: Call,
  values: readonly ResolvedToken[],
): Promise<Outcome<ResolvedToken>[]> {
  const recorded = await idempotencyHold.record(call, values.flatMap(keyedRequest));
  let next = 0;
  return values.map((value) => {
    if (value.idempotencyKey === null) return { value };
    const held = recorded[next++] ?? { failure: new VaultError('INTERNAL') };
    return 'failure' in held ? held : { value };
  });
}

/** Only what still stands is counted. */
async function withinBudget(
  { budgets }: Needs,
  call: Call,
  held: readonly Outcome<ResolvedToken>[],
): Promise<Outcome<MaskedView>[]> {
  const purposes = held.flatMap((one) => ('value' in one ? [one.value.purpose] : []));
  if (purposes.length === 0) return held.flatMap((one) => ('failure' in one ? [one] : []));
  const taken = await settle(() => budgets.take(call, { kind: 'MASKED', purposes }));
  let next = 0;
  return held.map((one) => {
    if ('failure' in one) return one;
    if ('failure' in taken) return taken;
    if (taken.value.isTaken[next++] !== true) return { failure: new VaultError('BUDGET_EXCEEDED') };
    return { value: { ...one.value, budget: budgetLeftData(taken.value) } };
  });
}

/**
 * Resolves tokens to what may be known without decrypting: serves `detokenize`, where a purpose is
 * named and checked, and the masked view `token`, where none is. Each counts as a masked view. Never
 * decrypts.
 */
export function createDetokenize(needs: Needs) {
  const resolve = createResolve(needs);
  return async (
    call: Call,
    items: readonly Item<ResolveCommand>[],
  ): Promise<Item<MaskedView>[]> => {
    const resolved = await resolve(call, items);
    const subjects = resolved.filter(({ outcome }) => 'value' in outcome);
    return needs.attempts.run(call, resolved, async (values) => {
      const held = await hold(needs, call, values);
      const viewed = await withinBudget(needs, call, held);
      return viewed.map((outcome, index) => ({ subject: subjects[index]?.subject ?? {}, outcome }));
    });
  };
}
