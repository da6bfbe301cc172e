import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createSupervisor } from '../../local/supervisor.ts';
import type { Supervisor } from '../../local/supervisor.ts';
import { buildEntries } from './built-entries.ts';
import type { BuiltEntries } from './built-entries.ts';
import { isAlive, isPortFree, until } from '../support/processes.ts';

/** A child of `protocol/child.ts` that answers with its pid, or misbehaves as configured. */
const CHILD = (protocol: string) => `
import { createServer } from 'node:http';
import { runChild } from '${protocol}';
runChild(async (config) => {
  if (config.mode === 'fails') throw new Error('the key file does not open');
  if (config.mode === 'exits') process.exit(7);
  const server = createServer((request, response) => {
    if (request.url === '/spin') for (;;);
    response.end(String(process.pid));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, '127.0.0.1', resolve);
  });
  console.log('serving');
  if (config.mode === 'dies') setTimeout(() => process.exit(7), 20);
  return {
    port: server.address().port,
    close: async () => { if (config.mode === 'hangs') await new Promise(() => {}); server.close(); },
  };
});`;

const PARENT = (supervisor: string, child: string) => `
import { createSupervisor } from '${supervisor}';
const supervisor = createSupervisor({ log: () => {}, onGivenUp: () => {} });
const names = ['one', 'two'];
const ports = [];
for (const name of names) {
  const spec = { name, entry: '${child}', config: { port: 0 } };
  ports.push((await supervisor.start(spec)).port);
}
process.send({ pids: supervisor.pids(), ports });`;

describe('the supervisor', () => {
  let built: BuiltEntries;
  let child: string;
  let lines: string[];
  let givenUp: string[];
  let supervisor: Supervisor;

  beforeAll(async () => {
    built = await buildEntries(['supervisor', 'protocol/child']);
    child = join(built.folder, 'child.mjs');
    writeFileSync(child, CHILD(built.path('protocol/child')));
  });

  afterAll(() => {
    built.remove();
  });

  beforeEach(() => {
    lines = [];
    givenUp = [];
    supervisor = createSupervisor({
      log: (line) => lines.push(line),
      onGivenUp: (message) => givenUp.push(message),
    });
  });

  afterEach(async () => {
    await supervisor.stop();
  });

  const ask = async (port: number, path = '/') =>
    Number(await (await fetch(`http://127.0.0.1:${port}${path}`)).text());
  const start = (name: string, mode = 'serves') =>
    supervisor.start({ name, entry: child, config: { port: 0, mode } });
  const answers = async (port: number) => {
    try {
      return (await ask(port)) > 0;
    } catch {
      return false;
    }
  };

  it('answers with the port of a child that serves, and passes on what it prints', async () => {
    const { port } = await start('kms');
    expect(await ask(port)).toBe(supervisor.pids().kms);
    await until(() => lines.includes('kms: serving'));
  });

  it('restarts a killed child on the same port', async () => {
    const { port } = await start('kms');
    for (let round = 0; round < 3; round += 1) {
      const pid = supervisor.pids().kms ?? 0;
      process.kill(pid, 'SIGKILL');
      await until(() => answers(port));
      expect(await ask(port)).not.toBe(pid);
    }
    expect(givenUp).toEqual([]);
  });

  it('tells why a child does not start', async () => {
    await expect(start('kms', 'fails')).rejects.toThrow('the key file does not open');
    await expect(start('dynamodb', 'exits')).rejects.toThrow('ended before it was ready');
    expect(supervisor.pids()).toEqual({});
  });

  it('gives a child up that dies again and again', async () => {
    const { port } = await start('kms', 'dies');
    await until(() => givenUp.length > 0, 20_000);
    expect(givenUp).toEqual(['kms does not stay up; its last lines say why.']);
    expect(await isPortFree(port)).toBe(true);
  });

  it('stops all children and frees their ports', async () => {
    const { port: one } = await start('kms');
    const { port: two } = await start('cognito');
    const pids = Object.values(supervisor.pids());
    await supervisor.stop();
    expect(pids).toHaveLength(2);
    expect(pids.some(isAlive)).toBe(false);
    expect(await isPortFree(one)).toBe(true);
    expect(await isPortFree(two)).toBe(true);
  });

  it('ends a child by force that does not stop', async () => {
    const { port } = await start('kms', 'hangs');
    const began = Date.now();
    await supervisor.stop();
    expect(Date.now() - began).toBeLessThan(4_500);
    expect(await isPortFree(port)).toBe(true);
  });

  it('leaves no orphan when its own process is killed, not even of a child in a loop', async () => {
    const script = join(built.folder, 'parent.mjs');
    writeFileSync(script, PARENT(built.path('supervisor'), child));
    const parent = fork(script, { execArgv: [] });
    const { pids, ports } = await firstMessage(parent);
    const [one = 0, two = 0] = ports;
    ask(one, '/spin').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    parent.kill('SIGKILL');
    await until(() => !Object.values(pids).some(isAlive));
    await until(() => isPortFree(one));
    await until(() => isPortFree(two));
  });
});

function firstMessage(
  child: ChildProcess,
): Promise<{ readonly pids: Record<string, number>; readonly ports: readonly number[] }> {
  return new Promise((resolve) => {
    child.once('message', (message) => {
      resolve(message as { pids: Record<string, number>; ports: number[] });
    });
  });
}
