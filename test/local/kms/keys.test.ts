import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import type { CreateKeyCommandInput, KMSClient, KeyMetadata } from '@aws-sdk/client-kms';

import { runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const DAY_MS = 86_400_000;

let now = new Date();
let kms: RunningKms;
let client: KMSClient;

beforeAll(async () => {
  kms = await runKms(() => now);
  client = kms.client();
});
afterAll(() => kms.stop());
beforeEach(() => {
  now = new Date();
});

const createKey = async (input: CreateKeyCommandInput = {}): Promise<KeyMetadata> => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input));
  if (KeyMetadata === undefined) throw new Error('no key was made');
  return KeyMetadata;
};
const describeKey = async (KeyId?: string) =>
  (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
const encrypt = (KeyId?: string) =>
  client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));

describe('CreateKey', () => {
  test('without members makes an enabled symmetric key', async () => {
    const key = await createKey({ Description: 'wraps branch keys' });
    expect(key).toMatchObject({
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Enabled: true,
      Description: 'wraps branch keys',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      Arn: `arn:aws:kms:us-east-1:000000000000:key/${key.KeyId ?? ''}`,
    });
    expect(await describeKey(key.Arn)).toEqual(key);
  });

  test.each([
    ['HMAC_224', 'GENERATE_VERIFY_MAC', { MacAlgorithms: ['HMAC_SHA_224'] }],
    ['HMAC_512', 'GENERATE_VERIFY_MAC', { MacAlgorithms: ['HMAC_SHA_512'] }],
    ['ECC_NIST_P256', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_256'] }],
    ['ECC_NIST_P384', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_384'] }],
  ] as const)('makes %s keys for %s only', async (KeySpec, KeyUsage, algorithms) => {
    expect(await createKey({ KeySpec, KeyUsage })).toMatchObject(algorithms);
    await expect(createKey({ KeySpec })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each<[string, CreateKeyCommandInput, string]>([
    ['an elliptic curve we lack', { KeySpec: 'ECC_SECG_P256K1' }, 'UnsupportedOperationException'],
    ['RSA encryption', { KeySpec: 'RSA_2048' }, 'UnsupportedOperationException'],
    ['several Regions', { MultiRegion: true }, 'UnsupportedOperationException'],
    ['imported material', { Origin: 'EXTERNAL' }, 'ValidationException'],
    ['a custom key store', { CustomKeyStoreId: 'cks-1' }, 'UnsupportedOperationException'],
    ['reserved tags', { Tags: [{ TagKey: 'aws:x', TagValue: '' }] }, 'TagException'],
    ['a policy that is none', { Policy: '{}' }, 'MalformedPolicyDocumentException'],
  ])('refuses %s', async (_title, input, name) => {
    await expect(createKey(input)).rejects.toMatchObject({ name });
  });
});

describe('a key name', () => {
  test.each([
    ['an id of no key', '22222222-2222-4222-8222-222222222222'],
    ['a text that is no id', '4111111111111111'],
    ['an alias of no key', 'alias/4111111111111111'],
    ['a key of another Region', 'arn:aws:kms:eu-west-1:000000000000:key/x'],
    ['a name of the language', '__proto__'],
  ])('that is %s is not found', async (_title, name) => {
    const refusal = expect.not.stringContaining('4111') as string;
    await expect(describeKey(name)).rejects.toMatchObject({
      name: 'NotFoundException',
      message: refusal,
    });
  });
});

test('ListKeys pages through all keys and refuses a marker that is not its own', async () => {
  const made = [await createKey(), await createKey(), await createKey()];
  const listed: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListKeysCommand({ Limit: 2, Marker }));
    listed.push(...(page.Keys ?? []).map(({ KeyArn }) => KeyArn));
    expect(page.Truncated).toBe(page.NextMarker !== undefined);
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(listed).toEqual(expect.arrayContaining(made.map(({ Arn }) => Arn)));
  expect(new Set(listed).size).toBe(listed.length);
  await expect(client.send(new ListKeysCommand({ Marker: 'x' }))).rejects.toMatchObject({
    name: 'InvalidMarkerException',
  });
});

describe('a disabled key', () => {
  test('refuses use until it is enabled again', async () => {
    const { KeyId } = await createKey();
    const { CiphertextBlob } = await encrypt(KeyId);
    await client.send(new DisableKeyCommand({ KeyId }));
    await expect(encrypt(KeyId)).rejects.toMatchObject({ name: 'DisabledException' });
    const open = () => client.send(new DecryptCommand({ CiphertextBlob }));
    await expect(open()).rejects.toMatchObject({ name: 'DisabledException' });
    expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'Disabled', Enabled: false });
    await client.send(new EnableKeyCommand({ KeyId }));
    expect((await open()).Plaintext).toHaveLength(1);
  });
});

describe('a key that waits for deletion', () => {
  const schedule = (KeyId?: string) =>
    client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));

  test('refuses use, state changes and a second schedule', async () => {
    const { KeyId } = await createKey();
    expect(await schedule(KeyId)).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: new Date(now.getTime() + 7 * DAY_MS),
    });
    const calls = [
      () => encrypt(KeyId),
      () => client.send(new EnableKeyCommand({ KeyId })),
      () => client.send(new CreateAliasCommand({ AliasName: 'alias/late', TargetKeyId: KeyId })),
      () => schedule(KeyId),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
    }
  });

  test('comes back disabled when the deletion is cancelled', async () => {
    const { KeyId } = await createKey();
    await schedule(KeyId);
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    now = new Date(now.getTime() + 8 * DAY_MS);
    expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'Disabled' });
    await expect(client.send(new CancelKeyDeletionCommand({ KeyId }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
  });

  test('is there just before its date and gone with its aliases just after', async () => {
    const { KeyId } = await createKey();
    const { CiphertextBlob } = await encrypt(KeyId);
    await client.send(new CreateAliasCommand({ AliasName: 'alias/doomed', TargetKeyId: KeyId }));
    await schedule(KeyId);
    const dueAt = now.getTime() + 7 * DAY_MS;
    now = new Date(dueAt - 1000);
    expect(await describeKey('alias/doomed')).toMatchObject({ KeyState: 'PendingDeletion' });
    now = new Date(dueAt + 1000);
    await expect(describeKey(KeyId)).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(describeKey('alias/doomed')).rejects.toMatchObject({ name: 'NotFoundException' });
    const open = client.send(new DecryptCommand({ CiphertextBlob }));
    await expect(open).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.each([6, 31])('cannot be asked to wait %d days', async (PendingWindowInDays) => {
    const { KeyId } = await createKey();
    const call = client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
    await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('an alias', () => {
  test('names a key, then another of the same usage, then none', async () => {
    const [first, second] = [await createKey(), await createKey()];
    const AliasName = 'alias/moving';
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.KeyId }));
    expect((await describeKey(AliasName))?.KeyId).toBe(first.KeyId);
    await client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second.KeyId }));
    expect((await describeKey(AliasName))?.KeyId).toBe(second.KeyId);
    const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: second.KeyId }));
    expect(Aliases).toMatchObject([
      { AliasName, AliasArn: `arn:aws:kms:us-east-1:000000000000:${AliasName}` },
    ]);
    await client.send(new DeleteAliasCommand({ AliasName }));
    await expect(describeKey(AliasName)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('is refused when it exists, is malformed or would change the usage', async () => {
    const { KeyId: TargetKeyId } = await createKey();
    const mac = await createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const create = (AliasName: string) =>
      client.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    await create('alias/taken');
    await expect(create('alias/taken')).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    for (const name of ['alias/aws/ours', 'taken', 'alias/a b']) {
      await expect(create(name)).rejects.toMatchObject({ name: 'InvalidAliasNameException' });
    }
    const move = new UpdateAliasCommand({ AliasName: 'alias/taken', TargetKeyId: mac.KeyId });
    await expect(client.send(move)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is not taken where KMS wants the key itself', async () => {
    const { KeyId } = await createKey();
    await client.send(new CreateAliasCommand({ AliasName: 'alias/direct', TargetKeyId: KeyId }));
    const call = client.send(new DisableKeyCommand({ KeyId: 'alias/direct' }));
    await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test('tags are added, replaced, listed and removed', async () => {
  const { KeyId } = await createKey({ Tags: [{ TagKey: 'team', TagValue: 'a' }] });
  const Tags = [
    { TagKey: 'team', TagValue: 'b' },
    { TagKey: 'stage', TagValue: 'local' },
  ];
  await client.send(new TagResourceCommand({ KeyId, Tags }));
  const list = async () => (await client.send(new ListResourceTagsCommand({ KeyId }))).Tags;
  expect(await list()).toEqual(Tags);
  await client.send(new UntagResourceCommand({ KeyId, TagKeys: ['team'] }));
  expect(await list()).toEqual([{ TagKey: 'stage', TagValue: 'local' }]);
});
