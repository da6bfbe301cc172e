import { randomUUID } from 'node:crypto';

import { startWorker } from './function-worker.ts';
import type { FunctionWorker } from './function-worker.ts';
import type { InvocationContext } from './messages.ts';
import { requestTooLarge, responseTooLarge, tooManyRequests } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { createTurns } from './turns.ts';
import type { Turns } from './turns.ts';

/** A Lambda function as it would be deployed. */
export interface LambdaFunction {
  readonly name: string;
  /** Absolute path of a CommonJS bundle that exports `handler`. */
  readonly bundle: string;
  /** All that the function sees in `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** The limit of V8's old space; 512 unless given. */
  readonly memoryMb?: number;
}

export interface LambdaHostOptions {
  /** Absolute path of the built `worker.ts`. */
  readonly workerEntry: string;
  readonly functions: readonly LambdaFunction[];
  /** One line that a function printed. By contract of the functions it holds no value. */
  readonly log: (line: string) => void;
  /** Calls of one function at the same time; 1000 unless given, as in a new AWS account. */
  readonly concurrency?: number;
  /**
   * How many of them a worker has in hand at once; the others wait, and their time starts with their
   * turn. 24 unless given: an instance on AWS has one, and a thousand share no event loop there.
   */
  readonly eventsAtOnce?: number;
}

export interface LambdaHost {
  /**
   * Calls a function and answers its result, both as JSON gives them.
   *
   * @throws LambdaError with the function's message, or with Lambda's own.
   */
  invoke(name: string, payload: unknown): Promise<unknown>;
  /** Process ids by function name, of the workers that live at this moment. */
  pids(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** What `Invoke` reports as `errorType` and `errorMessage`. */
export class LambdaError extends Error {
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = 'LambdaError';
    this.errorType = errorType;
  }
}

interface Hosted {
  readonly definition: LambdaFunction;
  readonly launch: () => FunctionWorker;
  readonly turns: Turns;
  /** The last one takes new calls; those before it finish theirs. */
  workers: readonly FunctionWorker[];
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const DEFAULT_MEMORY_MB = 512;
const DEFAULT_CONCURRENCY = 1_000;
const DEFAULT_EVENTS_AT_ONCE = 24;

/** Hosts functions, each in a process of its own that is started now and replaced when needed. */
export function createLambdaHost(options: LambdaHostOptions): LambdaHost {
  const hosted = new Map(options.functions.map((item) => [item.name, host(item, options)]));
  const limit = options.concurrency ?? DEFAULT_CONCURRENCY;
  let isClosed = false;
  return {
    async invoke(name, payload) {
      const target = hosted.get(name);
      if (target === undefined || isClosed) {
        throw new LambdaError('ResourceNotFoundException', 'Function not found.');
      }
      return unwrap(await call(target, JSON.stringify(payload ?? null), limit));
    },
    pids: () => Object.fromEntries([...hosted.values()].flatMap(livePid)),
    async close() {
      isClosed = true;
      const workers = [...hosted.values()].flatMap((item) => item.workers);
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function host(definition: LambdaFunction, options: LambdaHostOptions): Hosted {
  const { workerEntry, log, eventsAtOnce = DEFAULT_EVENTS_AT_ONCE } = options;
  const launch = () =>
    startWorker({
      ...definition,
      workerEntry,
      memoryMb: definition.memoryMb ?? DEFAULT_MEMORY_MB,
      onLine: (line) => {
        log(`${definition.name}: ${line}`);
      },
    });
  return { definition, launch, turns: createTurns(eventsAtOnce), workers: [launch()] };
}

async function call(target: Hosted, event: string, limit: number): Promise<Outcome> {
  if (Buffer.byteLength(event) > MAX_PAYLOAD_BYTES) return requestTooLarge();
  if (target.turns.count() >= limit) return tooManyRequests();
  const outcome = await target.turns.take(() =>
    usableWorker(target).invoke(event, newContext(target.definition)),
  );
  const isTooLarge = 'result' in outcome && Buffer.byteLength(outcome.result) > MAX_PAYLOAD_BYTES;
  return isTooLarge ? responseTooLarge() : outcome;
}

function usableWorker(target: Hosted): FunctionWorker {
  const current = target.workers.at(-1);
  if (current?.isUsable() === true) return current;
  const worker = target.launch();
  target.workers = [...target.workers.filter((old) => old.inFlight() > 0), worker];
  return worker;
}

function newContext({ name, timeoutSeconds, memoryMb }: LambdaFunction): InvocationContext {
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    memoryLimitInMB: String(memoryMb ?? DEFAULT_MEMORY_MB),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    deadline: Date.now() + timeoutSeconds * 1000,
  };
}

function unwrap(outcome: Outcome): unknown {
  if ('result' in outcome) return JSON.parse(outcome.result);
  throw new LambdaError(outcome.errorType, outcome.errorMessage);
}

function livePid({ definition, workers }: Hosted): readonly (readonly [string, number])[] {
  const current = workers.at(-1);
  return current?.pid !== undefined && current.isUsable() ? [[definition.name, current.pid]] : [];
}
