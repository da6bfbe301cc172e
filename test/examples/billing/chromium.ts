import { chromium } from 'playwright-core';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A page in a browser with a profile on disk, and all that left it or was said in it. */
export interface BrowsedPage {
  readonly page: Page;
  /** The folder of all that the browser keeps. */
  readonly profile: string;
  readonly requests: readonly Request[];
  /** Console lines and uncaught errors, refusals of the content security policy included. */
  readonly lines: readonly string[];
  close(): Promise<void>;
  remove(): void;
}

/** Debian's Chromium, or what CHROMIUM names; null where there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(':');
  const found = folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
  return process.env.CHROMIUM ?? found ?? null;
}

export async function openPage(executablePath: string, url: string): Promise<BrowsedPage> {
  const profile = mkdtempSync(join(tmpdir(), 'billing-profile-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    // Where tests run as root, as in a container, the sandbox cannot start.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-dev-shm-usage'],
  });
  context.setDefaultTimeout(20_000);
  const requests: Request[] = [];
  const lines: string[] = [];
  context.on('request', (request) => requests.push(request));
  context.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => lines.push(`uncaught: ${error.error().message}`));
  const page = await context.newPage();
  await page.goto(url);
  return {
    ...{ page, profile, requests, lines },
    close: () => context.close(),
    remove: () => {
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
