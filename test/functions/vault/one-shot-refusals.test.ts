import * as fc from 'fast-check';

import { encryptGcm } from '../../../functions/vault/aes-gcm.ts';
import { branchKeyIdOf } from '../../../functions/vault/branch-keys.ts';
import { encodeContext } from '../../../functions/vault/encryption-context.ts';
import { VaultError } from '../../../functions/vault/errors.ts';
import { unwrapDataKey, versionOf } from '../../../functions/vault/hierarchical-wrap.ts';
import { HEADER_IV } from '../../../functions/vault/message-format.ts';
import { deriveMessageKeys } from '../../../functions/vault/message-keys.ts';
import { parseMessage } from '../../../functions/vault/message-reader.ts';
import { createOneShotCipher } from '../../../functions/vault/one-shot-cipher.ts';
import { runs } from '../../support/runs.ts';
import { runVault } from '../../support/vault.ts';
import type { RunningVault } from '../../support/vault.ts';
import { newBranchKeys } from './envelopes.ts';
import { ACME, GLOBEX, twoAges } from './key-ages.ts';
import type { Age } from './key-ages.ts';
import { libraryMessages, OTHER_SUITE, unframedMessages } from './library-messages.ts';
import * as mutations from './message-mutations.ts';

/** `npm run test:envelope` makes 40 rounds: 10,000 cases. */
const CASES = runs(1) * 250;
/** With few rounds every fifth bit is flipped, so that each of the eight has its turn. */
const BIT_STEP = runs(1) > 1 ? 1 : 5;
const MINUTE = 60_000;

const CONTEXT = { tenant: 'acme', token: 'tok_1', 'data-class': 'PAN' };

const REFUSAL = {
  name: 'VaultError',
  code: 'TOKEN_NOT_FOUND',
  finding: 'UNDECRYPTABLE',
  message: 'There is no such token.',
};

describe('the one-shot cipher', () => {
  let vault: RunningVault;
  let past: Age;
  let present: Age;

  beforeAll(async () => {
    vault = await runVault();
    [past, present] = await twoAges(vault);
  });
  afterAll(() => vault.stop());

  /** Messages of one layout, in every way there is to write them. */
  const controls = async () => {
    const plaintext = Buffer.from('4111111111111111');
    const write = (cipher: Age, tenant = ACME) =>
      cipher.oneShot.encrypt(tenant, CONTEXT, plaintext);
    return {
      older: await write(past),
      newer: await write(present),
      again: await write(present),
      foreign: await write(present, GLOBEX),
      single: await libraryMessages(present.branchKeys)(ACME, CONTEXT, plaintext),
      frames: await libraryMessages(present.branchKeys, { frameLength: 6 })(
        ACME,
        CONTEXT,
        plaintext,
      ),
      unframed: await unframedMessages(present.branchKeys)(ACME, CONTEXT, plaintext),
    };
  };

  /** What is not refused in the one way in which everything is. */
  const isOtherwise = (outcome: unknown): boolean =>
    !(outcome instanceof VaultError) ||
    (['name', 'code', 'finding', 'message'] as const).some(
      (member) => outcome[member] !== REFUSAL[member],
    );

  const at = <Value>(list: readonly Value[], index: number): Value => {
    const value = list[index];
    if (value === undefined) throw new Error('There is no such entry.');
    return value;
  };

  const expectRefusals = async (messages: readonly Buffer[]) => {
    const { oneShot } = present;
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
      const { oneShot } = present;
      const { foreign, ...own } = await controls();
      const { older, newer, again, single, frames, unframed } = own;
      const all = [older, newer, single, frames, unframed];
      let refused = await expectRefusals([foreign]);
      for (const message of all) {
        refused += await expectRefusals(mutations.bitFlips(message, BIT_STEP));
        refused += await expectRefusals(mutations.truncations(message));
        refused += await expectRefusals(mutations.extensions(message));
        refused += await expectRefusals(mutations.otherKinds(message));
      }
      refused += await expectRefusals(mutations.otherFrames(frames, 6));
      for (const other of [older, again, single]) {
        refused += await expectRefusals(mutations.exchanges(newer, other));
      }
      expect(refused).toBeGreaterThan(BIT_STEP === 1 ? 15_000 : 5000);
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
        await expect(present.library.decrypt(ACME, CONTEXT, spliced)).rejects.toMatchObject(
          REFUSAL,
        );
      });
      await fc.assert(property, { numRuns: CASES });
    },
    20 * MINUTE,
  );

  test('believes no length: what claims gigabytes is refused in the memory of what is there', async () => {
    const { newer, frames, unframed } = await controls();
    const claims = [newer, frames, unframed].flatMap(mutations.hugeLengths);
    const grown: number[] = [];
    for (const message of claims) {
      const before = process.memoryUsage().external;
      await expectRefusals([message]);
      grown.push(process.memoryUsage().external - before);
    }
    expect(Math.max(...grown)).toBeLessThan(1024 * 1024);
  });

  test('refuses what only a holder of the key could write: a header that is authentic and wrong', async () => {
    const { oneShot, library, branchKeys } = present;
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
    // The specification wants no frame length where there are no frames; the library does not look.
    await expectRefusals([await withHeader(unframed, fields.frameLength, Buffer.of(0, 0, 0, 1))]);
    for (const message of forged) {
      await expect(library.decrypt(ACME, CONTEXT, message)).rejects.toMatchObject(REFUSAL);
    }
  });

  test('refuses an authentic message of another suite', async () => {
    const write = libraryMessages(present.branchKeys, { suiteId: OTHER_SUITE });
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
