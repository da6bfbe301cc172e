import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  EnableKeyCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

import { rootKeyStatements } from '../../../infra/policies/root-key.ts';
import type { Statement } from '../../../infra/policies/root-key.ts';
import { ACCOUNT, roleArn, runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const ROW = { tablename: 'branch-keys', 'branch-key-id': 'acme', type: 'branch:ACTIVE' };
const DENIED = { name: 'AccessDeniedException' };

const document = (statements: readonly (Statement | object)[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const use = {
  account: ACCOUNT,
  vaultRoleArn: roleArn('vault'),
  rewrapRoleArn: roleArn('rewrap'),
  keyAdminRoleArn: roleArn('keyadmin'),
  keyStoreName: 'branch-keys',
};

let kms: RunningKms;
let deployer: KMSClient;
let vault: KMSClient;
let rewrap: KMSClient;
let keyAdmin: KMSClient;
let other: KMSClient;
let KeyId: string | undefined;
let otherKeyId: string | undefined;

beforeAll(async () => {
  kms = await runKms();
  [deployer, vault, rewrap, keyAdmin, other] = [
    kms.client('deployer'),
    kms.client('vault'),
    kms.client('rewrap'),
    kms.client('keyadmin'),
    kms.client('other'),
  ];
  const Policy = document(rootKeyStatements(use));
  KeyId = (await deployer.send(new CreateKeyCommand({ Policy }))).KeyMetadata?.Arn;
  otherKeyId = (await deployer.send(new CreateKeyCommand({}))).KeyMetadata?.Arn;
});
afterAll(() => kms.stop());

const generate = (client: KMSClient, EncryptionContext: Record<string, string> = ROW) =>
  client.send(
    new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 32, EncryptionContext }),
  );
const decrypt = (client: KMSClient, CiphertextBlob?: Uint8Array, EncryptionContext = ROW) =>
  client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
const reEncrypt = (client: KMSClient, CiphertextBlob?: Uint8Array, DestinationKeyId = KeyId) =>
  client.send(
    new ReEncryptCommand({
      CiphertextBlob,
      SourceEncryptionContext: ROW,
      DestinationKeyId,
      DestinationEncryptionContext: ROW,
    }),
  );

describe('under the policy of the root key', () => {
  test('the key-admin role makes and re-encrypts branch keys that only vault and rewrap open', async () => {
    const made = await generate(keyAdmin);
    const versioned = await reEncrypt(keyAdmin, made.CiphertextBlob);
    for (const client of [vault, rewrap]) {
      expect((await decrypt(client, versioned.CiphertextBlob)).Plaintext).toHaveLength(32);
    }
    for (const client of [keyAdmin, deployer, other]) {
      await expect(decrypt(client, versioned.CiphertextBlob)).rejects.toMatchObject(DENIED);
    }
  });

  test('only the key-admin role makes branch keys', async () => {
    for (const client of [vault, rewrap, deployer, other]) {
      await expect(generate(client)).rejects.toMatchObject(DENIED);
    }
  });

  test('nobody re-encrypts to a key of their own', async () => {
    const { CiphertextBlob } = await generate(keyAdmin);
    for (const client of [vault, rewrap, keyAdmin, deployer, other]) {
      await expect(reEncrypt(client, CiphertextBlob, otherKeyId)).rejects.toMatchObject(DENIED);
    }
  });

  test.each<[string, Record<string, string>]>([
    ['of another table', { ...ROW, tablename: 'other' }],
    ['without branch key id', { tablename: 'branch-keys' }],
    ['without table', { 'branch-key-id': 'acme' }],
    ['without context', {}],
  ])('no row %s is made', async (_title, context) => {
    await expect(generate(keyAdmin, context)).rejects.toMatchObject(DENIED);
  });

  test('the vault role does nothing but decrypt', async () => {
    const calls = [
      () =>
        vault.send(
          new EncryptCommand({ KeyId, Plaintext: Buffer.from('x'), EncryptionContext: ROW }),
        ),
      () =>
        vault.send(
          new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: ROW }),
        ),
      () => vault.send(new DescribeKeyCommand({ KeyId })),
      () => vault.send(new DisableKeyCommand({ KeyId })),
      () => vault.send(new PutKeyPolicyCommand({ KeyId, Policy: document([]) })),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(DENIED);
  });

  test('the deployer administers, and uses nothing', async () => {
    await deployer.send(new DisableKeyCommand({ KeyId }));
    await expect(generate(keyAdmin)).rejects.toMatchObject({ name: 'DisabledException' });
    await deployer.send(new EnableKeyCommand({ KeyId }));
    const { Policy } = await deployer.send(new GetKeyPolicyCommand({ KeyId }));
    expect(Policy).toBe(document(rootKeyStatements(use)));
    const rotate = deployer.send(new RotateKeyOnDemandCommand({ KeyId }));
    await expect(rotate).rejects.toMatchObject(DENIED);
  });

  test('an endpoint that loopback cannot have closes the key', async () => {
    const Policy = document(rootKeyStatements({ ...use, endpointId: 'vpce-1' }));
    const created = await deployer.send(new CreateKeyCommand({ Policy }));
    const call = keyAdmin.send(
      new GenerateDataKeyWithoutPlaintextCommand({
        KeyId: created.KeyMetadata?.KeyId,
        NumberOfBytes: 32,
        EncryptionContext: ROW,
      }),
    );
    await expect(call).rejects.toMatchObject(DENIED);
  });
});

describe('PutKeyPolicy', () => {
  const only = (role: string, Action = 'kms:*') => ({
    Effect: 'Allow',
    Principal: { AWS: roleArn(role) },
    Action,
    Resource: '*',
  });

  test('takes effect at once', async () => {
    const { KeyMetadata } = await deployer.send(new CreateKeyCommand({}));
    const call = () => other.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await call();
    const Policy = document([only('deployer')]);
    await deployer.send(new PutKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId, Policy }));
    await expect(call()).rejects.toMatchObject(DENIED);
  });

  test('refuses a policy that locks its author out, unless told to take it', async () => {
    const { KeyMetadata } = await deployer.send(new CreateKeyCommand({}));
    const lockout = { KeyId: KeyMetadata?.KeyId, Policy: document([only('vault')]) };
    await expect(deployer.send(new PutKeyPolicyCommand(lockout))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    await deployer.send(
      new PutKeyPolicyCommand({ ...lockout, BypassPolicyLockoutSafetyCheck: true }),
    );
    const describe = deployer.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await expect(describe).rejects.toMatchObject(DENIED);
  });
});

describe('a policy may ask for', () => {
  const keyWith = async (Condition: object) => {
    const Policy = document([
      {
        Effect: 'Allow',
        Principal: { AWS: roleArn('deployer') },
        Action: 'kms:PutKeyPolicy',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:Encrypt',
        Resource: '*',
        Condition,
      },
    ]);
    return (await deployer.send(new CreateKeyCommand({ Policy }))).KeyMetadata?.KeyId;
  };
  const encrypt = async (Condition: object, EncryptionContext: Record<string, string> = {}) => {
    const Plaintext = Buffer.from('x');
    const id = await keyWith(Condition);
    return other.send(new EncryptCommand({ KeyId: id, Plaintext, EncryptionContext }));
  };
  const names = { 'kms:EncryptionContextKeys': ['tenant', 'purpose'] };

  test.each<[string, object, Record<string, string>]>([
    ['only these names', { 'ForAllValues:StringEquals': names }, { tenant: 'acme' }],
    ['some of these names', { 'ForAnyValue:StringEquals': names }, { tenant: 'acme', x: '1' }],
    ['the caller', { ArnLike: { 'aws:PrincipalArn': roleArn('o*') } }, {}],
    ['the account', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, {}],
    ['no service between', { Null: { 'kms:ViaService': 'true' } }, {}],
    ['the kind of key', { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } }, {}],
  ])('%s', async (_title, condition, context) => {
    expect((await encrypt(condition, context)).CiphertextBlob).toBeDefined();
  });

  test.each<[string, object, Record<string, string>]>([
    ['only these names', { 'ForAllValues:StringEquals': names }, { tenant: 'acme', x: '1' }],
    ['some of these names', { 'ForAnyValue:StringEquals': names }, { TENANT: 'acme' }],
    ['the caller', { ArnEquals: { 'aws:PrincipalArn': roleArn('vault') } }, {}],
    ['a service between', { StringLike: { 'kms:ViaService': '*' } }, {}],
  ])('%s, and refuses without', async (_title, condition, context) => {
    await expect(encrypt(condition, context)).rejects.toMatchObject(DENIED);
  });
});
