import type { Approval } from './approval.ts';
import type { Call } from './call.ts';
import { VaultError } from './errors.ts';
import { settle } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { ResolvedToken } from './resolve.ts';
import type { Services } from './services.ts';

export type PermitNeeds = Pick<Services, 'approvals' | 'budgets' | 'bulkReleaseItems'>;

const PERMITTED = { value: true } as const;

function refused(code: 'BUDGET_EXCEEDED' | 'APPROVAL_REQUIRED', grant: Approval | null = null) {
  return { failure: new VaultError(code, grant === null ? null : 'GRANT_USED_UP') };
}

/** What is asked for without approval: few items, each within every budget. */
async function permitOwn(
  { budgets, bulkReleaseItems }: PermitNeeds,
  call: Call,
  values: readonly ResolvedToken[],
): Promise<Outcome<true>[]> {
  if (values.length > bulkReleaseItems) return values.map(() => refused('APPROVAL_REQUIRED'));
  const purposes = values.map(({ purpose }) => purpose);
  const { isTaken } = await budgets.take(call, { kind: 'PLAINTEXT', purposes });
  return isTaken.map((taken) => (taken ? PERMITTED : refused('BUDGET_EXCEEDED')));
}

/** What is asked for under a grant: the tenant's ceiling holds, then the grant's own count. */
async function permitGranted(
  { approvals, budgets }: PermitNeeds,
  call: Call,
  grant: Approval,
  values: readonly ResolvedToken[],
): Promise<Outcome<true>[]> {
  const purposes = values.map(({ purpose }) => purpose);
  const wanted = { kind: 'PLAINTEXT', purposes, isApproved: true } as const;
  const { isTaken } = await budgets.take(call, wanted);
  const open = isTaken.filter((taken) => taken).length;
  let left = open === 0 ? 0 : await approvals.consume(call, grant, open);
  return isTaken.map((taken) => {
    if (!taken) return refused('BUDGET_EXCEEDED');
    left -= 1;
    return left >= 0 ? PERMITTED : refused('APPROVAL_REQUIRED', grant);
  });
}

/**
 * Whether each value may be handed out: within budget, or under its grant. Counted before anything
 * is decrypted; what was taken stays taken, whatever happens to the item.
 */
export async function permit(
  needs: PermitNeeds,
  call: Call,
  values: readonly ResolvedToken[],
): Promise<Outcome<true>[]> {
  const groups = new Map<number, number[]>();
  values.forEach(({ grant }, index) => {
    const number = grant?.number ?? 0;
    groups.set(number, [...(groups.get(number) ?? []), index]);
  });
  const permits: Outcome<true>[] = [];
  const permitGroup = async (indexes: readonly number[]): Promise<void> => {
    const group = indexes.flatMap((index) => values[index] ?? []);
    const grant = group[0]?.grant ?? null;
    const given = await settle(() =>
      grant === null ? permitOwn(needs, call, group) : permitGranted(needs, call, grant, group),
    );
    indexes.forEach((index, place) => {
      const failure = { failure: new VaultError('INTERNAL') };
      permits[index] = 'failure' in given ? given : (given.value[place] ?? failure);
    });
  };
  for (const indexes of groups.values()) await permitGroup(indexes);
  return permits;
}
