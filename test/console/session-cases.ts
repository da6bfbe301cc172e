import {
  GlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { BrowserContext, Page } from 'playwright-core';

import { codeOf } from '../../local/cognito/one-time-code.ts';
import { signIn } from '../support/graphql.ts';
import { fillSignIn, openAs, passwordOf } from './browser.ts';
import { createPoolUser, resetCodeFor } from './pool-users.ts';
import type { RunningConsole } from './running-console.ts';
import { CANARIES, lookUpBy, tokenizeBy } from './value-cases.ts';

const TEMPORARY = 'Temporary-Horse-9-Now';
const FIRST = 'Correct-Horse-7-Battery';
const NEXT = 'Another-Horse-8-Battery';
const LATEST = 'Latest-Horse-5-Battery';
const NEWCOMER = 'nora';

const codeNow = (secret: string, steps = 0) =>
  codeOf(secret, Math.floor(Date.now() / 30_000) + steps);

async function fillNewPassword(page: Page, password: string, repetition = password): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('New password again').fill(repetition);
}

const signedIn = (page: Page) => page.getByRole('button', { name: 'Sign out' }).waitFor();

export function signInCases(running: RunningConsole): void {
  let page: Page;
  let secret = '';

  const open = async () => {
    page = await running.browser().context.newPage();
    await page.goto(running.gateway().ready.console);
  };
  const leave = async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
  };

  test('a wrong password is refused as an unknown name is', async () => {
    await open();
    for (const name of ['acme-support', 'nobody-at-all']) {
      await fillSignIn(page, name, 'Wrong-Horse-1-Battery');
      await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor();
      expect(await page.getByRole('alert').innerText()).toBe(
        'The user name or password is not right.',
      );
      await page.reload();
    }
    await page.close();
  });

  test('a newcomer replaces the password that was given, and may correct a weak one', async () => {
    const user = { username: NEWCOMER, password: TEMPORARY, group: 'support', isTemporary: true };
    await createPoolUser(running.gateway(), user);
    await open();
    await fillSignIn(page, NEWCOMER, TEMPORARY);
    await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
    await fillNewPassword(page, FIRST, NEXT);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('are not the same').waitFor();
    await fillNewPassword(page, 'all-small-letters');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('This password is too weak').waitFor();
    await fillNewPassword(page, FIRST);
    await page.getByRole('button', { name: 'Set password' }).click();
    await signedIn(page);
  });

  test('a second factor is set up by key or picture, and a password changed', async () => {
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('img', { name: /^QR code/ }).waitFor();
    secret = (await page.locator('.secret-key').innerText()).replaceAll(' ', '');
    await page.getByLabel('Code that the app shows').fill(codeNow(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('is asked for at sign-in').waitFor();
    await page.getByLabel('Current password').fill(FIRST);
    await fillNewPassword(page, NEXT);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed.').waitFor();
    await leave();
  });

  test('the code is asked for at the next sign-in', async () => {
    await fillSignIn(page, NEWCOMER, NEXT);
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await page.getByLabel('Code').fill(codeNow(secret, -100));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('This code is not right').waitFor();
    // A code works once: the next one is valid a step early.
    await page.getByLabel('Code').fill(codeNow(secret, 1));
    await page.getByRole('button', { name: 'Go on' }).click();
    await signedIn(page);
    await leave();
  });

  test('a forgotten password is replaced by means of a code', async () => {
    await page.getByRole('button', { name: 'Forgotten your password?' }).click();
    await page.getByLabel('User name').fill(NEWCOMER);
    await page.getByRole('button', { name: 'Send code' }).click();
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.getByLabel('Code from the message').fill(resetCodeFor(running.gateway(), NEWCOMER));
    await fillNewPassword(page, LATEST);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('The password is changed.').waitFor();
    await fillSignIn(page, NEWCOMER, LATEST);
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    await page.close();
  });
}

/** Ends all sign-ins of a user, as an administrator may at any time. */
async function endSessions(running: RunningConsole, username: string): Promise<void> {
  const { ready } = running.gateway();
  const { endpoint, region } = ready.cognito;
  const credentials = { accessKeyId: 'unused', secretAccessKey: 'unused' };
  const cognito = new CognitoIdentityProviderClient({ endpoint, region, credentials });
  const { accessToken } = await signIn(ready, username);
  await cognito.send(new GlobalSignOutCommand({ AccessToken: accessToken }));
  cognito.destroy();
}

const MINUTE_MS = 60_000;

/** Hours go by in which somebody is there, and does nothing that asks the gateway. */
async function passHours(page: Page, hours: number): Promise<void> {
  for (let minutes = 0; minutes < hours * 60; minutes += 12) {
    const now = await page.evaluate<number>('Date.now()');
    await page.clock.setSystemTime(now + 12 * MINUTE_MS);
    await page.keyboard.press('Shift');
  }
}

export function sessionCases(running: RunningConsole): void {
  let clocked: BrowserContext;
  let page: Page;

  test('an ID token that is over is renewed unnoticed', async () => {
    clocked = await running.browser().openClocked();
    page = await openAs(clocked, running.gateway().ready, 'globex-payments');
    await passHours(page, 2);
    await page.getByRole('textbox', { name: 'Token', exact: true }).fill('unknown');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('There is no such token').waitFor();
  });

  test('a session that was ended leads back to the sign-in', async () => {
    await endSessions(running, 'globex-payments');
    await passHours(page, 2);
    const refreshes = () =>
      running
        .browser()
        .watch.requests.filter((one) => one.postData()?.includes('REFRESH_TOKEN_AUTH') === true);
    const before = refreshes().length;
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Your session is over.').waitFor();
    // What Cognito refused is not asked for again and again.
    expect(refreshes()).toHaveLength(before + 1);
    expect(await page.getByRole('button', { name: 'Look up' }).count()).toBe(0);
    await page.close();
  });

  test('a value is hidden after 30 seconds, and who does nothing for 15 minutes is signed out', async () => {
    const maker = await running.pageOf('acme-tokenizer');
    await running.at(maker, 'Tokenize');
    const token = await tokenizeBy(maker, 'Card number', CANARIES.pan);
    clocked = await running.browser().openClocked();
    page = await openAs(clocked, running.gateway().ready, 'acme-payments');
    await lookUpBy(page, token);
    await page.getByLabel('Purpose').selectOption({ label: 'Take a payment' });
    await page.getByRole('button', { name: 'Reveal', exact: true }).click();
    await page.locator('.plaintext').waitFor();
    await page.clock.pauseAt(Date.now() + 20_000);
    expect(await page.locator('.plaintext').count()).toBe(1);
    await page.clock.runFor(12_000);
    await page.locator('.plaintext').waitFor({ state: 'detached' });
    await page.clock.fastForward(15 * MINUTE_MS);
    await page.getByText('nobody used the console for 15 minutes').waitFor();
  });

  test('whoever wakes a machine up is signed out, however soon the page is touched', async () => {
    await page.clock.resume();
    await fillSignIn(page, 'acme-payments', passwordOf(running.gateway().ready, 'acme-payments'));
    await signedIn(page);
    const now = await page.evaluate<number>('Date.now()');
    // Timers stood still meanwhile.
    await page.clock.pauseAt(now + 1000);
    await page.clock.setSystemTime(now + 15 * MINUTE_MS + 2000);
    await page.keyboard.press('Shift');
    await page.getByText('nobody used the console for 15 minutes').waitFor();
    await page.close();
  });
}
