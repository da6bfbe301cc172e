import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

import { BUNDLES_VERSION_PATH, readCodeVersion } from '../tools/code-version.ts';
import type { CodeVersion } from '../tools/code-version.ts';
import { declaredChains, declaredInFile } from './declared-tests.ts';
import { mergeResults, readResults, RESULTS_PATH, writeResults } from './test-results.ts';
import type { SuiteRecord, TestRecord, TestResults } from './test-results.ts';

/** The part of Jest's results that is kept; messages of failures hold values and are not. */
export interface RanTest {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly duration?: number | null;
}

export interface RanSuite {
  readonly testFilePath: string;
  readonly perfStats: { readonly start: number; readonly end: number };
  readonly testExecError?: unknown;
  readonly failureMessage?: string | null;
  readonly testResults: readonly RanTest[];
}

function countOf({ status, duration }: RanTest): Omit<TestRecord, 'chain'> {
  return {
    passed: status === 'passed' ? 1 : 0,
    failed: status === 'failed' ? 1 : 0,
    skipped: status === 'passed' || status === 'failed' ? 0 : 1,
    durationMs: Math.round(duration ?? 0),
  };
}

function add(a: TestRecord, b: Omit<TestRecord, 'chain'>): TestRecord {
  return {
    chain: a.chain,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    durationMs: a.durationMs + b.durationMs,
  };
}

function recordsOf(path: string, ran: readonly RanTest[]): TestRecord[] {
  const declared = declaredInFile(path);
  const records = new Map<string, TestRecord>();
  for (const test of ran) {
    for (const chain of declaredChains(declared, [...test.ancestorTitles, test.title])) {
      const key = JSON.stringify(chain);
      const none = { chain, passed: 0, failed: 0, skipped: 0, durationMs: 0 };
      records.set(key, add(records.get(key) ?? none, countOf(test)));
    }
  }
  return [...records.values()];
}

/** A failure that no test has, such as that of a hook after all of them, is one of the suite. */
function isSound({ testExecError, failureMessage, testResults }: RanSuite): boolean {
  const isExplained = testResults.some(({ status }) => status === 'failed');
  const isLoaded = (testExecError ?? null) === null;
  return isLoaded && ((failureMessage ?? '') === '' || isExplained);
}

export function suiteRecord(suite: RanSuite, root: string): SuiteRecord {
  const { testFilePath, perfStats, testResults } = suite;
  return {
    file: relative(root, testFilePath).split(sep).join('/'),
    finishedAt: new Date(perfStats.end).toISOString(),
    durationMs: perfStats.end - perfStats.start,
    isSound: isSound(suite),
    tests: recordsOf(testFilePath, testResults),
  };
}

/** Whether the bundles that suites start were built from this code. */
function areBundlesOf({ digest }: CodeVersion): boolean {
  return (
    existsSync(BUNDLES_VERSION_PATH) && readFileSync(BUNDLES_VERSION_PATH, 'utf8').trim() === digest
  );
}

/** With one of these a run is of another target, or writes what it should check. */
const OTHER_RUNS = ['ENVELOPE', 'TEST_DYNAMODB_ENDPOINT', 'TEST_TARGET', 'TEST_WRITES_DOCS'];

/**
 * Notes the code now; what it gives back writes down what ran. Runs of another target leave the results
 * of before as they are.
 */
export function startRecording(): (suites: readonly RanSuite[]) => void {
  if (OTHER_RUNS.some((name) => process.env[name] !== undefined)) return () => undefined;
  const before = readCodeVersion();
  const isCurrent = areBundlesOf(before);
  return (suites) => {
    const isUnchanged = readCodeVersion().digest === before.digest;
    const results: TestResults = {
      format: 1,
      code: isCurrent && isUnchanged ? before : null,
      node: process.version,
      suites: suites.map((suite) => suiteRecord(suite, process.cwd())),
    };
    writeResults(mergeResults(readResults(RESULTS_PATH), results), RESULTS_PATH);
  };
}
