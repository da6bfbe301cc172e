import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ReleaseDocument, TokenizeDocument } from '../../client/generated/operations.ts';
import { readReady } from '../../local/ready.ts';
import {
  newDataDir,
  removeDataDir,
  spawnGateway,
  startGateway,
  untilExit,
} from '../support/gateway.ts';
import type { RunningGateway } from '../support/gateway.ts';
import { callerFor } from '../support/graphql.ts';
import { descendants, isAlive, isPortFree } from '../support/processes.ts';

describe('npm start', () => {
  const dataDir = newDataDir();
  let gateway: RunningGateway;
  let token: string;

  beforeAll(async () => {
    gateway = await startGateway({ dataDir });
  });
  afterAll(async () => {
    await gateway.stop();
    removeDataDir(dataDir);
  });

  test('it tokenizes', async () => {
    const tokenizer = await callerFor(gateway.ready, 'acme-tokenizer');
    const input = { dataClass: 'PAN', plaintext: '4111111111111111' } as const;
    const { data } = await tokenizer.run(TokenizeDocument, { input });
    token = data?.tokenize.token ?? '';
    expect(token).toMatch(/^tok_/);
  });

  const testWithCurl = spawnSync('curl', ['--version']).status === 0 ? test : test.skip;
  testWithCurl('the printed command line signs in and tokenizes as it stands', () => {
    const line =
      gateway
        .output()
        .split('\n')
        .find((one) => one.startsWith('curl')) ?? '';
    const answer = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' })) as {
      data: { tokenize: { token: string; masked: string } };
    };
    expect(answer.data.tokenize.masked).toBe('************1111');
  });

  test('it prints a user for each group, with a password that signs in', async () => {
    for (const { username, password } of gateway.ready.users) {
      expect(gateway.output()).toContain(password);
      await expect(callerFor(gateway.ready, username)).resolves.toBeDefined();
    }
  });

  test('ready.json is for its owner only, and so is the data directory', () => {
    expect(statSync(join(dataDir, 'ready.json')).mode & 0o777).toBe(0o600);
  });

  test('a port that is taken is named, and nothing is left running', async () => {
    const port = new URL(gateway.ready.graphql).port;
    const other = newDataDir();
    const { child, output } = spawnGateway(['--port', port, '--data-dir', other]);
    expect(await untilExit(child)).toBe(1);
    expect(output()).toBe(
      `Port ${port} is taken. Stop what uses it, or choose another with --port.\n`,
    );
    expect(readReady(other)).toBeNull();
    removeDataDir(other);
  });

  test('a second gateway in the same data directory is refused', async () => {
    const { child, output } = spawnGateway(['--port', '0', '--data-dir', dataDir, '--fresh']);
    expect(await untilExit(child)).toBe(1);
    expect(output()).toBe('Another gateway runs in this data directory.\n');
  });

  test('a data directory that others may write to is refused', async () => {
    const folder = newDataDir();
    chmodSync(folder, 0o777);
    const { child, output } = spawnGateway(['--port', '0', '--data-dir', folder]);
    expect(await untilExit(child)).toBe(1);
    expect(output()).toContain('Others may write');
    expect(readdirSync(folder)).toEqual([]);
    removeDataDir(folder);
  });

  test('--fresh leaves a folder alone that is not its own', async () => {
    const folder = newDataDir();
    mkdirSync(join(folder, 'precious'));
    writeFileSync(join(folder, 'precious', 'file'), 'kept');
    const { child } = spawnGateway(['--port', '0', '--data-dir', folder, '--fresh']);
    expect(await untilExit(child)).toBe(1);
    expect(statSync(join(folder, 'precious', 'file')).size).toBe(4);
    removeDataDir(folder);
  });

  test('stopped, it leaves no process, no port and no ready.json', async () => {
    const children = descendants(gateway.ready.pid).map(({ pid }) => pid);
    const { ready } = gateway;
    expect(children.length).toBeGreaterThanOrEqual(5);
    expect(await gateway.stop()).toBe(0);
    expect([...children, ready.pid].filter((pid) => isAlive(pid))).toEqual([]);
    const urls = [
      ready.graphql,
      ready.kms.endpoint,
      ready.dynamodb.endpoint,
      ready.cognito.endpoint,
    ];
    const free = await Promise.all(urls.map((url) => isPortFree(Number(new URL(url).port))));
    expect(free).toEqual([true, true, true, true]);
    expect(readReady(dataDir)).toBeNull();
  });

  test('started again, it knows its users and its tokens', async () => {
    const before = gateway.ready;
    gateway = await startGateway({ dataDir });
    expect(gateway.ready.users).toEqual(before.users);
    expect(gateway.ready.cognito.userPoolId).toBe(before.cognito.userPoolId);
    const payments = await callerFor(gateway.ready, 'acme-payments');
    const { data } = await payments.run(ReleaseDocument, { input: { token, purpose: 'PAYMENT' } });
    expect(data?.detokenize.plaintext).toBe('4111111111111111');
  });

  test('SIGTERM stops it as Ctrl-C does', async () => {
    const gone = untilExit(gateway.process);
    gateway.process.kill('SIGTERM');
    expect(await gone).toBe(0);
    gateway = await startGateway({ dataDir });
  });

  test('started with --fresh, it knows no token', async () => {
    await gateway.stop();
    const { child } = spawnGateway(['--port', '0', '--data-dir', dataDir, '--fresh']);
    while (readReady(dataDir)?.pid !== child.pid) await new Promise((r) => setTimeout(r, 50));
    const ready = readReady(dataDir);
    if (ready === null) throw new Error('not ready');
    const payments = await callerFor(ready, 'acme-payments');
    const { errors } = await payments.run(ReleaseDocument, {
      input: { token, purpose: 'PAYMENT' },
    });
    child.kill('SIGINT');
    await untilExit(child);
    expect(errors[0]?.errorType).toBe('TOKEN_NOT_FOUND');
  });
});
