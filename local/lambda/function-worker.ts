import type { ChildProcess } from 'node:child_process';

import { forkContained, killAfter, untilExit } from '../contained-process.ts';
import type { InvocationContext, WorkerAnswer, WorkerRequest } from './messages.ts';
import { runtimeExited, timedOut } from './outcome.ts';
import type { Outcome } from './outcome.ts';

export interface WorkerOptions {
  /** Absolute path of the built `worker.ts`. */
  readonly workerEntry: string;
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly onLine: (line: string) => void;
}

/** One process that hosts one function. */
export interface FunctionWorker {
  readonly pid: number | undefined;
  /** False once the process ended or was retired. */
  isUsable(): boolean;
  inFlight(): number;
  /** Settles when the handler does, when the time is up, or when the process dies. */
  invoke(event: string, context: InvocationContext): Promise<Outcome>;
  close(): Promise<void>;
}

type Pending = Map<string, (outcome: Outcome) => void>;

const STOP_GRACE_MS = 1_000;

/**
 * Forks a process for a function. A call that outlasts its time retires the process: the other
 * calls in it may finish, new ones must go elsewhere, and the last one to settle ends it.
 */
export function startWorker(options: WorkerOptions): FunctionWorker {
  const child = launch(options);
  const pending: Pending = new Map();
  let isRetired = false;
  const settle = (id: string, outcome: Outcome) => {
    pending.get(id)?.(outcome);
    pending.delete(id);
    if (isRetired && pending.size === 0) child.kill('SIGKILL');
  };
  child.on('message', (answer: WorkerAnswer) => {
    settle(answer.id, answer);
  });
  void untilExit(child).then(() => {
    isRetired = true;
    for (const id of [...pending.keys()]) settle(id, runtimeExited(id, causeOf(child)));
  });
  return {
    pid: child.pid,
    isUsable: () => !isRetired && child.connected,
    inFlight: () => pending.size,
    invoke(event, context) {
      const id = context.awsRequestId;
      const expire = () => {
        isRetired = true;
        settle(id, timedOut(id, options.timeoutSeconds));
      };
      tell(child, { type: 'invoke', id, event, context });
      return untilSettled(pending, id, expire, options.timeoutSeconds);
    },
    async close() {
      isRetired = true;
      if (child.connected) child.disconnect();
      await killAfter(child, STOP_GRACE_MS);
    },
  };
}

function launch(options: WorkerOptions): ChildProcess {
  const child = forkContained({
    entry: options.workerEntry,
    environment: options.environment,
    nodeArguments: [`--max-old-space-size=${options.memoryMb}`],
    onLine: options.onLine,
  });
  const environment = Object.keys(options.environment);
  tell(child, { type: 'load', bundle: options.bundle, environment });
  return child;
}

function untilSettled(
  pending: Pending,
  id: string,
  expire: () => void,
  timeoutSeconds: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(expire, timeoutSeconds * 1000);
    pending.set(id, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
  });
}

/** A channel that broke is noticed by the exit of the process, which settles every call. */
function tell(child: ChildProcess, message: WorkerRequest): void {
  child.send(message, () => undefined);
}

function causeOf({ signalCode, exitCode }: ChildProcess): string {
  return signalCode === null ? `exit status ${exitCode ?? 0}` : 'signal: killed';
}
