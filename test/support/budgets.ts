import { AMPLE_LIMITS } from './ample-budgets.ts';
import type { Limits } from './ample-budgets.ts';
import { ask, user } from './vault.ts';
import type { Answer, Reply, RunningVault } from './vault.ts';

/** A tenant of its own, so that nothing of another case is counted, with a token. */
export interface OwnTenant {
  readonly tenant: string;
  readonly own: string;
}

let made = 0;

/** Somebody who has taken nothing yet. */
export function somebody(groups: readonly string[] = ['payment-staff'], tenant = 'acme') {
  return user(groups, tenant, `actor-${(made += 1)}`);
}

export type Somebody = ReturnType<typeof somebody>;

export function codeOf({ error }: Reply): string {
  return error?.code ?? 'OK';
}

/** A vault process with these budgets; the others are ample. */
export function withBudgets(vault: RunningVault, limits: Limits, clock = () => new Date()): Answer {
  return vault.start({ clock }, { BUDGETS: JSON.stringify({ ...AMPLE_LIMITS, ...limits }) });
}

export async function newTenant(vault: RunningVault, answer: Answer): Promise<OwnTenant> {
  const tenant = `tenant-${(made += 1)}`;
  await vault.createTenant(tenant);
  const input = { dataClass: 'TEXT', plaintext: 'a note' };
  const { data } = await ask(answer, 'tokenize', somebody(['tokenizers'], tenant), { input });
  return { tenant, own: (data as { token: string }).token };
}

export function release(
  by: Answer,
  who: Somebody,
  token: string,
  purpose = 'LEGAL',
  more: object = {},
): Promise<Reply> {
  return ask(by, 'release', who, { token, purpose, ...more });
}
