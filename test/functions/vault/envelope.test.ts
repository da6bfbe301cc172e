import { createEnvelope } from '../../../functions/vault/envelope.ts';
import type { EncryptionContext } from '../../../functions/vault/envelope.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';
import { KINDS, newBranchKeys } from './envelopes.ts';

const ACME = 'acme' as Tenant;
const GLOBEX = 'globex' as Tenant;
const CONTEXT = { tenant: 'acme', token: 'tok_1', 'data-class': 'PAN' };

describe.each(KINDS)('the %s envelope', (kind) => {
  let vault: RunningVault;

  beforeAll(async () => {
    vault = await runVault();
  });
  afterAll(() => vault.stop());

  const newEnvelope = () => createEnvelope(kind, newBranchKeys(vault));

  const seal = (context: EncryptionContext = CONTEXT, tenant = ACME) =>
    newEnvelope().seal(tenant, context, new Plaintext('4111111111111111'));

  const undecryptable = { code: 'TOKEN_NOT_FOUND', finding: 'UNDECRYPTABLE' };

  test('opens what it sealed', async () => {
    const opened = await newEnvelope().open(ACME, CONTEXT, await seal());
    expect(opened.expose()).toBe('4111111111111111');
  });

  test('keeps any text, also a byte order mark and what lies beyond the basic plane', async () => {
    for (const text of ['\ufeffnote', '𝒳\u0000😀', 'e\u0301', '\r\n']) {
      const sealed = await newEnvelope().seal(ACME, CONTEXT, new Plaintext(text));
      expect((await newEnvelope().open(ACME, CONTEXT, sealed)).expose()).toBe(text);
    }
  });

  test('leaves the plaintext nowhere in the message', async () => {
    expect(Buffer.from(await seal()).includes('4111111111111111')).toBe(false);
  });

  test.each<[string, EncryptionContext]>([
    ['another token', { ...CONTEXT, token: 'tok_2' }],
    ['another tenant', { ...CONTEXT, tenant: 'globex' }],
    ['a pair more', { ...CONTEXT, format: 'OPAQUE' }],
    ['a pair less', { tenant: 'acme', token: 'tok_1' }],
    ['another name', { tenant: 'acme', token: 'tok_1', dataClass: 'PAN' }],
    ['no pairs', {}],
  ])('refuses a message bound to %s', async (_what, context) => {
    const sealed = await seal(context);
    await expect(newEnvelope().open(ACME, CONTEXT, sealed)).rejects.toMatchObject(undecryptable);
  });

  test.each<[string, EncryptionContext]>([
    ['a name that is reserved', { 'aws-crypto-public-key': 'x' }],
    ['a name that is empty', { '': 'x' }],
    ['text that UTF-8 cannot hold', { token: '\ud800' }],
    ['more than a header can hold', { token: 'x'.repeat(65_530) }],
  ])('neither seals nor opens under %s', async (_what, context) => {
    await expect(seal(context)).rejects.toThrow('The encryption context cannot be encoded.');
    const sealed = await seal({ token: '\ufffd' });
    await expect(newEnvelope().open(ACME, context, sealed)).rejects.toMatchObject(undecryptable);
  });

  test('seals under the longest context that a header can hold', async () => {
    const context = { token: 'x'.repeat(65_535 - 2 - 4 - 5) };
    const opened = await newEnvelope().open(ACME, context, await seal(context));
    expect(opened.expose()).toBe('4111111111111111');
  });

  test("refuses another tenant's message, whatever its context says", async () => {
    const sealed = await seal(CONTEXT, GLOBEX);
    await expect(newEnvelope().open(ACME, CONTEXT, sealed)).rejects.toMatchObject(undecryptable);
  });

  test('refuses a message that was changed anywhere, cut short, or emptied', async () => {
    const envelope = newEnvelope();
    const sealed = Buffer.from(await seal());
    // Every third byte meets each field of header, body and footer.
    const damaged = Array.from({ length: Math.ceil(sealed.length / 3) }, (_, third) => {
      const at = third * 3;
      const copy = Buffer.from(sealed);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    });
    const cut = [0, 1, 20, sealed.length - 1].map((length) => sealed.subarray(0, length));
    for (const message of [...damaged, ...cut]) {
      await expect(envelope.open(ACME, CONTEXT, message)).rejects.toMatchObject(undecryptable);
    }
  });

  test('loads a branch key once for a storm of cold requests, and wraps all of them under it', async () => {
    const [writer, stormed, calm] = [newEnvelope(), newEnvelope(), newEnvelope()];
    // The library takes ten times as long.
    const all = Array.from({ length: kind === 'library' ? 200 : 1000 });
    vault.kmsWire.clear();
    vault.dynamodbWire.clear();
    const plaintext = new Plaintext('4111111111111111');
    const sealed = await Promise.all(all.map(() => writer.seal(ACME, CONTEXT, plaintext)));
    await Promise.all(sealed.map((message) => stormed.open(ACME, CONTEXT, message)));
    // The active branch key for writing and, in another process, its version for reading.
    expect(vault.kmsWire.count('Decrypt')).toBe(2);
    expect(vault.dynamodbWire.count('GetItem')).toBe(2);
    // A key that storms overwrote with zeros, when writing and reading alike, would open until here.
    for (const message of sealed.filter((_, at) => at % 20 === 0)) {
      expect((await calm.open(ACME, CONTEXT, message)).expose()).toBe('4111111111111111');
    }
  });

  test('loads a key that is used up again, also while many wait for it', async () => {
    const envelope = createEnvelope(kind, newBranchKeys(vault, { maxUses: 10 }));
    vault.kmsWire.clear();
    const all = Array.from({ length: 100 });
    const sealed = await Promise.all(
      all.map(() => envelope.seal(ACME, CONTEXT, new Plaintext('note'))),
    );
    expect(vault.kmsWire.count('Decrypt')).toBe(10);
    const opened = await Promise.all(sealed.map((one) => envelope.open(ACME, CONTEXT, one)));
    expect(vault.kmsWire.count('Decrypt')).toBe(20);
    expect(new Set(opened.map((one) => one.expose()))).toEqual(new Set(['note']));
    // A key that was overwritten under a request would have wrapped what no other can open.
    const other = newEnvelope();
    for (const message of sealed) await other.open(ACME, CONTEXT, message);
  });

  test('an outage while opening is an outage, not a missing token', async () => {
    const sealed = await seal();
    vault.kmsWire.decide(() => ({ status: 500, type: 'KMSInternalException' }));
    await expect(newEnvelope().open(ACME, CONTEXT, sealed)).rejects.toMatchObject({
      name: 'KMSInternalException',
    });
    vault.kmsWire.decide(null);
  });
});
