import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { CodeVersion } from '../tools/code-version.ts';
import type { Declared } from './declared-tests.ts';

/** How often a test ran and ended how: a table of values makes one declared test run many times. */
export interface TestRecord {
  /** The titles as the source declares them, from the outermost group down. */
  readonly chain: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationMs: number;
}

export interface SuiteRecord {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly durationMs: number;
  /** false if the suite failed as a whole, before its tests or after them. */
  readonly isSound: boolean;
  readonly tests: readonly TestRecord[];
}

/** The latest result of each suite that ran with this code; titles as declared, no value received. */
export interface TestResults {
  readonly format: 1;
  /** Null if the code changed while the tests ran, or the bundles were built from other code. */
  readonly code: CodeVersion | null;
  readonly node: string;
  readonly suites: readonly SuiteRecord[];
}

/** What a test showed of the code of now. */
export type TestState = 'passed' | 'failed' | 'not run' | 'no result for this version';

export interface LastResult {
  readonly state: TestState;
  readonly finishedAt: string | null;
  /** How many times it passed, that is with how many rows of its table. */
  readonly passed: number;
}

export const RESULTS_PATH = 'build/test-results.json';

/** Null if there are none, or they were written in another form. */
export function readResults(path = RESULTS_PATH): TestResults | null {
  if (!existsSync(path)) return null;
  const results = JSON.parse(readFileSync(path, 'utf8')) as TestResults;
  // What lies in build/ may be of an earlier version of this code.
  return (results.format as number) === 1 ? results : null;
}

/** Whole or not at all: a run that is killed leaves the results of before. */
export function writeResults(results: TestResults, path = RESULTS_PATH): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, `${JSON.stringify(results, null, 1)}\n`);
  renameSync(beside, path);
}

/** Suites that ran replace those of before if both are of the same code; else these are all. */
export function mergeResults(before: TestResults | null, now: TestResults): TestResults {
  const digest = before?.code?.digest;
  if (before === null || digest === undefined || digest !== now.code?.digest) return now;
  const ran = new Set(now.suites.map(({ file }) => file));
  const others = before.suites.filter(({ file }) => !ran.has(file));
  const suites = [...others, ...now.suites].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { ...now, suites };
}

const NO_RESULT: LastResult = {
  state: 'no result for this version',
  finishedAt: null,
  passed: 0,
};

function startsWith(chain: readonly string[], start: readonly string[]): boolean {
  return start.every((title, at) => title === chain[at]);
}

function stateOf(suite: SuiteRecord, tests: readonly TestRecord[]): TestState {
  if (!suite.isSound || tests.some(({ failed }) => failed > 0)) return 'failed';
  const isWhole = tests.length > 0 && tests.every(({ skipped }) => skipped === 0);
  return isWhole && tests.every(({ passed }) => passed > 0) ? 'passed' : 'not run';
}

/**
 * What a declared test, or all tests of a declared group, showed of the code whose digest is given.
 * A suite that failed as a whole has shown nothing: each of its tests counts as failed.
 */
export function lastResultOf(
  results: TestResults | null,
  digest: string,
  file: string,
  declared: Declared,
): LastResult {
  const suite = results?.suites.find((one) => one.file === file);
  if (suite === undefined || results?.code?.digest !== digest) return NO_RESULT;
  const { kind, chain } = declared;
  const tests = suite.tests.filter(
    (test) =>
      startsWith(test.chain, chain) && (kind === 'describe' || test.chain.length === chain.length),
  );
  const passed = tests.reduce((sum, test) => sum + test.passed, 0);
  return { state: stateOf(suite, tests), finishedAt: suite.finishedAt, passed };
}
