import { chromium } from 'playwright-core';
import type { Page, Request } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launchOptions } from '../../support/chromium.ts';

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

export async function openPage(url: string): Promise<BrowsedPage> {
  const profile = mkdtempSync(join(tmpdir(), 'billing-profile-'));
  const context = await chromium.launchPersistentContext(profile, launchOptions());
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
