import { CreateKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { KmsConfig } from '../../../local/kms/service.ts';
import type { ChildMessage } from '../../../local/protocol/child.ts';
import { buildEntries } from '../built-entries.ts';
import type { BuiltEntries } from '../built-entries.ts';

const ACCESS_KEY = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' };

let entries: BuiltEntries;
let dataDir: string;
beforeAll(async () => {
  entries = await buildEntries(['kms/main']);
  dataDir = mkdtempSync(join(tmpdir(), 'kms-'));
});
afterAll(() => {
  entries.remove();
  rmSync(dataDir, { recursive: true });
});

const start = async (passphrase: string): Promise<[ChildProcess, ChildMessage]> => {
  const config: KmsConfig = {
    dataDir,
    port: 0,
    passphrase,
    region: 'us-east-1',
    account: '000000000000',
    accessKeys: [{ ...ACCESS_KEY, principal: 'arn:aws:iam::000000000000:role/test' }],
  };
  const child = fork(entries.path('kms/main'), { stdio: 'ignore' });
  child.send({ type: 'start', config });
  const [message] = (await once(child, 'message')) as [ChildMessage];
  return [child, message];
};
const clientFor = (message: ChildMessage) => {
  if (message.type !== 'ready') throw new Error('the KMS did not start');
  return new KMSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${message.port}`,
    credentials: ACCESS_KEY,
    maxAttempts: 1,
  });
};
const kill = async (child: ChildProcess) => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** Creates keys, several side by side, until the process is gone; answers the acknowledged ones. */
async function createUntilKilled(client: KMSClient, acknowledged: Set<string>): Promise<void> {
  const createSome = async () => {
    for (;;) {
      const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
      acknowledged.add(KeyMetadata?.KeyId ?? '');
    }
  };
  await Promise.allSettled([createSome(), createSome(), createSome()]);
}

test('a kill at any moment loses no acknowledged key and leaves a readable file', async () => {
  const acknowledged = new Set<string>();
  for (const milliseconds of [30, 70, 110]) {
    const [child, message] = await start('a passphrase');
    const client = clientFor(message);
    const creating = createUntilKilled(client, acknowledged);
    const aim = acknowledged.size + 3;
    while (acknowledged.size < aim) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await kill(child);
    await creating;
    client.destroy();
  }
  const [child, message] = await start('a passphrase');
  const client = clientFor(message);
  const { Keys } = await client.send(new ListKeysCommand({ Limit: 1000 }));
  await kill(child);
  client.destroy();
  const kept = new Set(Keys?.map(({ KeyId }) => KeyId));
  expect(acknowledged.size).toBeGreaterThanOrEqual(9);
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
});

test('a wrong passphrase is reported to the parent in a sentence without it', async () => {
  const [child, message] = await start('not the passphrase');
  await kill(child);
  expect(message).toMatchObject({ type: 'failed' });
  expect(JSON.stringify(message)).not.toContain('not the passphrase');
});
