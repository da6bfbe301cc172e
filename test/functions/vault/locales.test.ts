import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { createEnvelope } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';
import { KINDS, newBranchKeys } from './envelopes.ts';
import type { LocaleResult, LocaleTask } from './locale-process.ts';

/**
 * Czech sorts "ch" after "h", Turkish has an i without a dot, and both sort lower case before upper
 * case: unlike bytes, and unlike each other.
 */
const CONTEXT = {
  channel: 'web',
  hour: '1',
  dc: 'PAN',
  Tenant: 'acme',
  i: '1',
  I: '2',
  ı: '3',
  İ: '4',
};
const LOCALES = ['en_US.UTF-8', 'cs_CZ.UTF-8', 'tr_TR.UTF-8'];

describe('a message', () => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const runUnder = async (locale: string, messages: readonly string[]): Promise<LocaleResult> => {
    const task: LocaleTask = { env: vault.env, context: CONTEXT, messages };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'test/functions/vault/locale-process.ts', JSON.stringify(task)],
      { env: { ...process.env, LC_ALL: locale } },
    );
    return JSON.parse(stdout) as LocaleResult;
  };

  test('that either envelope sealed under one locale opens under every other, by both', async () => {
    const results: LocaleResult[] = [];
    const written: { message: string; text: string }[] = [];
    for (const locale of LOCALES) {
      const texts = written.map(({ text }) => text);
      const messages = written.map(({ message }) => message);
      const result = await runUnder(locale, messages);
      expect(result.opened).toEqual([...texts, ...texts]);
      const text = `sealed under ${result.locale}`;
      written.push(...result.sealed.map((message) => ({ message, text })));
      results.push(result);
    }
    expect(results.map(({ locale }) => locale)).toEqual(['en-US', 'cs-CZ', 'tr-TR']);
    for (const kind of KINDS) {
      const envelope = createEnvelope(kind, newBranchKeys(vault));
      for (const { message, text } of written) {
        const bytes = Buffer.from(message, 'base64');
        expect((await envelope.open('acme' as Tenant, CONTEXT, bytes)).expose()).toBe(text);
      }
    }
  }, 120_000);
});
