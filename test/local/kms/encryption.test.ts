import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateRandomCommand,
  ReEncryptCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import fc from 'fast-check';

import { openBlob, sealBlob } from '../../../local/kms/ciphertext.ts';
import { openKeyStore } from '../../../local/kms/key-store.ts';
import type { StoredKey } from '../../../local/kms/key-store.ts';
import { PASSPHRASE, runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const CONTEXT = { tenant: 'acme', purpose: 'pan' };

let kms: RunningKms;
let client: KMSClient;
let keyArn: string;
let otherArn: string;

const createKey = async (): Promise<string> => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? '';
};
const newDataKey = async () => {
  const { CiphertextBlob, Plaintext } = await client.send(
    new GenerateDataKeyCommand({
      KeyId: keyArn,
      KeySpec: 'AES_256',
      EncryptionContext: CONTEXT,
    }),
  );
  return { blob: Buffer.from(CiphertextBlob ?? []), plaintext: Buffer.from(Plaintext ?? []) };
};
const open = async (CiphertextBlob: Uint8Array, EncryptionContext?: Record<string, string>) => {
  const answer = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
  return Buffer.from(answer.Plaintext ?? []);
};

beforeAll(async () => {
  kms = await runKms();
  client = kms.client();
  keyArn = await createKey();
  otherArn = await createKey();
});
afterAll(() => kms.stop());

describe('a data key', () => {
  test('opens from its blob under the same context, in any order of its pairs', async () => {
    const { blob, plaintext } = await newDataKey();
    expect(await open(blob, { purpose: 'pan', tenant: 'acme' })).toEqual(plaintext);
  });

  test('of 32 bytes has a blob of 184 bytes, as in KMS', async () => {
    const { blob, plaintext } = await newDataKey();
    expect([plaintext.length, blob.length]).toEqual([32, 184]);
  });

  test('without plaintext has only a blob, which opens to the length asked for', async () => {
    const answer = await client.send(
      new GenerateDataKeyWithoutPlaintextCommand({ KeyId: keyArn, NumberOfBytes: 48 }),
    );
    expect(answer).not.toHaveProperty('Plaintext');
    expect(await open(answer.CiphertextBlob ?? new Uint8Array())).toHaveLength(48);
  });

  test.each([{}, { KeySpec: 'AES_128', NumberOfBytes: 16 }, { NumberOfBytes: 1025 }] as const)(
    'is refused for a length that is not said once and well: %j',
    async (length) => {
      const call = client.send(new GenerateDataKeyCommand({ KeyId: keyArn, ...length }));
      await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
    },
  );
});

describe('a blob', () => {
  test('of Encrypt opens again, also by the key alias', async () => {
    await client.send(new CreateAliasCommand({ AliasName: 'alias/pan', TargetKeyId: keyArn }));
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId: 'alias/pan', Plaintext: Buffer.from('secret') }),
    );
    const answer = await client.send(
      new DecryptCommand({ CiphertextBlob, KeyId: 'alias/pan', EncryptionContext: {} }),
    );
    expect([Buffer.from(answer.Plaintext ?? []).toString(), answer.KeyId]).toEqual([
      'secret',
      keyArn,
    ]);
  });

  test.each([
    ['another value', { ...CONTEXT, tenant: 'globex' }],
    ['another name', { tenants: 'acme', purpose: 'pan' }],
    ['a pair more', { ...CONTEXT, extra: '1' }],
    ['a pair less', { tenant: 'acme' }],
    ['name and value shifted', { tenantacme: '', purpose: 'pan' }],
    ['no context', undefined],
  ])('is refused under %s', async (_title, context) => {
    const { blob } = await newDataKey();
    await expect(open(blob, context)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  test('is refused when the named key is another one', async () => {
    const { blob } = await newDataKey();
    const call = client.send(
      new DecryptCommand({ CiphertextBlob: blob, KeyId: otherArn, EncryptionContext: CONTEXT }),
    );
    await expect(call).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  test('of a key that does not exist is refused without saying so', async () => {
    const { blob } = await newDataKey();
    blob.writeUInt8(blob.readUInt8(5) ^ 1, 5);
    await expect(open(blob, CONTEXT)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('is refused over the wire when any sampled byte is altered or cut off', async () => {
    const { blob } = await newDataKey();
    for (const at of [0, 3, 20, 36, 68, 80, 112, 136, 167, 168, 183]) {
      const altered = Buffer.from(blob);
      altered.writeUInt8(altered.readUInt8(at) ^ 0x80, at);
      await expect(open(altered, CONTEXT)).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
    for (const length of [1, 80, 152, 183]) {
      await expect(open(blob.subarray(0, length), CONTEXT)).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
  });
});

describe('the blob format', () => {
  let key: StoredKey;
  beforeAll(() => {
    const [first] = Object.values(openKeyStore(kms.dataDir, PASSPHRASE).state.keys);
    if (first === undefined) throw new Error('there is no key');
    key = first;
  });
  const contextOf = (pairs: [string, string][]) => new Map(pairs);
  const name = fc.string({ unit: 'binary', minLength: 1 });
  const pairs = fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'binary' })), {
    selector: ([name]) => name.toLowerCase(),
    maxLength: 5,
  });

  test('round-trips any plaintext under any context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 4096 }), pairs, (plaintext, context) => {
        const blob = sealBlob(key, Buffer.from(plaintext), contextOf(context));
        expect(openBlob(key, blob, contextOf(context))).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  test('refuses a blob with any altered byte, whichever it is', () => {
    const context = contextOf([['tenant', 'acme']]);
    const blob = sealBlob(key, Buffer.alloc(32, 7), context);
    const opens = (altered: Buffer) => {
      try {
        openBlob(key, altered, context);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ type: 'InvalidCiphertextException' });
        return false;
      }
    };
    // The first four bytes and the key id are read before the key is known: tested over the wire.
    const opened = Array.from({ length: blob.length - 20 }, (_, index) => index + 20).filter((at) =>
      [1, 0x80, 0xff].some((flip) => {
        const altered = Buffer.from(blob);
        altered.writeUInt8(altered.readUInt8(at) ^ flip, at);
        return opens(altered);
      }),
    );
    expect(opened).toEqual([]);
  });

  test('refuses a blob under any other context', () => {
    fc.assert(
      fc.property(pairs, pairs, (context, other) => {
        const sorted = (list: [string, string][]) => JSON.stringify([...list].sort());
        fc.pre(sorted(context) !== sorted(other));
        const blob = sealBlob(key, Buffer.from('x'), contextOf(context));
        expect(() => openBlob(key, blob, contextOf(other))).toThrow('invalid');
      }),
    );
  });

  test('never gives the same blob twice', () => {
    const blobs = Array.from({ length: 100 }, () =>
      sealBlob(key, Buffer.from('same'), new Map()).toString('hex'),
    );
    expect(new Set(blobs).size).toBe(100);
  });
});

describe('an encryption context', () => {
  const encrypt = (EncryptionContext: Record<string, string>) =>
    client.send(
      new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('x'), EncryptionContext }),
    );

  test.each<[string, Record<string, string>]>([
    ['an empty name', { '': 'x' }],
    ['half a surrogate pair', { tenant: '\ud83d' }],
    ['names that differ in case only', { tenant: 'a', Tenant: 'b' }],
    ['more than 8,192 bytes', { tenant: 'x'.repeat(8_192) }],
    ['a value that is no text', { tenant: 1 as never }],
  ])('with %s is refused', async (_title, context) => {
    await expect(encrypt(context)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('may hold any text, names of the language included', async () => {
    const context = { constructor: '👩‍🚀', ['__proto__']: 'é' };
    const { CiphertextBlob = new Uint8Array() } = await encrypt(context);
    expect((await open(CiphertextBlob, context)).toString()).toBe('x');
    await expect(open(CiphertextBlob, { constructor: '👩‍🚀' })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });
});

describe('ReEncrypt', () => {
  test('moves a blob to another key and context, after which only those open it', async () => {
    const { blob, plaintext } = await newDataKey();
    const { CiphertextBlob = new Uint8Array(), ...answer } = await client.send(
      new ReEncryptCommand({
        CiphertextBlob: blob,
        SourceEncryptionContext: CONTEXT,
        DestinationKeyId: otherArn,
        DestinationEncryptionContext: { tenant: 'globex' },
      }),
    );
    expect(answer).toMatchObject({ SourceKeyId: keyArn, KeyId: otherArn });
    expect(await open(CiphertextBlob, { tenant: 'globex' })).toEqual(plaintext);
    await expect(open(CiphertextBlob, CONTEXT)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  test.each([
    ['a wrong source context', { SourceEncryptionContext: {} }, 'InvalidCiphertextException'],
    ['a wrong source key', { SourceKeyId: 'OTHER' }, 'IncorrectKeyException'],
  ])('is refused for %s', async (_title, change, name) => {
    const { blob } = await newDataKey();
    const source = 'SourceKeyId' in change ? { SourceKeyId: otherArn } : change;
    const call = client.send(
      new ReEncryptCommand({
        CiphertextBlob: blob,
        SourceEncryptionContext: CONTEXT,
        DestinationKeyId: keyArn,
        ...source,
      }),
    );
    await expect(call).rejects.toMatchObject({ name });
  });
});

test('GenerateRandom gives as many bytes as asked for', async () => {
  const { Plaintext } = await client.send(new GenerateRandomCommand({ NumberOfBytes: 24 }));
  expect(Plaintext).toHaveLength(24);
});

test('200 calls side by side, rotations among them, lose no data key', async () => {
  const old = await newDataKey();
  const rotate = () => client.send(new RotateKeyOnDemandCommand({ KeyId: keyArn }));
  const times = <T>(count: number, run: () => Promise<T>) => Array.from({ length: count }, run);
  const [made, opened] = await Promise.all([
    Promise.all(times(90, newDataKey)),
    Promise.all(times(90, () => open(old.blob, CONTEXT))),
    Promise.all(times(20, rotate)),
  ]);
  expect(opened.every((plaintext) => plaintext.equals(old.plaintext))).toBe(true);
  const again = await Promise.all(made.map(({ blob }) => open(blob, CONTEXT)));
  expect(again).toEqual(made.map(({ plaintext }) => plaintext));
});
