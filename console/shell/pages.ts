import { lazy } from 'react';
import type { ComponentType } from 'react';

import type { Operation } from '../../functions/vault/event.ts';
import { may } from '../access.ts';
import type { SignedIn } from '../session/actor.ts';

/** A page of the console, and the operation that its reader must be allowed to ask for. */
export interface ConsolePage {
  readonly route: string;
  readonly title: string;
  readonly needs: Operation;
  readonly show: ComponentType;
}

const TokenizePage = lazy(async () => {
  const { TokenizePage: page } = await import('../tokenize/tokenize-page.tsx');
  return { default: page };
});
const LookupPage = lazy(async () => {
  const { LookupPage: page } = await import('../lookup/lookup-page.tsx');
  return { default: page };
});
const ApprovalsPage = lazy(async () => {
  const { ApprovalsPage: page } = await import('../approvals/approvals-page.tsx');
  return { default: page };
});
const AuditPage = lazy(async () => {
  const { AuditPage: page } = await import('../audit/audit-page.tsx');
  return { default: page };
});
const DashboardPage = lazy(async () => {
  const { DashboardPage: page } = await import('../dashboard/dashboard-page.tsx');
  return { default: page };
});

/** In the order of the navigation. Each is loaded when it is first shown. */
const PAGES: readonly ConsolePage[] = [
  { route: 'tokenize', title: 'Tokenize', needs: 'tokenize', show: TokenizePage },
  { route: 'vault', title: 'Vault', needs: 'token', show: LookupPage },
  { route: 'approvals', title: 'Approvals', needs: 'approvals', show: ApprovalsPage },
  { route: 'audit', title: 'Audit trail', needs: 'auditEvents', show: AuditPage },
  { route: 'dashboard', title: 'Dashboard', needs: 'budgets', show: DashboardPage },
];

/** The pages that somebody may see, the first of which is shown first. None where nothing is open. */
export function pagesFor(actor: SignedIn): readonly ConsolePage[] {
  return PAGES.filter(({ needs }) => may(actor, needs));
}
