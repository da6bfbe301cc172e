import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';

import { encryptGcm } from '../../../functions/vault/aes-gcm.ts';
import { branchKeyIdOf } from '../../../functions/vault/branch-keys.ts';
import { encodeContext } from '../../../functions/vault/encryption-context.ts';
import type { EncryptionContext } from '../../../functions/vault/envelope.ts';
import { VaultError } from '../../../functions/vault/errors.ts';
import { unwrapDataKey, versionOf } from '../../../functions/vault/hierarchical-wrap.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { createLibraryCipher } from '../../../functions/vault/library-cipher.ts';
import { HEADER_IV, parseMessage } from '../../../functions/vault/message-format.ts';
import { deriveMessageKeys } from '../../../functions/vault/message-keys.ts';
import { createOneShotCipher } from '../../../functions/vault/one-shot-cipher.ts';
import { runs } from '../../support/runs.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';
import { newBranchKeys, rotate } from './envelopes.ts';
import { libraryMessages, OTHER_SUITE, unframedMessages } from './library-messages.ts';
import * as mutations from './message-mutations.ts';

/** `npm run test:envelope` makes 40 rounds: 10,000 cases of each property. */
const CASES = runs(1) * 250;
/** With few rounds every fifth bit is flipped, so that each of the eight has its turn. */
const BIT_STEP = runs(1) > 1 ? 1 : 5;
const MINUTE = 60_000;

const ACME = 'acme' as Tenant;
const GLOBEX = 'globex' as Tenant;
const CONTEXT = { tenant: 'acme', token: 'tok_1', 'data-class': 'PAN' };

const REFUSAL = {
  name: 'VaultError',
  code: 'TOKEN_NOT_FOUND',
  finding: 'UNDECRYPTABLE',
  message: 'There is no such token.',
};

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
  /** Processes that know the branch keys of two versions of two tenants. */
  let ages: { branchKeys: ReturnType<typeof newBranchKeys> }[];

  beforeAll(async () => {
    vault = await runVault();
    const [older, newer] = [newBranchKeys(vault), newBranchKeys(vault)];
    for (const tenant of [ACME, GLOBEX]) {
      const id = branchKeyIdOf(tenant);
      await older.useActive(id, () => null);
      await rotate(vault, id);
      await newer.useActive(id, () => null);
    }
    ages = [{ branchKeys: older }, { branchKeys: newer }];
  });
  afterAll(() => vault.stop());

  const agesOf = () =>
    ages.map(({ branchKeys }) => ({
      branchKeys,
      oneShot: createOneShotCipher(branchKeys),
      library: createLibraryCipher(branchKeys),
    }));
  const anyCase = fc.record({
    tenant: fc.constantFrom(ACME, GLOBEX),
    writer: fc.constantFrom(0, 1),
    reader: fc.constantFrom(0, 1),
    context,
    length,
  });
  const at = <Value>(list: readonly Value[], index: number): Value => {
    const value = list[index];
    if (value === undefined) throw new Error('There is no such entry.');
    return value;
  };

  test(
    'writes what the library reads',
    async () => {
      const known = agesOf();
      const property = fc.asyncProperty(anyCase, async ({ tenant, ...one }) => {
        const plaintext = randomBytes(one.length);
        const { oneShot } = at(known, one.writer);
        const message = await oneShot.encrypt(tenant, one.context, plaintext);
        const opened = await at(known, one.reader).library.decrypt(tenant, one.context, message);
        expect(opened.equals(plaintext)).toBe(true);
      });
      await fc.assert(property, { numRuns: CASES });
    },
    20 * MINUTE,
  );

  test(
    'reads what the library writes, in one frame or many',
    async () => {
      const known = agesOf();
      // Up to 40 frames: the library is slow with more.
      const frames = fc.option(fc.integer({ min: 1, max: 40 }), { nil: null });
      const property = fc.asyncProperty(anyCase, frames, async ({ tenant, ...one }, count) => {
        const plaintext = randomBytes(one.length);
        const frameLength = Math.max(1, Math.ceil(one.length / (count ?? 1)));
        const choices = count === null ? {} : { frameLength };
        const { branchKeys } = at(known, one.writer);
        const write = libraryMessages(branchKeys, choices);
        const message = await write(tenant, one.context, plaintext);
        const opened = await at(known, one.reader).oneShot.decrypt(tenant, one.context, message);
        expect(opened.equals(plaintext)).toBe(true);
      });
      await fc.assert(property, { numRuns: CASES });
    },
    20 * MINUTE,
  );

  test('reads messages without frames as the library does', async () => {
    const [{ branchKeys, oneShot, library }] = agesOf() as [ReturnType<typeof agesOf>[number]];
    const write = unframedMessages(branchKeys);
    for (const size of [0, 1, 16, 4096, 65_536]) {
      const plaintext = randomBytes(size);
      const message = await write(ACME, CONTEXT, plaintext);
      expect((await library.decrypt(ACME, CONTEXT, message)).equals(plaintext)).toBe(true);
      expect((await oneShot.decrypt(ACME, CONTEXT, message)).equals(plaintext)).toBe(true);
    }
  });

  /** Messages of one layout, in every way there is to write them. */
  const controls = async () => {
    const [older, newer] = agesOf() as [
      ReturnType<typeof agesOf>[number],
      ReturnType<typeof agesOf>[number],
    ];
    const plaintext = Buffer.from('4111111111111111');
    const write = (cipher: typeof older, tenant = ACME) =>
      cipher.oneShot.encrypt(tenant, CONTEXT, plaintext);
    return {
      older: await write(older),
      newer: await write(newer),
      again: await write(newer),
      foreign: await write(newer, GLOBEX),
      single: await libraryMessages(newer.branchKeys)(ACME, CONTEXT, plaintext),
      frames: await libraryMessages(newer.branchKeys, { frameLength: 6 })(ACME, CONTEXT, plaintext),
      unframed: await unframedMessages(newer.branchKeys)(ACME, CONTEXT, plaintext),
    };
  };

  /** What is not refused in the one way in which everything is. */
  const isOtherwise = (outcome: unknown): boolean =>
    !(outcome instanceof VaultError) ||
    (['name', 'code', 'finding', 'message'] as const).some(
      (member) => outcome[member] !== REFUSAL[member],
    );

  const expectRefusals = async (messages: readonly Buffer[]) => {
    const { oneShot } = at(agesOf(), 1);
    const otherwise: string[] = [];
    for (const message of messages) {
      const outcome = await oneShot.decrypt(ACME, CONTEXT, message).catch((e: unknown) => e);
      if (isOtherwise(outcome)) otherwise.push(`${String(outcome)} ${message.toString('hex')}`);
    }
    expect(otherwise).toEqual([]);
    return messages.length;
  };

  test(
    'refuses every message that was changed in any way, and opens what was not',
    async () => {
      const { oneShot } = at(agesOf(), 1);
      const { foreign, ...own } = await controls();
      const { older, newer, again, single, frames, unframed } = own;
      const all = [older, newer, single, frames, unframed];
      const before = process.memoryUsage().arrayBuffers;
      let refused = await expectRefusals([foreign]);
      for (const message of all) {
        refused += await expectRefusals(mutations.bitFlips(message, BIT_STEP));
        refused += await expectRefusals(mutations.truncations(message));
        refused += await expectRefusals(mutations.extensions(message));
        refused += await expectRefusals(mutations.otherKinds(message));
        refused += await expectRefusals(mutations.hugeLengths(message));
      }
      refused += await expectRefusals(mutations.otherFrames(frames, 6));
      for (const other of [older, again, single]) {
        refused += await expectRefusals(mutations.exchanges(newer, other));
      }
      expect(refused).toBeGreaterThan(BIT_STEP === 1 ? 15_000 : 5000);
      // Lengths of gigabytes were claimed.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(256 * 1024 * 1024);
      for (const message of Object.values(own)) {
        const opened = await oneShot.decrypt(ACME, CONTEXT, message);
        expect(opened.toString()).toBe('4111111111111111');
      }
    },
    5 * MINUTE,
  );

  test(
    'refuses messages in which anything was replaced at random, as the library does',
    async () => {
      const known = at(agesOf(), 1);
      const { foreign, ...own } = await controls();
      const everything = [...Object.values(own), foreign];
      const splice = fc.record({
        base: fc.nat(Object.keys(own).length - 1),
        start: fc.nat(500),
        removed: fc.oneof(fc.nat(4), fc.nat(500)),
        inserted: fc.oneof(
          fc.uint8Array({ maxLength: 8 }),
          fc.uint8Array({ maxLength: 500 }),
          fc.tuple(fc.nat(everything.length - 1), fc.nat(500), fc.nat(500)),
        ),
      });
      let compared = 0;
      const property = fc.asyncProperty(splice, async ({ base, start, removed, inserted }) => {
        const message = at(Object.values(own), base);
        const bytes =
          inserted instanceof Uint8Array
            ? inserted
            : at(everything, inserted[0]).subarray(inserted[1], inserted[1] + inserted[2]);
        const from = Math.min(start, message.length);
        const tail = message.subarray(from + removed);
        const spliced = Buffer.concat([message.subarray(0, from), bytes, tail]);
        if (everything.some((one) => one.equals(spliced))) return;
        await expectRefusals([spliced]);
        // The library takes no notice of what comes after the end of a message.
        if (spliced.subarray(0, message.length).equals(message)) return;
        compared += 1;
        if (compared % 10 !== 0) return;
        await expect(known.library.decrypt(ACME, CONTEXT, spliced)).rejects.toMatchObject(REFUSAL);
      });
      await fc.assert(property, { numRuns: CASES });
    },
    20 * MINUTE,
  );

  test('refuses what only a holder of the key could write: a header that is authentic and wrong', async () => {
    const { oneShot, library, branchKeys } = at(agesOf(), 1);
    const { newer, unframed } = await controls();
    const encoded = encodeContext(CONTEXT) ?? Buffer.alloc(0);
    const withHeader = async (message: Buffer, offset: number, bytes: Buffer) => {
      const { headerTag, body } = mutations.fieldsOfHeader(message);
      const header = mutations.replaced(message, offset, bytes).subarray(0, headerTag);
      const { messageId, wrappedKey } = parseMessage(message);
      const version = versionOf(wrappedKey) ?? '';
      const dataKey = await branchKeys.useVersion(branchKeyIdOf(ACME), version, (key) =>
        unwrapDataKey(key, encoded, wrappedKey),
      );
      const { key } = deriveMessageKeys(dataKey ?? Buffer.alloc(0), messageId);
      const { tag } = encryptGcm(key, HEADER_IV, header, Buffer.alloc(0));
      return Buffer.concat([header, tag, message.subarray(body)]);
    };
    const fields = mutations.fieldsOfHeader(newer);
    const commitment = newer.subarray(fields.commitment, fields.headerTag);
    const same = await withHeader(newer, fields.commitment, commitment);
    expect((await oneShot.decrypt(ACME, CONTEXT, same)).toString()).toBe('4111111111111111');
    const forged = [
      // Under another commitment one message could be opened by two keys, to two plaintexts.
      await withHeader(newer, fields.commitment, mutations.flipped(commitment, 77)),
      await withHeader(newer, fields.frameLength, Buffer.of(0, 0, 0, 15)),
      await withHeader(newer, fields.frameLength, Buffer.of(0, 0, 0, 0)),
      await withHeader(newer, fields.contentType, Buffer.of(1)),
      await withHeader(unframed, fields.contentType, Buffer.of(2)),
    ];
    await expectRefusals(forged);
    for (const message of forged) {
      await expect(library.decrypt(ACME, CONTEXT, message)).rejects.toMatchObject(REFUSAL);
    }
  });

  test('refuses an authentic message of another suite', async () => {
    const { branchKeys } = at(ages, 1);
    const write = libraryMessages(branchKeys, { suiteId: OTHER_SUITE });
    await expectRefusals([await write(ACME, CONTEXT, Buffer.from('note'))]);
  });

  test('asks no service about a message that is not meant', async () => {
    const { older, newer, foreign } = await controls();
    const cold = createOneShotCipher(newBranchKeys(vault));
    vault.dynamodbWire.clear();
    const other = { ...CONTEXT, token: 'tok_2' };
    const asked = [
      cold.decrypt(ACME, other, newer),
      cold.decrypt(ACME, CONTEXT, foreign),
      cold.decrypt(GLOBEX, CONTEXT, newer),
      cold.decrypt(ACME, CONTEXT, older.subarray(0, -1)),
    ];
    for (const one of asked) await expect(one).rejects.toMatchObject(REFUSAL);
    expect(vault.dynamodbWire.passages).toEqual([]);
  });
});
