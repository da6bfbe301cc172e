import {
  CreateKeyCommand,
  DecryptCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

import { runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const DAY_MS = 86_400_000;

let now = new Date();
let kms: RunningKms;
let client: KMSClient;
let KeyId: string | undefined;

beforeAll(async () => {
  kms = await runKms(() => now);
  client = kms.client();
});
afterAll(() => kms.stop());
beforeEach(async () => {
  now = new Date();
  KeyId = (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
});

const passDays = (days: number) => {
  now = new Date(now.getTime() + days * DAY_MS);
};
const encrypt = async () => {
  const { CiphertextBlob } = await client.send(
    new EncryptCommand({ KeyId, Plaintext: Buffer.from('before') }),
  );
  return Buffer.from(CiphertextBlob ?? []);
};
const decrypt = async (CiphertextBlob: Buffer) => {
  const answer = await client.send(new DecryptCommand({ CiphertextBlob }));
  return [Buffer.from(answer.Plaintext ?? []).toString(), answer.KeyMaterialId];
};
const rotations = async () =>
  (await client.send(new ListKeyRotationsCommand({ KeyId }))).Rotations ?? [];
const status = () => client.send(new GetKeyRotationStatusCommand({ KeyId }));
const rotate = () => client.send(new RotateKeyOnDemandCommand({ KeyId }));

describe('rotation', () => {
  test('on demand gives new blobs new material and keeps old blobs readable', async () => {
    const old = await encrypt();
    await rotate();
    const fresh = await encrypt();
    const [oldText, oldMaterial] = await decrypt(old);
    const [freshText, freshMaterial] = await decrypt(fresh);
    expect([oldText, freshText]).toEqual(['before', 'before']);
    expect(oldMaterial).not.toBe(freshMaterial);
    expect(await rotations()).toMatchObject([
      { RotationType: 'ON_DEMAND', KeyMaterialId: freshMaterial },
    ]);
  });

  test('on demand is limited to 25 times', async () => {
    for (let count = 0; count < 25; count++) await rotate();
    await expect(rotate()).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test('on schedule happens when the period is over, not before, and once for each period', async () => {
    const old = await encrypt();
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const NextRotationDate = new Date(now.getTime() + 90 * DAY_MS);
    expect(await status()).toMatchObject({ KeyRotationEnabled: true, NextRotationDate });
    passDays(89);
    expect(await rotations()).toEqual([]);
    passDays(2);
    expect(await rotations()).toMatchObject([{ RotationType: 'AUTOMATIC' }]);
    passDays(90);
    expect(await rotations()).toHaveLength(2);
    expect((await decrypt(old))[0]).toBe('before');
    expect((await status()).NextRotationDate).toEqual(
      new Date(NextRotationDate.getTime() + 180 * DAY_MS),
    );
  });

  test('on schedule ends when it is disabled and waits while the key is', async () => {
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    await client.send(new DisableKeyCommand({ KeyId }));
    passDays(91);
    expect(await rotations()).toEqual([]);
    await client.send(new EnableKeyCommand({ KeyId }));
    expect(await rotations()).toHaveLength(1);
    await client.send(new DisableKeyRotationCommand({ KeyId }));
    passDays(500);
    expect(await rotations()).toHaveLength(1);
    expect(await status()).toMatchObject({ KeyRotationEnabled: false });
  });

  test.each([89, 2561])('cannot have a period of %d days', async (RotationPeriodInDays) => {
    const call = client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
    await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is refused for a disabled key and for a MAC key', async () => {
    await client.send(new DisableKeyCommand({ KeyId }));
    await expect(rotate()).rejects.toMatchObject({ name: 'DisabledException' });
    const mac = await client.send(
      new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    );
    const call = client.send(new RotateKeyOnDemandCommand({ KeyId: mac.KeyMetadata?.KeyId }));
    await expect(call).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
  });
});
