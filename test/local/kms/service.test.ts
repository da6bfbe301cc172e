import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCallCounts } from '../../../local/kms/call-counts.ts';
import { openKeyStore } from '../../../local/kms/key-store.ts';
import { startKms } from '../../../local/kms/service.ts';
import { PASSPHRASE, roleArn, runKms } from './running-kms.ts';
import type { RunningKms } from './running-kms.ts';

const CANARY = '4111111111111111';

let kms: RunningKms;
beforeAll(async () => {
  kms = await runKms();
});
afterAll(() => kms.stop());

const createKey = async (client: KMSClient) =>
  (await client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
const post = (target: string, headers: Record<string, string> = {}, body = '{}') =>
  fetch(kms.endpoint(), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${target}`,
      ...headers,
    },
    body,
  });
const errorOf = async (response: Response) => (await response.json()) as { __type: string };

describe('a restart', () => {
  test('keeps keys, aliases and policies, so that old blobs open', async () => {
    const KeyId = await createKey(kms.client());
    const alias = { AliasName: 'alias/kept', TargetKeyId: KeyId };
    await kms.client().send(new CreateAliasCommand(alias));
    const { CiphertextBlob } = await kms
      .client()
      .send(new EncryptCommand({ KeyId: 'alias/kept', Plaintext: Buffer.from('kept') }));
    await kms.restart();
    const answer = await kms.client().send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(answer.Plaintext ?? []).toString()).toBe('kept');
    const described = await kms.client().send(new DescribeKeyCommand({ KeyId: 'alias/kept' }));
    expect(described.KeyMetadata?.KeyId).toBe(KeyId);
  });

  test('with another passphrase is refused and leaves the file as it is', async () => {
    const path = join(kms.dataDir, 'kms.sealed');
    const before = readFileSync(path);
    await expect(startKms({ ...kms.config, passphrase: 'wrong' })).rejects.toThrow('does not open');
    expect(readFileSync(path)).toEqual(before);
  });

  test('removes the half-written file of a process that was killed', async () => {
    writeFileSync(join(kms.dataDir, 'kms.sealed.12345.tmp'), 'half');
    await kms.restart();
    expect(readdirSync(kms.dataDir).sort()).toEqual(['kms-calls.log', 'kms.sealed']);
  });
});

describe('the key file', () => {
  test('is for its owner only and holds no key material in the clear', async () => {
    const client = kms.client();
    await createKey(client);
    await client.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
    const path = join(kms.dataDir, 'kms.sealed');
    const file = readFileSync(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const keys = Object.values(openKeyStore(kms.dataDir, PASSPHRASE).state.keys);
    const secrets = keys.flatMap(({ backingKeys }) => backingKeys.map(({ secret }) => secret));
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) {
      const raw = Buffer.from(secret, 'base64');
      const forms = [secret, raw, raw.toString('hex'), Buffer.from(secret).toString('base64')];
      expect(forms.some((form) => file.includes(form))).toBe(false);
    }
  });

  test('that cannot be written changes nothing: what is not on disk is not used', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kms-'));
    const store = openKeyStore(folder, PASSPHRASE);
    const alias = { createdAt: 0, updatedAt: 0, target: 'none' };
    rmSync(folder, { recursive: true });
    expect(() => store.change(({ aliases }) => (aliases['alias/lost'] = alias))).toThrow('ENOENT');
    expect(store.state.aliases).toEqual({});
  });
});

describe('a caller', () => {
  test('with a wrong secret is refused', async () => {
    const call = kms.forger('vault').send(new ListKeysCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  test('with an access key that is not ours is refused', async () => {
    const stranger = new KMSClient({
      region: 'us-east-1',
      endpoint: kms.endpoint(),
      credentials: { accessKeyId: 'AKIDSTRANGER', secretAccessKey: 'secret' },
    });
    await expect(stranger.send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    stranger.destroy();
  });

  test('without signature is refused', async () => {
    const response = await post('ListKeys');
    expect([response.status, (await errorOf(response)).__type]).toEqual([
      400,
      'MissingAuthenticationTokenException',
    ]);
  });

  test('that is a web page is refused, signed or not', async () => {
    const response = await post('ListKeys', { origin: 'http://127.0.0.1:4000' });
    expect(response.status).toBe(403);
    const client = kms.client();
    client.middlewareStack.add(
      (next) => (call) => {
        (call.request as { headers: Record<string, string> }).headers.origin = 'http://page';
        return next(call);
      },
      { step: 'build' },
    );
    await expect(client.send(new ListKeysCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('that sends more than 64 KB is refused', async () => {
    const response = await post('ListKeys', {}, JSON.stringify({ a: 'x'.repeat(65_536) }));
    expect(response.status).toBe(413);
  });

  test('learns that an operation is not of KMS, or not of this one', async () => {
    const unknown = await post('ListSecrets');
    expect((await errorOf(unknown)).__type).toBe('UnknownOperationException');
    const grant = new CreateGrantCommand({ KeyId: 'x', GranteePrincipal: 'y', Operations: [] });
    await expect(kms.client().send(grant)).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });

  test.each([{ DryRun: true }, { GrantTokens: ['t'] }])(
    'learns that a member is not supported: %j',
    async (member) => {
      const client = kms.client();
      const KeyId = await createKey(client);
      const call = client.send(
        new EncryptCommand({ KeyId, Plaintext: Buffer.from('x'), ...member }),
      );
      await expect(call).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    },
  );
});

test('no refusal repeats what was sent', async () => {
  const client = kms.client();
  const KeyId = await createKey(client);
  const Plaintext = Buffer.from(CANARY);
  const context = { [CANARY]: CANARY };
  const calls = [
    () => client.send(new DescribeKeyCommand({ KeyId: CANARY })),
    () => client.send(new DescribeKeyCommand({ KeyId: `alias/${CANARY}` })),
    () =>
      client.send(new DecryptCommand({ CiphertextBlob: Plaintext, EncryptionContext: context })),
    () => client.send(new GetPublicKeyCommand({ KeyId })),
    () => client.send(new CreateKeyCommand({ KeySpec: CANARY as 'RSA_2048' })),
    () => client.send(new CreateKeyCommand({ Policy: CANARY })),
    () => client.send(new CreateAliasCommand({ AliasName: CANARY, TargetKeyId: KeyId })),
    () =>
      client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm: CANARY as never })),
  ];
  for (const call of calls) {
    const error: unknown = await call().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toContain(CANARY);
  }
});

describe('calls', () => {
  test('are counted by operation and principal, refused ones apart', async () => {
    const countOf = async (role: string) =>
      (await readCallCounts(kms.client('other'))).find(
        ({ operation, principal }) => operation === 'DescribeKey' && principal === roleArn(role),
      ) ?? { calls: 0, refused: 0 };
    const before = await countOf('vault');
    const KeyId = await createKey(kms.client());
    await kms.client('vault').send(new DescribeKeyCommand({ KeyId }));
    const missing = kms.client('vault').send(new DescribeKeyCommand({ KeyId: 'none' }));
    await expect(missing).rejects.toThrow();
    expect(await countOf('vault')).toMatchObject({
      calls: before.calls + 2,
      refused: before.refused + 1,
    });
  });

  test('leave a line each in the log, with names and ids and no value', async () => {
    const client = kms.client();
    const KeyId = await createKey(client);
    const EncryptionContext = { tenant: CANARY };
    const Plaintext = Buffer.from(CANARY);
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({ KeyId, Plaintext, EncryptionContext }),
    );
    await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toThrow();
    await kms.restart();
    const log = readFileSync(join(kms.dataDir, 'kms-calls.log'), 'utf8');
    const lines = log.trim().split('\n').slice(-2);
    const expected = { principal: roleArn('deployer'), keys: [KeyId] };
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { operation: 'Encrypt', result: 'ok', ...expected },
      { operation: 'Decrypt', result: 'InvalidCiphertextException', ...expected },
    ]);
    for (const form of [CANARY, Plaintext.toString('base64')]) expect(log).not.toContain(form);
  });
});
