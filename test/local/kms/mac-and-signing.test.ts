import {
  CreateKeyCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import type { KMSClient, KeySpec, KeyUsageType, SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import { constants, createPublicKey, verify } from 'node:crypto';

import { runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const Message = Buffer.from('a message');

let kms: RunningKms;
let client: KMSClient;

beforeAll(async () => {
  kms = await runKms();
  client = kms.client();
});
afterAll(() => kms.stop());

const createKey = async (KeySpec: KeySpec, KeyUsage: KeyUsageType) =>
  (await client.send(new CreateKeyCommand({ KeySpec, KeyUsage }))).KeyMetadata?.KeyId;

describe('a MAC', () => {
  const MacAlgorithm = 'HMAC_SHA_256';
  let KeyId: string | undefined;
  beforeAll(async () => {
    KeyId = await createKey('HMAC_256', 'GENERATE_VERIFY_MAC');
  });
  const macOf = async () =>
    (await client.send(new GenerateMacCommand({ KeyId, MacAlgorithm, Message }))).Mac;

  test('is the same each time and verifies', async () => {
    const Mac = await macOf();
    expect(await macOf()).toEqual(Mac);
    expect(Mac).toHaveLength(32);
    const answer = await client.send(new VerifyMacCommand({ KeyId, MacAlgorithm, Message, Mac }));
    expect(answer.MacValid).toBe(true);
  });

  test('of another message, altered or cut off does not verify', async () => {
    const Mac = Buffer.from((await macOf()) ?? []);
    const altered = Buffer.from(Mac);
    altered.writeUInt8(altered.readUInt8(31) ^ 1, 31);
    for (const claim of [
      { Message: Buffer.from('another'), Mac },
      { Message, Mac: altered },
      { Message, Mac: Mac.subarray(0, 16) },
    ]) {
      const call = client.send(new VerifyMacCommand({ KeyId, MacAlgorithm, ...claim }));
      await expect(call).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
    }
  });

  test('needs the algorithm of its key, and its key makes nothing else', async () => {
    const wrong = { KeyId, MacAlgorithm: 'HMAC_SHA_512', Message } as const;
    await expect(client.send(new GenerateMacCommand(wrong))).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    const encrypt = client.send(new EncryptCommand({ KeyId, Plaintext: Message }));
    await expect(encrypt).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
  });
});

describe('a signature', () => {
  const cases: [KeySpec, SigningAlgorithmSpec, string, object][] = [
    ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256', {}],
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384', {}],
    [
      'RSA_2048',
      'RSASSA_PSS_SHA_256',
      'sha256',
      { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    ],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512', 'sha512', {}],
  ];

  test.each(cases)(
    'of %s by %s verifies here and offline, and not for another message',
    async (KeySpec, SigningAlgorithm, digest, padding) => {
      const KeyId = await createKey(KeySpec, 'SIGN_VERIFY');
      const request = { KeyId, SigningAlgorithm, Message };
      const { Signature } = await client.send(new SignCommand(request));
      const { SignatureValid } = await client.send(new VerifyCommand({ ...request, Signature }));
      expect(SignatureValid).toBe(true);

      const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
      const der = Buffer.from(PublicKey ?? []);
      const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
      const signature = Buffer.from(Signature ?? []);
      expect(verify(digest, Message, { key, ...padding }, signature)).toBe(true);

      const other = { ...request, Message: Buffer.from('another'), Signature };
      await expect(client.send(new VerifyCommand(other))).rejects.toMatchObject({
        name: 'KMSInvalidSignatureException',
      });
    },
  );

  test('is refused with another algorithm than the key has, and for a digest', async () => {
    const KeyId = await createKey('ECC_NIST_P256', 'SIGN_VERIFY');
    const wrong = { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_384' } as const;
    await expect(client.send(new SignCommand(wrong))).rejects.toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    const digest = { ...wrong, SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST' } as const;
    await expect(client.send(new SignCommand(digest))).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });
});
