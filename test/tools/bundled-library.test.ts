import { buildSync } from 'esbuild';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { createEnvelope } from '../../functions/vault/envelope.ts';
import type { Envelope } from '../../functions/vault/envelope.ts';
import type { Tenant } from '../../functions/vault/identity.ts';
import { Plaintext } from '../../functions/vault/plaintext.ts';
import { functionBundles } from '../../tools/function-bundle.ts';
import { newBranchKeys } from '../functions/vault/envelopes.ts';
import type { LocaleResult, LocaleTask } from '../functions/vault/locale-process.ts';
import { runVault } from '../support/vault.ts';
import type { RunningVault } from '../support/vault.ts';

const CONTEXT = { tenant: 'acme', token: 'tok_1', 'data-class': 'TEXT' };
const SIZES = [0, 1, 16, 4095, 4096, 4097, 12_000];
const PLACES = 40;

/** Bundles replace parts of what the Encryption SDK stands on; the tests elsewhere run without that. */
describe('the Encryption SDK as functions bundle it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundled-'));
  const bundle = join(folder, 'process.js');
  const tenant = 'acme' as Tenant;
  let vault: RunningVault;
  let library: Envelope;

  beforeAll(async () => {
    vault = await runVault();
    library = createEnvelope('library', newBranchKeys(vault));
    const entryPoints = [{ in: 'test/functions/vault/locale-process.ts', out: 'process' }];
    buildSync({ ...functionBundles([], folder), entryPoints });
  });
  afterAll(async () => {
    await vault.stop();
    rmSync(folder, { recursive: true });
  });

  /** What the bundled process makes of messages, by either envelope, and what it seals. */
  const runBundled = async (messages: readonly Uint8Array[]): Promise<LocaleResult> => {
    const texts = messages.map((message) => Buffer.from(message).toString('base64'));
    const task: LocaleTask = { env: vault.env, context: CONTEXT, messages: texts };
    const { stdout } = await promisify(execFile)(process.execPath, [bundle, JSON.stringify(task)], {
      env: { ...process.env },
    });
    return JSON.parse(stdout) as LocaleResult;
  };
  const seal = (text: string) => library.seal(tenant, CONTEXT, new Plaintext(text));

  test('opens what it sealed unbundled, of any length, and the other way round', async () => {
    const texts = SIZES.map((size) => randomBytes(size).toString('hex').slice(0, size));
    const { opened, sealed } = await runBundled(await Promise.all(texts.map(seal)));
    expect(opened).toEqual([...texts, ...texts]);
    expect(sealed).toHaveLength(2);
    for (const message of sealed) {
      const plaintext = await library.open(tenant, CONTEXT, Buffer.from(message, 'base64'));
      expect(plaintext.expose()).toContain('sealed under');
    }
  });

  test('refuses what was changed anywhere or cut off, as undecryptable', async () => {
    const message = await seal('a value of some length');
    const changed = Array.from({ length: PLACES }, (_, place) => {
      const bytes = Buffer.from(message);
      const at = Math.floor((place * message.length) / PLACES);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    });
    const ends = [0, 1, 40, message.length - 17, message.length - 1];
    const { opened } = await runBundled([...changed, ...ends.map((end) => message.slice(0, end))]);
    expect(opened).toHaveLength(2 * (PLACES + ends.length));
    expect(new Set(opened)).toEqual(new Set(['VaultError: There is no such token.']));
  });
});
