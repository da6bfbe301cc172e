import { lazy } from 'react';
import type { ComponentType } from 'react';

import type { Operation } from '../../functions/vault/event.ts';
import { may } from '../access.ts';
import type { ConsoleConfiguration } from '../configuration.ts';
import type { SignedIn } from '../session/actor.ts';

/** A page of the console, and the operation that its reader must be allowed to ask for. */
export interface ConsolePage {
  readonly route: string;
  readonly title: string;
  readonly needs: Operation;
  /** Whether it is for the operator's tenant only. */
  readonly isOperators?: boolean;
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
const BudgetsPage = lazy(async () => {
  const { BudgetsPage: page } = await import('../budgets/budgets-page.tsx');
  return { default: page };
});
const KeysPage = lazy(async () => {
  const { KeysPage: page } = await import('../keys/keys-page.tsx');
  return { default: page };
});
const TenantsPage = lazy(async () => {
  const { TenantsPage: page } = await import('../tenants/tenants-page.tsx');
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
  { route: 'budgets', title: 'Budgets', needs: 'budgets', show: BudgetsPage },
  { route: 'keys', title: 'Keys', needs: 'rotateKeys', show: KeysPage },
  {
    route: 'tenants',
    title: 'Tenants',
    needs: 'tenants',
    isOperators: true,
    show: TenantsPage,
  },
];

/** The pages that somebody may see, the first of which is shown first. None where nothing is open. */
export function pagesFor(
  actor: SignedIn,
  { operatorTenant }: Pick<ConsoleConfiguration, 'operatorTenant'>,
): readonly ConsolePage[] {
  return PAGES.filter(
    ({ needs, isOperators = false }) =>
      may(actor, needs) && (!isOperators || actor.tenant === operatorTenant),
  );
}
