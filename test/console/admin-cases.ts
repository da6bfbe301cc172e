import type { Page } from 'playwright-core';

import { checkReceipt } from '../../tools/receipt-check.ts';
import type { RunningConsole } from './running-console.ts';
import { receiptKeyOf } from './pool-users.ts';

const TENANT = 'initech';

const linksOf = (page: Page) => page.getByRole('navigation').getByRole('link').allInnerTexts();

/** Answers the question that follows with yes. */
async function confirm(page: Page, button: string): Promise<void> {
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: button, exact: true }).click();
  await question.waitFor({ state: 'detached' });
}

async function setBudget(page: Page, perMinute: string, perDay: string): Promise<void> {
  await page.getByLabel('Whose').selectOption({ label: 'All together, for one purpose' });
  await page.getByLabel('Purpose').selectOption({ label: 'Meet a legal duty' });
  await page.getByLabel('A minute').fill(perMinute);
  await page.getByLabel('A day').fill(perDay);
  await page.getByRole('button', { name: 'Set budget' }).click();
}

export function adminCases(running: RunningConsole): void {
  test('pages for administrators are shown to nobody else, those for tenants only to the operator’s', async () => {
    const own = ['Vault', 'Dashboard', 'Budgets', 'Keys', 'Tenants'];
    expect(await linksOf(await running.pageOf('acme-admin'))).toEqual(own);
    const staff = await running.pageOf('acme-payments');
    expect(await linksOf(staff)).toEqual(['Vault', 'Approvals', 'Dashboard', 'Budgets']);
    for (const hidden of ['keys', 'tenants']) {
      await staff.evaluate(`location.hash = '#/${hidden}'`);
      await staff.getByRole('heading', { level: 1, name: 'Vault' }).waitFor();
    }
    await running.at(staff, 'Budgets');
    await staff.getByRole('region', { name: 'Each person: plaintexts' }).waitFor();
    expect(await staff.getByRole('button', { name: 'Set budget' }).count()).toBe(0);
  });

  test('an administrator sets a budget, which is in force and in the history at once', async () => {
    const page = await running.pageOf('acme-admin');
    await running.at(page, 'Budgets');
    await page.getByText('Nothing was changed').waitFor();
    await setBudget(page, '5', '40');
    await page.getByText('The budget is set.').waitFor();
    const limits = page.getByRole('region', {
      name: 'All together: plaintexts, meet a legal duty',
    });
    await limits.getByText('40, of which 40 are left').waitFor();
    await setBudget(page, '6', '40');
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('5 → 6').waitFor();
    expect(await history.getByText('no limit → 40').count()).toBe(1);
    expect(await history.getByText('You', { exact: true }).count()).toBe(2);
    await page.getByLabel('A minute').fill('-1');
    await page.getByRole('button', { name: 'Set budget' }).click();
    expect(await page.locator('[name=per-minute]:invalid').count()).toBe(1);
  });

  test('an administrator rotates the key and starts a rewrap, after a question each', async () => {
    const page = await running.pageOf('acme-admin');
    await running.at(page, 'Keys');
    await page.getByText('No rewrap has run').waitFor();
    await page.getByRole('button', { name: 'Rotate the key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByText('The branch key is rotated.').count()).toBe(0);
    await page.getByRole('button', { name: 'Rotate the key' }).click();
    await confirm(page, 'Rotate');
    await page.getByText('The branch key is rotated.').waitFor();
    const version = await page
      .getByRole('region', { name: 'Rotation' })
      .locator('code')
      .innerText();
    await page.getByRole('button', { name: 'Start a rewrap' }).click();
    await confirm(page, 'Start');
    const rewrap = page.getByRole('region', { name: 'Rewrap' });
    await rewrap.getByText(version).waitFor();
    // No writer may hold the older version any more when it begins.
    await rewrap.getByText(/^Waiting, last seen/).waitFor();
    await running.at(page, 'Dashboard');
    await page.getByRole('region', { name: 'Key versions' }).getByText('Waiting').waitFor();
  });

  test('an administrator of the operator makes a tenant, and erases it only by its name', async () => {
    const page = await running.pageOf('acme-admin');
    await running.at(page, 'Tenants');
    await page.getByLabel('Name').fill('No Tenant');
    await page.getByRole('button', { name: 'Create tenant' }).click();
    expect(await page.locator('[name=tenant]:invalid').count()).toBe(1);
    await page.getByLabel('Name').fill(TENANT);
    await page.getByRole('button', { name: 'Create tenant' }).click();
    await page.getByText(`${TENANT} has its keys.`).waitFor();
    const entry = page.getByRole('region', { name: TENANT, exact: true });
    await entry.getByText('Active').waitFor();
    expect(await page.getByRole('button', { name: 'Erase acme' }).count()).toBe(0);
    await entry.getByRole('button', { name: `Erase ${TENANT}` }).click();
    const erase = page.getByRole('dialog').getByRole('button', { name: 'Erase for good' });
    for (const typed of ['', 'initec', 'Initech', 'globex']) {
      await page.getByLabel(`Type ${TENANT} to confirm`).fill(typed);
      expect(await erase.isDisabled()).toBe(true);
    }
    await page.getByLabel(`Type ${TENANT} to confirm`).fill(TENANT);
    await confirm(page, 'Erase for good');
    await page.getByRole('button', { name: 'Copy receipt' }).click();
    await page.getByText('Copied').waitFor();
    const receipt = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(checkReceipt(receipt, receiptKeyOf(running.gateway()))).toMatchObject({
      isGenuine: true,
      stated: { tenant: TENANT },
    });
  });
}
