import type { Page } from 'playwright-core';

import { removeDataDir, startGateway } from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { openAs, startBrowser } from './browser.ts';
import type { RunningBrowser } from './browser.ts';

/** One gateway and one browser for a whole suite, and a page for each user who was asked for. */
export interface RunningConsole {
  gateway(): RunningGateway;
  browser(): RunningBrowser;
  /** Tokens that were made by the page, by the name of their canary. */
  readonly tokens: Map<string, string>;
  /** The user's page; signs in the first time. */
  pageOf(username: string): Promise<Page>;
  /** Goes to a page of the console, by its name in the navigation or beside one's own. */
  at(page: Page, title: string): Promise<void>;
}

/** Starts before the suite's first test and stops after its last. */
export function runConsole(): RunningConsole {
  let gateway: RunningGateway;
  let browser: RunningBrowser;
  const pages = new Map<string, Page>();
  beforeAll(async () => {
    // The budgets of a deployment: what is shown of them is to be what people see.
    [gateway, browser] = await Promise.all([
      startGateway({ env: { GATEWAY_BUDGETS: '{}' } }),
      startBrowser(),
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    removeDataDir(gateway.dataDir);
    removeDataDir(browser.profile);
  });
  return {
    tokens: new Map(),
    gateway: () => gateway,
    browser: () => browser,
    pageOf: async (username) => {
      const page = pages.get(username) ?? (await openAs(browser.context, gateway.ready, username));
      pages.set(username, page);
      // A value is hidden when its window is not the one in front.
      await page.bringToFront();
      return page;
    },
    at: async (page, title) => {
      await page.getByRole('banner').getByRole('link', { name: title, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    },
  };
}
