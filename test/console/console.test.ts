import { searchFiles, searchText } from '../support/canary.ts';
import { adminCases } from './admin-cases.ts';
import { describeInBrowser, overflow, seriousFindings, storedBy } from './browser.ts';
import { pictureCases, WRITES_PICTURES } from './pictures.ts';
import { runConsole } from './running-console.ts';
import { sessionCases, signInCases } from './session-cases.ts';
import { CANARIES, valueCases } from './value-cases.ts';
import { approvalCases, auditCases, dashboardCases } from './work-cases.ts';

describeInBrowser('the console', () => {
  const running = runConsole();
  const address = (path: string) => new URL(path, running.gateway().ready.console).href;

  test('is served with a policy under which nothing inline runs, and with its configuration', async () => {
    const page = await fetch(running.gateway().ready.console);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const configuration = await (await fetch(address('config.json'))).json();
    const { userPoolId, clientId, endpoint } = running.gateway().ready.cognito;
    expect(configuration).toMatchObject({ userPoolId, clientId, cognitoEndpoint: endpoint });
    for (const path of ['ready.json', '..%2fready.json', 'assets/../config.json%00', 'assets/']) {
      const refused = await fetch(address(path));
      expect(refused.status).toBe(404);
      expect(refused.headers.get('content-security-policy')).toBe(policy);
    }
  });

  signInCases(running);
  valueCases(running);
  approvalCases(running);
  auditCases(running);
  dashboardCases(running);
  adminCases(running);
  sessionCases(running);
  if (WRITES_PICTURES) pictureCases(running);

  const PAGES = [
    ['acme-tokenizer', 'Tokenize'],
    ['acme-tokenizer', 'Vault'],
    ['acme-payments', 'Vault'],
    ['acme-payments', 'Approvals'],
    ['acme-approver', 'Approvals'],
    ['acme-auditor', 'Audit trail'],
    ['acme-auditor', 'Dashboard'],
    ['acme-admin', 'Dashboard'],
    ['acme-admin', 'Budgets'],
    ['acme-admin', 'Keys'],
    ['acme-admin', 'Tenants'],
    ['acme-admin', 'Account'],
  ] as const;

  test.each(PAGES)(
    '%s finds %s accessible, light and dark, and whole at 375 pixels',
    async (user, title) => {
      const page = await running.pageOf(user);
      await running.at(page, title);
      expect(await seriousFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 375, height: 800 });
      expect(await overflow(page)).toBe(0);
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  test('the sign-in is accessible, light and dark, and whole at 375 pixels', async () => {
    const page = await running.browser().context.newPage();
    await page.goto(running.gateway().ready.console);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 375, height: 800 });
    expect(await overflow(page)).toBe(0);
    await page.close();
  });

  test('a page can be used by keyboard alone, from the link that skips to its content', async () => {
    const page = await running.pageOf('acme-tokenizer');
    await running.at(page, 'Vault');
    const first = page.locator('a, button, input').first();
    expect(await first.innerText()).toBe('Skip to content');
    await first.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('token');
    await page.keyboard.type('tok_typed');
    await page.keyboard.press('Enter');
    await page.getByText('mistyped or cut off').waitFor();
  });

  describe('after all of this', () => {
    test('no value was in an address, a header, or any request but the variables of GraphQL', () => {
      const { requests } = running.browser().watch;
      const { graphql, cognito, console: own } = running.gateway().ready;
      const origins = new Set(requests.map((request) => new URL(request.url()).origin));
      expect(origins).toEqual(new Set([new URL(own).origin, new URL(cognito.endpoint).origin]));
      const findings = requests.flatMap((request) => {
        const body = request.postData() ?? '';
        const isGraphql = request.url() === graphql;
        const sent = isGraphql ? (JSON.parse(body) as { query: string }).query : body;
        const text = [request.url(), JSON.stringify(request.headers()), sent].join('\n');
        return searchText(text, request.method(), CANARIES);
      });
      expect(findings).toEqual([]);
      // What is looked for did pass here.
      const carried = requests.filter((one) => one.postData()?.includes(CANARIES.text) === true);
      expect(carried.map((one) => one.url())).toEqual([graphql]);
    });

    test('whoever signed out left no refresh token that works', () => {
      const { requests } = running.browser().watch;
      const targets = requests.map((request) => request.headers()['x-amz-target'] ?? '');
      const revoked = targets.filter((target) => target.endsWith('.RevokeToken'));
      // Twice by the button, twice for idleness; where the session was ended there was none left.
      expect(revoked.length).toBe(4);
    });

    test('the browser printed nothing and stored nothing, in memory of the page or on disk', async () => {
      const { watch, context, profile } = running.browser();
      expect(watch.lines).toEqual([]);
      const nothing = {
        local: [],
        session: [],
        databases: [],
        caches: [],
        workers: 0,
        cookies: '',
      };
      for (const page of context.pages().filter((one) => one.url() !== 'about:blank')) {
        expect(await storedBy(page)).toEqual(nothing);
        expect(new URL(page.url()).search).toBe('');
        const left = await page.evaluate<string>('document.documentElement.outerHTML');
        expect(searchText(left, 'page', CANARIES)).toEqual([]);
      }
      await context.close();
      expect(searchFiles(profile, CANARIES)).toEqual([]);
    });
  });
});
