import { randomBytes } from 'node:crypto';
import vm from 'node:vm';
import { describeFailure, namesOf } from './code-error.ts';
import type { RealmFailure } from './code-error.ts';
import { checkLanguage, LanguageError } from './language.ts';
import { mayLoop } from './language-scope.ts';
import { toModuleSource } from './module-source.ts';
import type { ModuleSource } from './module-source.ts';
import { REALM_SOURCE } from './realm-source.ts';

/** What `util.error`, `util.unauthorized` and `util.appendError` report. */
export interface ReportedError {
  readonly message: string;
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
}

export interface HandlerCall {
  readonly handler: 'request' | 'response';
  /** Plain JSON; all of it but `stash` is frozen for the handler. */
  readonly context: Readonly<Record<string, unknown>> & { readonly stash: unknown };
  readonly authType: string;
  /** The text of `util.unauthorized()`. */
  readonly unauthorized: string;
}

export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'early'; readonly value: unknown; readonly skipTo: string | null }
  | { readonly kind: 'error'; readonly error: ReportedError };

export interface Evaluation {
  readonly outcome: Outcome;
  readonly appended: readonly ReportedError[];
  readonly stash: unknown;
}

/** One resolver's or pipeline function's code, ready to run. */
export interface Evaluator {
  evaluate(call: HandlerCall): Evaluation;
}

type RealmOutcome =
  Outcome | ({ readonly kind: 'code' } & RealmFailure) | { readonly kind: 'incomplete' };

/** AppSync's cap on what a handler returns, in characters of JSON. */
const MAX_RESULT_CHARACTERS = 5 * 1024 * 1024;
const TIMEOUT_MS = 1_000;

/**
 * Loads code into a realm of its own. Only JSON text crosses into it and out of it.
 *
 * @throws LanguageError when the code is not APPSYNC_JS or lacks `request` or `response`.
 */
export function createEvaluator(code: string): Evaluator {
  const program = checkLanguage(code);
  const names = namesOf(program);
  // The watchdog costs a thread per call; code without loops ends without one.
  const run = openRealm(toModuleSource(code, program), mayLoop(program) ? TIMEOUT_MS : null);
  const loaded = answerOf(run(JSON.stringify({ handler: null })));
  if (loaded.outcome.kind === 'incomplete') {
    throw new LanguageError('The code must export the functions request and response.');
  }
  if (loaded.outcome.kind === 'code') {
    throw new LanguageError(describeFailure(loaded.outcome, names));
  }
  const drawsIds = names.has('autoId');
  return {
    evaluate: ({ handler, context, authType, unauthorized }) => {
      const call = {
        handler,
        context,
        authType,
        unauthorized,
        seed: drawsIds ? seed() : UNUSED_SEED,
      };
      return settle(runBounded(run, JSON.stringify(call)), names);
    },
  };
}

/**
 * Opens a realm for a module; the result runs one call, JSON in and JSON out. With `timeout` it
 * throws when a call takes longer than that many milliseconds.
 */
export function openRealm({ script, columnOffset }: ModuleSource, timeout: number | null) {
  const globals = Object.create(null) as { run?: unknown; input?: string };
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  const prepare = new vm.Script(REALM_SOURCE, { filename: 'realm.js' });
  const module = new vm.Script(script, { filename: 'code.js', columnOffset: -columnOffset });
  const makeModule: unknown = module.runInContext(context);
  const makeRealm = prepare.runInContext(context) as (module: unknown) => unknown;
  const run = makeRealm(makeModule) as (input: string) => string;
  if (timeout === null) return run;
  globals.run = run;
  const call = new vm.Script('run(input)', { filename: 'call.js' });
  return (input: string): string => {
    globals.input = input;
    try {
      return call.runInContext(context, { timeout }) as string;
    } finally {
      globals.input = '';
    }
  };
}

/** For code that never draws an id: random bits are a system call. */
const UNUSED_SEED: readonly number[] = [1, 0, 0, 0];

function seed(): number[] {
  const bytes = randomBytes(16);
  return [0, 4, 8, 12].map((offset) => bytes.readUInt32LE(offset));
}

function answerOf(json: string): Omit<Evaluation, 'outcome'> & { readonly outcome: RealmOutcome } {
  return JSON.parse(json) as Omit<Evaluation, 'outcome'> & { outcome: RealmOutcome };
}

function runBounded(run: (input: string) => string, input: string): string | null {
  try {
    return run(input);
  } catch {
    return null;
  }
}

function settle(json: string | null, names: ReadonlySet<string>): Evaluation {
  if (json === null) return failed('Code', 'code.js: the evaluation did not end in time.');
  if (json.length > MAX_RESULT_CHARACTERS) {
    return failed('MappingTemplate', 'Transformation too large.');
  }
  const { outcome, appended, stash } = answerOf(json);
  if (outcome.kind === 'code') return failed('Code', describeFailure(outcome, names), appended);
  if (outcome.kind === 'incomplete') return failed('Code', 'code.js: incomplete');
  return { outcome, appended, stash };
}

function failed(
  errorType: string,
  message: string,
  appended: readonly ReportedError[] = [],
): Evaluation {
  const error = { message, errorType, data: null, errorInfo: null };
  return { outcome: { kind: 'error', error }, appended, stash: {} };
}
