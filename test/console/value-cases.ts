import type { Page, Route } from 'playwright-core';

import { callerFor } from '../support/graphql.ts';
import { until } from '../support/processes.ts';
import type { RunningConsole } from './running-console.ts';

/** Values that must be nowhere but in the variables of GraphQL, and in the one answer that releases. */
export const CANARIES = {
  pan: '4929421234600821',
  email: 'canary.console@private.example',
  text: 'The console canary sang at noon',
  name: 'Canaria Console-Singer',
} as const;

const REVEAL = { name: 'Reveal', exact: true } as const;

/** Makes a token by the page and answers it. */
export async function tokenizeBy(page: Page, label: string, value: string): Promise<string> {
  await page.getByRole('radio', { name: label, exact: true }).check();
  await page.getByRole('textbox', { name: label, exact: true }).fill(value);
  const before = await page.locator('.token-line code').allInnerTexts();
  await page.getByRole('button', { name: 'Tokenize', exact: true }).click();
  await page.locator('.token-line').nth(before.length).waitFor();
  return page.locator('.token-line code').first().innerText();
}

export async function lookUpBy(page: Page, token: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Token', exact: true }).fill(token);
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.locator('.token-card').getByText(token).waitFor();
}

const plaintextOn = (page: Page) => page.locator('.plaintext');

export function valueCases(running: RunningConsole): void {
  const { tokens } = running;

  test('a tokenizer is told what is wrong with a value while it is typed, and gets its token', async () => {
    const page = await running.pageOf('acme-tokenizer');
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual([
      'Tokenize',
      'Vault',
    ]);
    const field = page.getByRole('textbox', { name: 'Card number' });
    await field.fill('4929421234600822');
    await field.blur();
    await page.getByText('The check digit does not fit').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    // As it is copied from a document: no-break spaces, a zero-width one, a line end.
    await page.evaluate(
      `navigator.clipboard.writeText('\\u200b4929\\u00a04212 3460\\u00a00821\\n')`,
    );
    await field.press('Control+a');
    await field.press('Control+v');
    expect(await field.inputValue()).toBe('4929 4212 3460 0821');
    await page.getByText('Visa').waitFor();
    const typed = await page.evaluate<string>('document.documentElement.outerHTML');
    expect(typed.replaceAll(' ', '')).not.toContain(CANARIES.pan);
    await page.getByRole('button', { name: 'Tokenize', exact: true }).click();
    await page.locator('.masked').waitFor();
    expect(await field.inputValue()).toBe('');
    expect(await page.locator('.masked').innerText()).toMatch(/^•+0821$/);
    tokens.set('pan', await page.locator('.token-line code').innerText());
    expect(await field.getAttribute('autocomplete')).toBe('off');
  });

  test('other classes have their own rules, options and tokens', async () => {
    const page = await running.pageOf('acme-tokenizer');
    tokens.set('email', await tokenizeBy(page, 'E-mail address', CANARIES.email));
    tokens.set('text', await tokenizeBy(page, 'Text', CANARIES.text));
    expect(new Set(tokens.values()).size).toBe(3);
    await page.getByRole('radio', { name: 'Card code' }).check();
    await page.getByText('Options').click();
    expect(await page.getByLabel('Format').locator('option').allInnerTexts()).toEqual(['Opaque']);
    await page.getByRole('button', { name: 'Tokenize', exact: true }).click();
    await page.getByText('Enter a value.').waitFor();
    await page.getByRole('radio', { name: 'Card number' }).check();
  });

  test('a tokenizer sees a masked view, and nothing that would reveal a value', async () => {
    const page = await running.pageOf('acme-tokenizer');
    await running.at(page, 'Vault');
    await lookUpBy(page, tokens.get('pan') ?? '');
    expect(await page.locator('.masked').innerText()).toMatch(/^•+0821$/);
    expect(await page.getByRole('button', { name: 'Reveal' }).count()).toBe(0);
    expect(await page.getByLabel('Purpose').count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Value' }).count()).toBe(0);
    await page
      .getByRole('textbox', { name: 'Token', exact: true })
      .fill(`${tokens.get('pan') ?? ''}x`);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('mistyped or cut off').waitFor();
    await page.getByRole('textbox', { name: 'Token', exact: true }).fill('of-no-token');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('There is no such token').waitFor();
  });

  test('notes of whoever made a token stand apart from what the vault says of it', async () => {
    const tokenizer = await callerFor(running.gateway().ready, 'acme-tokenizer');
    const made = await tokenizer.query(
      'mutation($input: TokenizeInput!) { tokenize(input: $input) { token } }',
      {
        input: {
          dataClass: 'NAME',
          plaintext: CANARIES.name,
          metadata: [
            { key: 'Class', value: 'Card number' },
            { key: 'Format', value: '<b>Opaque</b>' },
          ],
        },
      },
    );
    const { token } = (made.data as { tokenize: { token: string } }).tokenize;
    const page = await running.pageOf('acme-tokenizer');
    await lookUpBy(page, token);
    const notes = page.getByRole('region', { name: 'Notes of whoever made it' });
    expect(await notes.locator('dd').allInnerTexts()).toEqual(['Card number', '<b>Opaque</b>']);
    const said = page.locator('.token-card > .details dd');
    expect((await said.allInnerTexts()).slice(0, 2)).toEqual(['Name', 'Opaque']);
  });

  test('support may see an e-mail address for its purpose, and no card number', async () => {
    const page = await running.pageOf('acme-support');
    await lookUpBy(page, tokens.get('pan') ?? '');
    await page.getByText('not open to your groups').waitFor();
    expect(await page.getByRole('button', REVEAL).count()).toBe(0);
    await lookUpBy(page, tokens.get('email') ?? '');
    expect(await page.getByLabel('Purpose').locator('option').allInnerTexts()).toEqual([
      'Choose a purpose',
      'Help a customer',
    ]);
    await page.getByLabel('Purpose').selectOption({ label: 'Help a customer' });
    await page.getByRole('button', REVEAL).click();
    await plaintextOn(page).waitFor();
    expect(await plaintextOn(page).innerText()).toBe(CANARIES.email);
    await page.getByRole('button', { name: 'Hide now' }).click();
    await plaintextOn(page).waitFor({ state: 'detached' });
  });

  test('payment staff state a purpose first; the value bears their name and cannot be copied', async () => {
    const page = await running.pageOf('acme-payments');
    await lookUpBy(page, tokens.get('pan') ?? '');
    await page.getByRole('button', REVEAL).click();
    const isMissing = `document.querySelector('[name=purpose]').validity.valueMissing`;
    expect(await page.evaluate(isMissing)).toBe(true);
    expect(await plaintextOn(page).count()).toBe(0);
    await page.getByLabel('Purpose').selectOption({ label: 'Return a payment' });
    await page.getByRole('button', REVEAL).click();
    await plaintextOn(page).waitFor();
    expect(await plaintextOn(page).innerText()).toBe(CANARIES.pan);
    const mark = await page.locator('.watermark').getAttribute('data-watermark');
    expect(mark).toMatch(/^acme-payments · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
    await plaintextOn(page).selectText();
    await page.keyboard.press('Control+c');
    await page.getByText('Copying gives the masked view').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^\*+0821$/);
    // Of the whole page, where the selection begins elsewhere.
    await page.evaluate(`navigator.clipboard.writeText('')`);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^\*+0821$/);
    expect(await page.evaluate('getSelection().toString()')).not.toContain(CANARIES.pan);
  });

  test.each(['blur', 'pagehide', 'beforeprint', 'visibilitychange'])(
    'a value is gone from the page before %s is over',
    async (leaving) => {
      const page = await running.pageOf('acme-payments');
      if ((await plaintextOn(page).count()) === 0) {
        await page.getByLabel('Purpose').selectOption({ label: 'Return a payment' });
        await page.getByRole('button', REVEAL).click();
        await plaintextOn(page).waitFor();
      }
      const left = await page.evaluate<string>(`(() => {
        const target = '${leaving}' === 'visibilitychange' ? document : window;
        target.dispatchEvent(new Event('${leaving}'));
        return document.documentElement.outerHTML;
      })()`);
      expect(left).not.toContain(CANARIES.pan);
    },
  );

  test('a value that comes while its window is not in front is never shown', async () => {
    const page = await running.pageOf('acme-payments');
    const { graphql } = running.gateway().ready;
    // The driver makes each page believe to be the one in front: not this one, not now.
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const held: Route[] = [];
    await page.route(graphql, (route) => void held.push(route));
    await page.getByLabel('Purpose').selectOption({ label: 'Return a payment' });
    await page.getByRole('button', REVEAL).click();
    await until(() => held.length > 0);
    await running.pageOf('acme-support');
    await until(async () => !(await page.evaluate<boolean>('document.hasFocus()')));
    await Promise.all(held.map((route) => route.continue()));
    await page.getByText('was not in front').waitFor();
    expect(await plaintextOn(page).count()).toBe(0);
    expect(await page.content()).not.toContain(CANARIES.pan);
    await page.unroute(graphql);
    await devTools.detach();
  });
}
