import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';

import type { EncryptionContext } from '../../../functions/vault/envelope.ts';
import { runs } from '../../support/runs.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';
import { ACME, GLOBEX, twoAges } from './key-ages.ts';
import type { Age } from './key-ages.ts';
import { libraryMessages, unframedMessages } from './library-messages.ts';

/** `npm run test:envelope` makes 40 rounds: 10,000 cases of each property. */
const CASES = runs(1) * 250;
const MINUTE = 60_000;

const CONTEXT = { tenant: 'acme', token: 'tok_1', 'data-class': 'PAN' };

/** Names that locales sort in different ways, and that objects take for something else. */
const NAMES = [
  ...['channel', 'hour', 'dc', 'Tenant', 'tenant', 'I', 'i', 'ı', 'İ', 'ä', 'z', 'å', 'ß', 'ss'],
  ...['é', 'e\u0301', '\uffff', '😀', '\u{10ffff}', '\u0000', '__proto__', 'constructor', 'length'],
];
const name = fc
  .oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }))
  .filter((text) => !text.startsWith('aws-crypto-'));
const text = fc.string({ unit: 'binary', maxLength: 30 });
const context = fc
  .uniqueArray(fc.tuple(name, text), { maxLength: 8, selector: ([one]) => one })
  .map((pairs): EncryptionContext => Object.fromEntries(pairs));
const length = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 64 }) },
  { weight: 4, arbitrary: fc.integer({ min: 65, max: 4100 }) },
  { weight: 1, arbitrary: fc.constantFrom(4095, 4096, 4097, 8192, 65_535, 65_536) },
  { weight: 1, arbitrary: fc.integer({ min: 4101, max: 65_536 }) },
);

describe('the one-shot cipher', () => {
  let vault: RunningVault;
  let ages: [older: Age, newer: Age];

  beforeAll(async () => {
    vault = await runVault();
    ages = await twoAges(vault);
  });
  afterAll(() => vault.stop());

  const anyCase = fc.record({
    tenant: fc.constantFrom(ACME, GLOBEX),
    writer: fc.constantFrom(0, 1),
    reader: fc.constantFrom(0, 1),
    context,
    length,
  });
  const ageOf = (index: number) => (index === 0 ? ages[0] : ages[1]);

  test(
    'writes what the library reads',
    async () => {
      const property = fc.asyncProperty(anyCase, async ({ tenant, ...one }) => {
        const plaintext = randomBytes(one.length);
        const { oneShot } = ageOf(one.writer);
        const message = await oneShot.encrypt(tenant, one.context, plaintext);
        const opened = await ageOf(one.reader).library.decrypt(tenant, one.context, message);
        expect(opened.equals(plaintext)).toBe(true);
      });
      await fc.assert(property, { numRuns: CASES });
    },
    20 * MINUTE,
  );

  test(
    'reads what the library writes, in one frame or many',
    async () => {
      // Up to 40 frames: the library is slow with more.
      const frames = fc.option(fc.integer({ min: 1, max: 40 }), { nil: null });
      const property = fc.asyncProperty(anyCase, frames, async ({ tenant, ...one }, count) => {
        const plaintext = randomBytes(one.length);
        const frameLength = Math.max(1, Math.ceil(one.length / (count ?? 1)));
        const choices = count === null ? {} : { frameLength };
        const { branchKeys } = ageOf(one.writer);
        const write = libraryMessages(branchKeys, choices);
        const message = await write(tenant, one.context, plaintext);
        const opened = await ageOf(one.reader).oneShot.decrypt(tenant, one.context, message);
        expect(opened.equals(plaintext)).toBe(true);
      });
      await fc.assert(property, { numRuns: CASES });
    },
    20 * MINUTE,
  );

  test('reads messages without frames as the library does', async () => {
    const [{ branchKeys, oneShot, library }] = ages;
    const write = unframedMessages(branchKeys);
    for (const size of [0, 1, 16, 4096, 65_536]) {
      const plaintext = randomBytes(size);
      const message = await write(ACME, CONTEXT, plaintext);
      expect((await library.decrypt(ACME, CONTEXT, message)).equals(plaintext)).toBe(true);
      expect((await oneShot.decrypt(ACME, CONTEXT, message)).equals(plaintext)).toBe(true);
    }
  });
});
