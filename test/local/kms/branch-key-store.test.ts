import { BranchKeyStoreNode } from '@aws-crypto/branch-keystore-node';
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { rootKeyStatements } from '../../../infra/policies/root-key.ts';
import { until } from '../../support/processes.ts';
import { ACCOUNT, roleArn, runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const TABLE = 'branch-keys';

let kms: RunningKms;
let dynamodb: DynamoDBClient;
let engine: ChildProcess;
let vault: BranchKeyStoreNode;
let keyAdmin: BranchKeyStoreNode;

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
const startDynamoDb = async () => {
  const port = await freePort();
  engine = spawn(require.resolve('@dynoxide/linux-x64/dynoxide'), ['--port', String(port)], {
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await until(() => fetch(endpoint).then(Boolean, () => false));
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' };
  dynamodb = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
};
const createTable = () =>
  dynamodb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'branch-key-id', AttributeType: 'S' },
        { AttributeName: 'type', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'branch-key-id', KeyType: 'HASH' },
        { AttributeName: 'type', KeyType: 'RANGE' },
      ],
    }),
  );
const createRootKey = async () => {
  const statements = rootKeyStatements({
    account: ACCOUNT,
    vaultRoleArn: roleArn('vault'),
    rewrapRoleArn: roleArn('rewrap'),
    keyAdminRoleArn: roleArn('keyadmin'),
    keyStoreName: TABLE,
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const created = await kms.client().send(new CreateKeyCommand({ Policy }));
  return created.KeyMetadata?.Arn ?? '';
};

beforeAll(async () => {
  kms = await runKms();
  await startDynamoDb();
  await createTable();
  const identifier = await createRootKey();
  const storeOf = (kmsClient: KMSClient) =>
    new BranchKeyStoreNode({
      logicalKeyStoreName: TABLE,
      storage: { ddbTableName: TABLE, ddbClient: dynamodb },
      keyManagement: { kmsClient },
      kmsConfiguration: { identifier },
    });
  vault = storeOf(kms.client('vault'));
  keyAdmin = storeOf(kms.client('keyadmin'));
});
afterAll(async () => {
  dynamodb.destroy();
  const gone = once(engine, 'exit');
  engine.kill();
  await gone;
  await kms.stop();
});

const createKey = (branchKeyIdentifier: string, store = keyAdmin) =>
  store.createKey({ branchKeyIdentifier, encryptionContext: { tenant: branchKeyIdentifier } });

describe('the key store of the Encryption SDK', () => {
  test('makes a branch key as key admin, which the vault reads and the key admin cannot', async () => {
    await createKey('acme');
    const active = await vault.getActiveBranchKey('acme');
    expect(active.branchKey()).toHaveLength(32);
    expect(active.encryptionContext).toEqual({ tenant: 'acme' });
    await expect(keyAdmin.getActiveBranchKey('acme')).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('makes a new version, after which the old one is still readable', async () => {
    await createKey('globex');
    const first = await vault.getActiveBranchKey('globex');
    await keyAdmin.versionKey({ branchKeyIdentifier: 'globex' });
    const second = await vault.getActiveBranchKey('globex');
    expect(second.branchKeyVersion).not.toEqual(first.branchKeyVersion);
    expect(second.branchKey()).not.toEqual(first.branchKey());
    const version = first.branchKeyVersion.toString('utf8');
    const old = await vault.getBranchKeyVersion('globex', version);
    expect(old.branchKey()).toEqual(first.branchKey());
  });

  test('cannot make or version a branch key as the vault', async () => {
    await createKey('initech');
    const denied = { name: 'AccessDeniedException' };
    await expect(createKey('umbrella', vault)).rejects.toMatchObject(denied);
    await expect(vault.versionKey({ branchKeyIdentifier: 'initech' })).rejects.toMatchObject(
      denied,
    );
  });

  test('keeps no branch key in the clear in its table', async () => {
    await createKey('hooli');
    const active = await vault.getActiveBranchKey('hooli');
    const Key = { 'branch-key-id': { S: 'hooli' }, type: { S: 'branch:ACTIVE' } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE, Key }));
    const blob = Buffer.from(Item?.enc?.B ?? []);
    expect(blob).toHaveLength(184);
    expect(blob.includes(active.branchKey())).toBe(false);
  });
});
