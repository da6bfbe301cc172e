import { setTimeout as delay } from 'node:timers/promises';

import { isPortFree } from '../test/support/processes.ts';

/** A sampled function; `url` is empty for what V8 does itself. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    /** From 0. */
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly children?: readonly number[];
}

/** https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** The part of the browsers' WebSocket that is used; Node 20 has it behind `--experimental-websocket`. */
interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(): void;
}

const { WebSocket } = globalThis as unknown as { WebSocket?: new (url: string) => Socket };

/** Where a Node process that gets SIGUSR1 listens, unless told otherwise. */
const INSPECTOR_PORT = 9229;
const ATTEMPTS = 100;
const SAMPLING_MICROSECONDS = 500;

async function debuggerUrl(): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const list = await fetch(`http://127.0.0.1:${INSPECTOR_PORT}/json/list`).catch(() => null);
    const [target] = ((await list?.json()) ?? []) as { webSocketDebuggerUrl: string }[];
    if (target !== undefined) return target.webSocketDebuggerUrl;
    await delay(20);
  }
  throw new Error('The inspector did not open.');
}

function connect(url: string): Promise<Socket> {
  if (WebSocket === undefined) throw new Error('Start Node with --experimental-websocket.');
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.onopen = () => {
      resolve(socket);
    };
    socket.onerror = () => {
      reject(new Error('The inspector does not answer.'));
    };
  });
}

type Command = (method: string, params?: object) => Promise<unknown>;

function commandsOver(socket: Socket): Command {
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  };
  return (method, params = {}) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

/**
 * Samples the CPU of a Node process while `work` runs. Nothing is changed in it: its inspector is
 * opened from outside by SIGUSR1 and closed again.
 *
 * @returns null when another process has the inspector's port
 */
export async function profileProcess(
  pid: number,
  work: () => Promise<unknown>,
): Promise<CpuProfile | null> {
  if (!(await isPortFree(INSPECTOR_PORT))) return null;
  process.kill(pid, 'SIGUSR1');
  const socket = await connect(await debuggerUrl());
  const command = commandsOver(socket);
  await command('Profiler.enable');
  await command('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
  await command('Profiler.start');
  await work();
  const { profile } = (await command('Profiler.stop')) as { profile: CpuProfile };
  // Closed after we are gone: closing waits for its sessions.
  const close = "setTimeout(() => process.getBuiltinModule('inspector').close(), 100)";
  await command('Runtime.evaluate', { expression: close });
  socket.close();
  while (!(await isPortFree(INSPECTOR_PORT))) await delay(20);
  return profile;
}
