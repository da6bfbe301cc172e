import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CognitoConfig } from '../../../local/cognito/service.ts';
import type { ChildMessage } from '../../../local/protocol/child.ts';
import { buildEntries } from '../built-entries.ts';
import type { BuiltEntries } from '../built-entries.ts';
import {
  ACCESS_KEY,
  PASSPHRASE,
  POOL_SETTINGS,
  REGION,
  createClient,
  createMovableClock,
} from './user-pool-fixture.ts';

let entries: BuiltEntries;
let dataDir: string;

beforeAll(async () => {
  entries = await buildEntries(['cognito/main']);
  dataDir = mkdtempSync(join(tmpdir(), 'cognito-'));
});

afterAll(() => {
  entries.remove();
  rmSync(dataDir, { recursive: true });
});

async function start(port: number): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(entries.path('cognito/main'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const accessKeys = [ACCESS_KEY];
  const config: CognitoConfig = {
    dataDir,
    port,
    passphrase: PASSPHRASE,
    region: REGION,
    accessKeys,
  };
  child.send({ type: 'start', config });
  const [message] = (await once(child, 'message')) as [ChildMessage];
  if (message.type !== 'ready') {
    await kill(child);
    throw new Error(message.reason);
  }
  return { child, port: message.port };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe('the child process', () => {
  it('that is killed under load lost no user that it acknowledged', async () => {
    const first = await start(0);
    const endpoint = `http://127.0.0.1:${first.port}`;
    const before = createClient(endpoint, createMovableClock(), ACCESS_KEY);
    const { UserPool } = await before.createUserPool(POOL_SETTINGS);
    const UserPoolId = UserPool?.Id ?? '';
    const acknowledged: string[] = [];
    const create = async (worker: number) => {
      for (let index = 0; ; index += 1) {
        const Username = `user-${worker}-${index}`;
        await before.adminCreateUser({ UserPoolId, Username, MessageAction: 'SUPPRESS' });
        acknowledged.push(Username);
        if (acknowledged.length === 40) await kill(first.child);
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, (_, worker) => create(worker)));
    before.destroy();
    const second = await start(first.port);
    const after = createClient(endpoint, createMovableClock(), ACCESS_KEY);
    expect(acknowledged.length).toBeGreaterThanOrEqual(40);
    for (const Username of acknowledged) {
      await expect(after.adminGetUser({ UserPoolId, Username })).resolves.toBeDefined();
    }
    after.destroy();
    await kill(second.child);
  });

  it('says why it cannot start', async () => {
    const { child, port } = await start(0);
    await expect(start(port)).rejects.toThrow('EADDRINUSE');
    await kill(child);
  });
});
