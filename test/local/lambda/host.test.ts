import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createLambdaHost } from '../../../local/lambda/host.ts';
import type { LambdaFunction, LambdaHost } from '../../../local/lambda/host.ts';
import { buildEntries } from '../built-entries.ts';
import type { BuiltEntries } from '../built-entries.ts';
import { isAlive, until } from '../../support/processes.ts';

const BUNDLE = `
const calls = { count: 0 };
exports.handler = async (event, context) => {
  calls.count += 1;
  switch (event.do) {
    case 'echo': return event;
    case 'nothing': return undefined;
    case 'throw': throw new TypeError('no such thing');
    case 'environment': return { variables: process.env, cwd: process.cwd() };
    case 'context': return { ...context, remaining: context.getRemainingTimeInMillis() };
    case 'wait': await new Promise((r) => setTimeout(r, event.ms)); return event.id;
    case 'spin': for (;;);
    case 'exit': process.exit(3);
    case 'count': return calls.count;
    case 'print': console.log('a line'); console.error('another'); return null;
    case 'large': return 'x'.repeat(event.length);
    case 'limits': return require('fs').readFileSync('/proc/self/limits', 'utf8');
    case 'flags': return process.execArgv;
  }
};`;

describe('the Lambda host', () => {
  let built: BuiltEntries;
  let host: LambdaHost;
  const lines: string[] = [];

  const define = (name: string, more: Partial<LambdaFunction> = {}): LambdaFunction => {
    const folder = join(built.folder, 'functions', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
    writeFileSync(join(folder, 'index.js'), BUNDLE);
    const bundle = join(folder, 'index.js');
    return { name, bundle, environment: { TABLE: 'records' }, timeoutSeconds: 5, ...more };
  };

  beforeAll(async () => {
    built = await buildEntries(['lambda/worker']);
    host = createLambdaHost({
      workerEntry: built.path('lambda/worker'),
      functions: [
        define('vault'),
        define('hasty', { timeoutSeconds: 1 }),
        define('missing', { bundle: join(built.folder, 'nowhere.js') }),
      ],
      log: (line) => lines.push(line),
      concurrency: 150,
    });
  });

  afterAll(async () => {
    await host.close();
    built.remove();
  });

  it('gives the result of a function as JSON gives it', async () => {
    const event = { do: 'echo', text: 'ž𝄞', list: [1, null], gone: undefined };
    expect(await host.invoke('vault', event)).toEqual({
      do: 'echo',
      text: 'ž𝄞',
      list: [1, null],
    });
    expect(await host.invoke('vault', { do: 'nothing' })).toBeNull();
  });

  it('rejects with the message and type of what the function threw', async () => {
    await expect(host.invoke('vault', { do: 'throw' })).rejects.toMatchObject({
      message: 'no such thing',
      errorType: 'TypeError',
    });
  });

  it('shows a function its own environment and nothing else', async () => {
    process.env.SECRET_OF_THE_PARENT = 'x';
    expect(await host.invoke('vault', { do: 'environment' })).toEqual({
      variables: { TABLE: 'records' },
      cwd: '/',
    });
  });

  it('gives a context like that of AWS', async () => {
    const context = await host.invoke('vault', { do: 'context' });
    expect(context).toMatchObject({
      functionName: 'vault',
      functionVersion: '$LATEST',
      memoryLimitInMB: '512',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    const { remaining } = context as { remaining: number };
    expect(remaining).toBeGreaterThan(4_000);
    expect(remaining).toBeLessThanOrEqual(5_000);
  });

  it('leaves no core dump, report or heap snapshot behind', async () => {
    expect(await host.invoke('vault', { do: 'limits' })).toMatch(/Max core file size +0 /);
    expect(await host.invoke('vault', { do: 'flags' })).toEqual(['--max-old-space-size=512']);
  });

  it('runs 100 calls at the same time, each with its own answer', async () => {
    const began = Date.now();
    const ids = Array.from({ length: 100 }, (_, id) => id);
    const results = await Promise.all(
      ids.map((id) => host.invoke('vault', { do: 'wait', ms: 200, id })),
    );
    expect(results).toEqual(ids);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('throttles calls above the limit, as AWS does', async () => {
    const calls = Array.from({ length: 151 }, () => host.invoke('vault', { do: 'wait', ms: 100 }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(outcomes.at(-1)).toMatchObject({ reason: { errorType: 'TooManyRequestsException' } });
  });

  it('ends a call that outlasts its time and replaces the worker', async () => {
    const before = host.pids().hasty ?? 0;
    const spinning = host.invoke('hasty', { do: 'spin' });
    await expect(spinning).rejects.toThrow('Task timed out after 1.00 seconds');
    expect(await host.invoke('hasty', { do: 'count' })).toBe(1);
    await until(() => !isAlive(before));
  });

  it('lets other calls of a worker finish when one of them times out', async () => {
    const slow = host.invoke('hasty', { do: 'wait', ms: 3_000 });
    slow.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const other = host.invoke('hasty', { do: 'wait', ms: 700, id: 'other' });
    await expect(slow).rejects.toThrow('timed out');
    expect(await host.invoke('hasty', { do: 'count' })).toBe(1);
    expect(await other).toBe('other');
  });

  it('reports a killed worker to the calls in flight and replaces it', async () => {
    const pid = host.pids().vault ?? 0;
    const waiting = host.invoke('vault', { do: 'wait', ms: 3_000 });
    process.kill(pid, 'SIGKILL');
    await expect(waiting).rejects.toThrow('Runtime exited with error: signal: killed');
    expect(await host.invoke('vault', { do: 'count' })).toBe(1);
  });

  it('reports a function that ends its own process', async () => {
    await expect(host.invoke('vault', { do: 'exit' })).rejects.toThrow('exit status 3');
    expect(await host.invoke('vault', { do: 'count' })).toBe(1);
  });

  it('refuses events and results above 6 MB', async () => {
    const limit = 6 * 1024 * 1024;
    await expect(host.invoke('vault', 'x'.repeat(limit))).rejects.toMatchObject({
      errorType: 'RequestEntityTooLargeException',
    });
    await expect(host.invoke('vault', { do: 'large', length: limit })).rejects.toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
    const largest = await host.invoke('vault', { do: 'large', length: limit - 2 });
    expect(largest).toHaveLength(limit - 2);
  });

  it('hands over what a function prints, line by line', async () => {
    await host.invoke('vault', { do: 'print' });
    await until(() => lines.includes('vault: a line') && lines.includes('vault: another'));
  });

  it('tells every call when a bundle cannot be loaded', async () => {
    await expect(host.invoke('missing', {})).rejects.toThrow('Cannot find module');
    await expect(host.invoke('unheard-of', {})).rejects.toThrow('Function not found.');
  });
});

describe('closing the Lambda host', () => {
  it('ends every worker, busy ones included, and refuses further calls', async () => {
    const built = await buildEntries(['lambda/worker']);
    const bundle = join(built.folder, 'spin.cjs');
    writeFileSync(bundle, 'exports.handler = () => { for (;;); };');
    const definition = { name: 'spin', bundle, environment: {}, timeoutSeconds: 60 };
    const workerEntry = built.path('lambda/worker');
    const host = createLambdaHost({ workerEntry, functions: [definition], log: () => undefined });
    const call = host.invoke('spin', {});
    call.catch(() => undefined);
    const pid = host.pids().spin ?? 0;
    await host.close();
    await expect(call).rejects.toThrow('Runtime exited');
    expect(isAlive(pid)).toBe(false);
    await expect(host.invoke('spin', {})).rejects.toThrow('Function not found.');
    built.remove();
  });
});
