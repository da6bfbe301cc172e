import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Ready } from '../../local/ready.ts';
import { findChromium, launchOptions } from '../support/chromium.ts';

/** All that left pages of a browser, and all that they said. */
export interface Watch {
  readonly requests: Request[];
  /** Console lines, uncaught errors, refusals of the content security policy. */
  readonly lines: string[];
}

export interface RunningBrowser {
  readonly context: BrowserContext;
  /** What the browser keeps on disk. */
  readonly profile: string;
  readonly watch: Watch;
  /** A context whose clocks can be moved, all of its pages' together; closed with the browser. */
  openClocked(): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Runs the describe where there is a browser; else its title says what is missing. */
export function describeInBrowser(title: string, cases: () => void): void {
  if (findChromium() === null) {
    describe.skip(
      `${title} [skipped: no Chromium by CHROMIUM or on the PATH; try apt-get install chromium]`,
      cases,
    );
  } else describe(title, cases);
}

/** Chrome says so itself of each refusal, of a sign-in for instance. */
const REFUSAL = 'Failed to load resource: the server responded with a status of 400 (Bad Request)';

function watchContext(context: BrowserContext, watch: Watch): void {
  context.setDefaultTimeout(15_000);
  context.on('request', (request) => watch.requests.push(request));
  context.on('console', (message) => {
    if (message.text() !== REFUSAL) watch.lines.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => watch.lines.push(`uncaught: ${error.error().message}`));
}

/** Starts a browser with a profile of its own on disk. */
export async function startBrowser(): Promise<RunningBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'console-profile-'));
  const watch: Watch = { requests: [], lines: [] };
  let other: Promise<Browser> | null = null;
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions(),
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  watchContext(context, watch);
  return {
    context,
    profile,
    watch,
    openClocked: async () => {
      other ??= chromium.launch(launchOptions());
      const clocked = await (await other).newContext();
      await clocked.clock.install();
      watchContext(clocked, watch);
      return clocked;
    },
    close: async () => {
      await context.close();
      await (await other)?.close();
    },
  };
}

export async function fillSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export function passwordOf(ready: Ready, username: string): string {
  return ready.users.find((user) => user.username === username)?.password ?? '';
}

/** A page of its own in which a seeded user is signed in. Sessions live in pages only. */
export async function openAs(
  context: BrowserContext,
  ready: Ready,
  username: string,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(ready.console);
  await fillSignIn(page, username, passwordOf(ready, username));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return page;
}

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What axe calls serious or critical on the page as it is, by rule, with the places: all rules in
 * light colours, and in dark ones those of colours.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  const isThere = await page.evaluate<boolean>(`'axe' in window`);
  if (!isThere) await page.evaluate(AXE);
  const light = await findingsNow(page, `axe.run({ resultTypes: ['violations'] })`);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findingsNow(
    page,
    `axe.run({ runOnly: ['color-contrast'], resultTypes: ['violations'] })`,
  );
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark];
}

async function findingsNow(page: Page, run: string): Promise<string[]> {
  const { violations } = await page.evaluate<{ violations: Violation[] }>(run);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
    );
}

/** How many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  const measure = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  return page.evaluate<number>(measure);
}

/** What a page left in any store of its browser. */
export async function storedBy(page: Page): Promise<unknown> {
  return page.evaluate(`(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
  }))()`);
}
