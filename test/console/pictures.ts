import type { Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { RunningConsole } from './running-console.ts';
import { lookUpBy, tokenizeBy } from './value-cases.ts';
import { askFor } from './work-cases.ts';

const FOLDER = resolve(__dirname, '../../docs/images');

/** Whether this run writes the pictures of the documentation: `npm run docs:screenshots`. */
export const WRITES_PICTURES = process.env.TEST_WRITES_DOCS === 'yes';

async function keep(page: Page, name: string): Promise<void> {
  await page.evaluate('document.activeElement.blur()');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
}

async function keepOnPhone(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 375, height: 720 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await keep(page, name);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Pictures of each page after a run; values in them are made up and masked, or a made-up address. */
export function pictureCases(running: RunningConsole): void {
  beforeAll(() => mkdirSync(FOLDER, { recursive: true }));

  test('pictures of the sign-in and of tokens', async () => {
    const entry = await running.browser().context.newPage();
    await entry.goto(running.gateway().ready.console);
    await entry.getByRole('heading', { name: 'Sign in' }).waitFor();
    await keep(entry, 'console-sign-in');
    await entry.close();
    const tokenizer = await running.pageOf('acme-tokenizer');
    await running.at(tokenizer, 'Tokenize');
    await tokenizeBy(tokenizer, 'Card number', '4111111111111111');
    await keep(tokenizer, 'console-tokenize');
    const staff = await running.pageOf('acme-payments');
    await running.at(staff, 'Vault');
    await lookUpBy(staff, running.tokens.get('pan') ?? '');
    await keep(staff, 'console-vault');
    await keepOnPhone(staff, 'console-vault-phone');
    const support = await running.pageOf('acme-support');
    await running.at(support, 'Vault');
    await lookUpBy(support, running.tokens.get('email') ?? '');
    await support.getByLabel('Purpose').selectOption({ label: 'Help a customer' });
    await support.getByRole('button', { name: 'Reveal', exact: true }).click();
    await support.locator('.plaintext').waitFor();
    await keep(support, 'console-reveal');
    await support.getByRole('button', { name: 'Hide now' }).click();
  });

  test('pictures of approvals, the audit trail and the dashboard', async () => {
    const staff = await running.pageOf('acme-payments');
    await running.at(staff, 'Approvals');
    await askFor(staff, 25, 'CASE-512');
    const approver = await running.pageOf('acme-approver');
    await running.at(approver, 'Approvals');
    await approver.getByRole('button', { name: 'Refresh' }).click();
    await approver.getByText('CASE-512').waitFor();
    await keep(approver, 'console-approvals');
    const auditor = await running.pageOf('acme-auditor');
    await running.at(auditor, 'Audit trail');
    await auditor.getByRole('button', { name: 'Verify', exact: true }).click();
    await auditor.getByText('The seals are sound').waitFor();
    await auditor.locator('.event').first().waitFor();
    await keep(auditor, 'console-audit');
    await running.at(auditor, 'Dashboard');
    await auditor.locator('.chart rect').filter({ visible: true }).first().waitFor();
    await keep(auditor, 'console-dashboard');
    await auditor.emulateMedia({ colorScheme: 'dark' });
    await keep(auditor, 'console-dashboard-dark');
    await auditor.emulateMedia({ colorScheme: 'light' });
  });

  test('pictures of keys, budgets and tenants', async () => {
    const admin = await running.pageOf('acme-admin');
    for (const title of ['Keys', 'Budgets', 'Tenants']) {
      await running.at(admin, title);
      await admin.locator('.loading').first().waitFor({ state: 'detached' });
      await keep(admin, `console-${title.toLowerCase()}`);
    }
    await keepOnPhone(admin, 'console-tenants-phone');
  });
}
