import { codeOf, somebody } from './budgets.ts';
import type { Somebody } from './budgets.ts';
import { ask, event } from './vault.ts';
import type { Answer, Reply } from './vault.ts';

export interface Approval {
  readonly id: string;
  readonly state: string;
  readonly used: number;
  readonly [name: string]: unknown;
}

export function idOf({ data, error }: Reply): string {
  if (error !== undefined) throw new Error(error.code);
  return (data as Approval).id;
}

/** Ways to ask for approvals in a tenant and to use them on one of its tokens. */
export function approvalsIn(answer: Answer, tenant: string, token: string) {
  const staff = () => somebody(['payment-staff'], tenant);
  const approver = () => somebody(['approvers'], tenant);
  const request = (who: Somebody, more: object = {}): Promise<Reply> => {
    const note = { ticket: 'CASE-17', reason: 'A court asks.' };
    const input = { count: 3, purpose: 'LEGAL', minutes: 30, ...note, ...more };
    return ask(answer, 'requestApproval', who, { input });
  };
  const decide = (who: Somebody, id: string, decision = 'APPROVE') =>
    ask(answer, 'decideApproval', who, { input: { id, decision } });
  return {
    staff,
    approver,
    request,
    decide,
    granted: async (who: Somebody, more: object = {}): Promise<string> => {
      const id = idOf(await request(who, more));
      await decide(approver(), id);
      return id;
    },
    use: (who: Somebody, grant: string, more: object = {}, by = answer) =>
      ask(by, 'release', who, { token, purpose: 'LEGAL', grant, ...more }),
    useMany: async (who: Somebody, count: number, more: object = {}, by = answer) => {
      const received = { token, purpose: 'LEGAL', ...more };
      const events = Array.from({ length: count }, () => event('release', who, received));
      return ((await by(events, 'request-1')) as Reply[]).map(codeOf);
    },
    shown: async (who: Somebody, page: object = {}): Promise<Approval[]> => {
      const { data } = await ask(answer, 'approvals', who, page);
      return (data as { approvals: Approval[] }).approvals;
    },
  };
}
