import { setTimeout as delay } from 'node:timers/promises';

import type { ChildProcess } from 'node:child_process';

import { forkContained, killAfter, untilExit } from './contained-process.ts';
import type { ChildMessage } from './protocol/child.ts';

/** A child process that speaks `protocol/child.ts`. */
export interface ChildSpec<Config extends { readonly port: number }> {
  /** Unique; stands before the child's log lines. */
  readonly name: string;
  /** Absolute path of the built entry. */
  readonly entry: string;
  /** Port 0 takes a free one, which the child keeps when it is restarted. */
  readonly config: Config;
}

export interface SupervisorOptions {
  /** One line about a child's life, or one line that it printed. */
  readonly log: (line: string) => void;
  /** Called once for a child that does not stay up; it is not restarted any more. */
  readonly onGivenUp: (message: string) => void;
}

export interface Supervisor {
  /**
   * Starts a child and answers when it serves.
   *
   * @throws Error with the child's reason when it cannot start.
   */
  start<Config extends { readonly port: number }>(
    spec: ChildSpec<Config>,
  ): Promise<{ readonly port: number }>;
  /** Process ids by name, of the children that live at this moment. */
  pids(): Readonly<Record<string, number>>;
  /** Ends all children, by force after 3 s. Nothing is restarted afterwards. */
  stop(): Promise<void>;
}

interface Supervised {
  spec: ChildSpec<{ readonly port: number }>;
  process: ChildProcess;
}

const READY_TIMEOUT_MS = 15_000;
const STOP_GRACE_MS = 3_000;
/** A child that lived this long was well: its next death is a new story. */
const STABLE_MS = 500;
const MAX_RESTARTS_IN_A_ROW = 10;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Keeps child processes running: one that dies is started again with the same configuration on the
 * same port, after 50 ms, 100 ms, 200 ms … 1 s, and ten times in a row at most.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const children = new Map<string, Supervised>();
  let stopping = false;
  return {
    async start(spec) {
      const child: Supervised = { spec, process: launch(spec, options) };
      children.set(spec.name, child);
      const port = await untilReady(child.process);
      child.spec = { ...spec, config: { ...spec.config, port } };
      void keepUp(child, () => stopping, options);
      return { port };
    },
    pids: () => livePids(children),
    async stop() {
      stopping = true;
      await Promise.all([...children.values()].map((child) => stopChild(child)));
    },
  };
}

async function keepUp(
  child: Supervised,
  isStopping: () => boolean,
  options: SupervisorOptions,
): Promise<void> {
  let restarts = 0;
  let since = Date.now();
  for (;;) {
    await untilExit(child.process);
    if (Date.now() - since > STABLE_MS) restarts = 0;
    if (isStopping()) return;
    if (restarts === MAX_RESTARTS_IN_A_ROW) {
      options.onGivenUp(`${child.spec.name} does not stay up; its last lines say why.`);
      return;
    }
    await delay(Math.min(FIRST_PAUSE_MS * 2 ** restarts, LONGEST_PAUSE_MS));
    if (isStopping()) return;
    restarts += 1;
    options.log(`${child.spec.name} ended and is restarted`);
    child.process = launch(child.spec, options);
    const reason = await whyNotReady(child.process);
    if (reason !== null && !isStopping()) options.log(`${child.spec.name}: ${reason}`);
    since = Date.now();
  }
}

function launch(
  { name, entry, config }: ChildSpec<{ readonly port: number }>,
  { log }: SupervisorOptions,
): ChildProcess {
  const child = forkContained({
    entry,
    environment: { PATH: process.env.PATH ?? '' },
    onLine: (line) => {
      log(`${name}: ${line}`);
    },
  });
  child.send({ type: 'start', config }, () => undefined);
  return child;
}

async function whyNotReady(child: ChildProcess): Promise<string | null> {
  try {
    await untilReady(child);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The port, or an error with the child's reason; the child is gone in that case. */
async function untilReady(child: ChildProcess): Promise<number> {
  const answer = await firstMessage(child);
  if (answer.type === 'ready') return answer.port;
  child.kill('SIGKILL');
  await untilExit(child);
  throw new Error(answer.reason);
}

function firstMessage(child: ChildProcess): Promise<ChildMessage> {
  return new Promise((resolve) => {
    const fail = (reason: string) => {
      resolve({ type: 'failed', reason });
    };
    const timer = setTimeout(fail, READY_TIMEOUT_MS, 'the process was not ready in time');
    child.once('message', resolve);
    void untilExit(child).then(() => {
      fail('the process ended before it was ready');
    });
    child.once('message', () => {
      clearTimeout(timer);
    });
    child.once('exit', () => {
      clearTimeout(timer);
    });
  });
}

async function stopChild({ process: child }: Supervised): Promise<void> {
  if (child.connected) child.send({ type: 'stop' }, () => undefined);
  await killAfter(child, STOP_GRACE_MS);
}

function livePids(children: ReadonlyMap<string, Supervised>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...children.values()]
      .filter(({ process: child }) => child.exitCode === null && child.signalCode === null)
      .flatMap(({ spec, process: child }) =>
        child.pid === undefined ? [] : [[spec.name, child.pid]],
      ),
  );
}
