import type { Page } from 'playwright-core';

import type { RunningConsole } from './running-console.ts';

const TICKET = 'CASE-481';
const REASON = 'The acquirer asks for the numbers of this week.';

/** Asks for a number of plaintexts by the page. */
export async function askFor(page: Page, count: number, ticket: string): Promise<void> {
  await page.getByRole('button', { name: 'New request' }).click();
  await page.getByLabel('For', { exact: true }).selectOption('count');
  await page.getByLabel('Plaintexts').fill(String(count));
  await page.getByLabel('Purpose').selectOption({ label: 'Answer a chargeback' });
  await page.getByLabel('Ticket').fill(ticket);
  await page.getByLabel('Reason').fill(REASON);
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.locator('.approval', { hasText: ticket }).waitFor();
}

const cardOf = (page: Page, ticket: string) => page.locator('.approval', { hasText: ticket });

/** Presses a button of a request's card, and the same one in the question that follows. */
async function decide(page: Page, ticket: string, button: string): Promise<void> {
  await cardOf(page, ticket).getByRole('button', { name: button }).click();
  const question = page.getByRole('dialog');
  expect(await question.locator('h2').innerText()).toMatch(/\?$/);
  await question.getByRole('button', { name: button }).click();
  await question.waitFor({ state: 'detached' });
}

export function approvalCases(running: RunningConsole): void {
  test('payment staff ask for more, cannot decide about it themselves, and may withdraw', async () => {
    const page = await running.pageOf('acme-payments');
    await running.at(page, 'Approvals');
    await askFor(page, 12, TICKET);
    expect(await cardOf(page, TICKET).getByRole('button').allInnerTexts()).toEqual(['Withdraw']);
    await askFor(page, 3, 'CASE-482');
    await decide(page, 'CASE-482', 'Withdraw');
    await cardOf(page, 'CASE-482').getByText('Revoked').waitFor();
    expect(await cardOf(page, 'CASE-482').getByRole('button').count()).toBe(0);
  });

  test('an approver sees the reason and approves after a question, or rejects', async () => {
    const asking = await running.pageOf('acme-payments');
    await askFor(asking, 2, 'CASE-483');
    const page = await running.pageOf('acme-approver');
    await running.at(page, 'Approvals');
    await cardOf(page, TICKET).getByText(REASON).waitFor();
    expect(await page.getByRole('button', { name: 'New request' }).count()).toBe(0);
    await decide(page, TICKET, 'Approve');
    await cardOf(page, TICKET).getByText('Approved', { exact: true }).waitFor();
    await decide(page, 'CASE-483', 'Reject');
    await cardOf(page, 'CASE-483').getByText('Rejected').waitFor();
  });

  test('the approval is offered where a value is revealed, and ends when the approver says so', async () => {
    const page = await running.pageOf('acme-payments');
    await running.at(page, 'Vault');
    await page
      .getByRole('textbox', { name: 'Token', exact: true })
      .fill(running.tokens.get('pan') ?? '');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByLabel('Approval').selectOption({ label: `${TICKET} (12 left)` });
    await page.getByLabel('Purpose').selectOption({ label: 'Answer a chargeback' });
    await page.getByRole('button', { name: 'Reveal', exact: true }).click();
    await page.locator('.plaintext').waitFor();
    const approver = await running.pageOf('acme-approver');
    await approver.getByRole('link', { name: 'Vault' }).click();
    await running.at(approver, 'Approvals');
    await cardOf(approver, TICKET).getByText('1 of 12 used').waitFor();
    await decide(approver, TICKET, 'End grant');
    await cardOf(approver, TICKET).getByText('Revoked').waitFor();
  });
}

export function auditCases(running: RunningConsole): void {
  test('an auditor filters the trail, and checks its seals and an event in the page', async () => {
    const page = await running.pageOf('acme-auditor');
    await running.at(page, 'Audit trail');
    await page.getByLabel('Operation').selectOption('release');
    await page.getByLabel('Outcome').selectOption('OK');
    await page.getByRole('button', { name: 'Show events' }).click();
    const events = page.locator('.event');
    await page.waitForFunction(
      `[...document.querySelectorAll('.event-operation')].every((one) => one.textContent === 'release')`,
    );
    const first = events.first();
    await first.getByText('OK').waitFor();
    await first.locator('summary').click();
    await first.getByText('payment-staff').first().waitFor();
    await first.getByText(running.tokens.get('pan') ?? '').waitFor();
    await first.getByRole('button', { name: 'Verify this event' }).click();
    await first.getByText('Not sealed yet').waitFor();
    // Two windows before the start are sealed at once.
    await expectSealed(page);
    expect(await page.getByText('The seals are sound').count()).toBe(1);
  });

  test('an auditor has no page for tokens, whatever address is asked for', async () => {
    const page = await running.pageOf('acme-auditor');
    for (const hidden of ['tokenize', 'vault', 'approvals']) {
      await page.evaluate(`location.hash = '#/${hidden}'`);
      await page.getByRole('heading', { level: 1, name: 'Audit trail' }).waitFor();
    }
    const links = page.getByRole('navigation').getByRole('link');
    expect(await links.allInnerTexts()).toEqual(['Audit trail', 'Dashboard', 'Budgets']);
  });
}

/** The sealer runs by a schedule of its own: verifying is repeated until it has. */
async function expectSealed(page: Page): Promise<void> {
  const sound = page.getByText('The seals are sound');
  const none = page.getByText('No window is sealed yet.');
  for (let tries = 0; tries < 100; tries += 1) {
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await sound.or(none).waitFor();
    if ((await sound.count()) === 1) return;
  }
}

export function dashboardCases(running: RunningConsole): void {
  test('an auditor sees operations, refusals, and plaintexts by actor against the budget', async () => {
    const page = await running.pageOf('acme-auditor');
    await running.at(page, 'Dashboard');
    await page.locator('.chart rect').filter({ visible: true }).first().waitFor();
    await page.getByText('Show as a table').click();
    expect(await page.locator('.figures tbody tr').count()).toBe(24);
    const refusals = page.getByRole('region', { name: 'Refusals' });
    await refusals.getByText('Token not found').waitFor();
    const plaintexts = page.getByRole('region', { name: 'Plaintexts by actor' });
    expect(await plaintexts.locator('.bars-figure').first().innerText()).toMatch(/^\d+ of 1,000$/);
  });

  test('an administrator sees key versions, others what is left of their budgets', async () => {
    const admin = await running.pageOf('acme-admin');
    await running.at(admin, 'Dashboard');
    await admin.getByText('No rewrap has run').waitFor();
    const staff = await running.pageOf('acme-payments');
    await running.at(staff, 'Dashboard');
    await staff.getByText('Yours: plaintexts').waitFor();
    for (const hidden of ['Key versions', 'Operations']) {
      expect(await staff.getByRole('region', { name: hidden }).count()).toBe(0);
    }
  });
}
