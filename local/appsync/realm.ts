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

/** A part of contexts as JSON, and what each realm that it entered made of it. */
export interface SharedPart {
  readonly text: string;
  readonly loaded: Map<Realm, unknown>;
}

/**
 * What many calls have in common, so that it enters a realm once: of a request `identity`, `request`,
 * `env` and `variables`, of a field `arguments`, `source` and `info`. It lives as long as they do.
 */
export interface SharedContext {
  readonly request: SharedPart;
  readonly field: SharedPart;
}

export function sharePart(value: object): SharedPart {
  return { text: JSON.stringify(value), loaded: new Map() };
}

export interface HandlerCall {
  readonly handler: 'request' | 'response';
  /** Plain JSON; all of it but `stash` is frozen for the handler. */
  readonly context: Readonly<Record<string, unknown>> & { readonly stash: unknown };
  /** Further members of the context, frozen too. */
  readonly shared?: SharedContext;
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
  const realm = openRealm(toModuleSource(code, program), mayLoop(program) ? TIMEOUT_MS : null);
  const loaded = answerOf(realm.run(JSON.stringify({ handler: null }), null));
  if (loaded.outcome.kind === 'incomplete') {
    throw new LanguageError('The code must export the functions request and response.');
  }
  if (loaded.outcome.kind === 'code') {
    throw new LanguageError(describeFailure(loaded.outcome, names));
  }
  const drawsIds = names.has('autoId');
  return {
    evaluate: ({ handler, context, shared = null, authType, unauthorized }) => {
      const call = {
        handler,
        context,
        authType,
        unauthorized,
        seed: drawsIds ? seed() : UNUSED_SEED,
      };
      return settle(runBounded(realm, JSON.stringify(call), shared), names);
    },
  };
}

/** A module in a realm of its own. */
export interface Realm {
  /** Runs one call, JSON in and JSON out. */
  run(input: string, shared: SharedContext | null): string;
}

/** What the realm's own program answers with. What `load` gives is opaque to the host. */
interface RealmProgram {
  readonly load: (json: string) => unknown;
  readonly give: (json: string, request: unknown, field: unknown) => void;
  readonly run: () => string;
}

/**
 * Opens a realm for a module. With `timeout` a run throws when it takes longer than that many
 * milliseconds.
 */
export function openRealm({ script, columnOffset }: ModuleSource, timeout: number | null): Realm {
  const globals = Object.create(null) as { run?: unknown };
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  const prepare = new vm.Script(REALM_SOURCE, { filename: 'realm.js' });
  const module = new vm.Script(script, { filename: 'code.js', columnOffset: -columnOffset });
  const makeModule: unknown = module.runInContext(context);
  const makeRealm = prepare.runInContext(context) as (module: unknown) => RealmProgram;
  const { load, give, run } = makeRealm(makeModule);
  if (timeout !== null) globals.run = run;
  const call = new vm.Script('run()', { filename: 'call.js' });
  const bounded = () => call.runInContext(context, { timeout: timeout ?? TIMEOUT_MS }) as string;
  const realm: Realm = {
    run(input, shared) {
      const part = (one: SharedPart | undefined) => one && partIn(realm, load, one);
      give(input, part(shared?.request) ?? null, part(shared?.field) ?? null);
      return timeout === null ? run() : bounded();
    },
  };
  return realm;
}

function partIn(realm: Realm, load: RealmProgram['load'], { text, loaded }: SharedPart): unknown {
  const known = loaded.get(realm);
  if (known !== undefined) return known;
  const part = load(text);
  loaded.set(realm, part);
  return part;
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

function runBounded(realm: Realm, input: string, shared: SharedContext | null): string | null {
  try {
    return realm.run(input, shared);
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
