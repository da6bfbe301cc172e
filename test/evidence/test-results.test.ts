import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { suiteRecord } from '../../evidence/results-reporter.ts';
import type { RanSuite, RanTest } from '../../evidence/results-reporter.ts';
import {
  lastResultOf,
  mergeResults,
  readResults,
  writeResults,
} from '../../evidence/test-results.ts';
import type { TestResults } from '../../evidence/test-results.ts';

const PAN = '4111111111111111';
const SOURCE = `
describe('a vault', () => {
  test.each(PANS)('refuses %s', (pan) => {});
  test('opens', () => {});
});
`;
const END = Date.UTC(2031, 0, 1);
const test1 = (title: string, status: string): RanTest => ({
  ancestorTitles: ['a vault'],
  title,
  status,
  duration: 2.4,
});
const [OPENS, REFUSES] = (['opens', 'refuses %s'] as const).map(
  (title) => ({ kind: 'test', chain: ['a vault', title] }) as const,
);
const GROUP = { kind: 'describe', chain: ['a vault'] } as const;

describe('results of tests', () => {
  let folder: string;
  let suite: RanSuite;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'results-'));
    writeFileSync(join(folder, 'vault.test.ts'), SOURCE);
    suite = {
      testFilePath: join(folder, 'vault.test.ts'),
      perfStats: { start: END - 50, end: END },
      failureMessage: null,
      testResults: [
        test1(`refuses ${PAN}`, 'passed'),
        test1('refuses 5', 'passed'),
        test1('opens', 'passed'),
      ],
    };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const resultsOf = (more: Partial<RanSuite> = {}, digest = 'now'): TestResults => ({
    format: 1,
    code: { digest, revision: 'abc' },
    node: 'v20',
    suites: [suiteRecord({ ...suite, ...more }, folder)],
  });
  const stateOf = (results: TestResults | null, declared: typeof OPENS | typeof GROUP = OPENS) =>
    lastResultOf(results, 'now', 'vault.test.ts', declared ?? GROUP).state;

  test('hold titles as declared, counts and times, and nothing that a test was given or threw', () => {
    const failed = test1(`refuses ${PAN}`, 'failed');
    const failureMessage = `expected ${PAN}`;
    const results = resultsOf({ testResults: [...suite.testResults, failed], failureMessage });
    writeResults(results, join(folder, 'results.json'));
    expect(readFileSync(join(folder, 'results.json'), 'utf8')).not.toContain('4111');
    expect(readResults(join(folder, 'results.json'))).toEqual(results);
    expect(results.suites[0]).toEqual({
      file: 'vault.test.ts',
      finishedAt: '2031-01-01T00:00:00.000Z',
      durationMs: 50,
      isSound: true,
      tests: [
        { chain: REFUSES?.chain, passed: 2, failed: 1, skipped: 0, durationMs: 6 },
        { chain: OPENS?.chain, passed: 1, failed: 0, skipped: 0, durationMs: 2 },
      ],
    });
  });

  test('are passed only if all of a table and of a group passed', () => {
    expect(lastResultOf(resultsOf(), 'now', 'vault.test.ts', GROUP)).toEqual({
      state: 'passed',
      finishedAt: '2031-01-01T00:00:00.000Z',
      passed: 3,
    });
    const failed = resultsOf({ testResults: [...suite.testResults, test1('refuses 6', 'failed')] });
    expect([REFUSES, OPENS, GROUP].map((one) => stateOf(failed, one))).toEqual([
      'failed',
      'passed',
      'failed',
    ]);
    const skipped = resultsOf({ testResults: [test1('refuses 5', 'pending')] });
    expect([REFUSES, OPENS, GROUP].map((one) => stateOf(skipped, one))).toEqual([
      'not run',
      'not run',
      'not run',
    ]);
  });

  test('of a suite that failed as a whole are failures', () => {
    expect(stateOf(resultsOf({ testExecError: new Error(), testResults: [] }))).toBe('failed');
    expect(stateOf(resultsOf({ failureMessage: 'of a hook' }))).toBe('failed');
  });

  test('of other code, or of code that changed meanwhile, are no results', () => {
    const none = 'no result for this version';
    expect(stateOf(null)).toBe(none);
    expect(stateOf(resultsOf({}, 'before'))).toBe(none);
    expect(stateOf({ ...resultsOf(), code: null })).toBe(none);
    expect(lastResultOf(resultsOf(), 'now', 'other.test.ts', GROUP).state).toBe(none);
  });

  test('of the same code are kept beside those of suites that run now, of other code are not', () => {
    const before = resultsOf();
    const now = { ...resultsOf(), suites: [] };
    const filesOf = ({ suites }: TestResults) => suites.map(({ file }) => file);
    expect(filesOf(mergeResults(before, now))).toEqual(['vault.test.ts']);
    const failing = resultsOf({ testResults: [test1('opens', 'failed')] });
    expect(stateOf(mergeResults(before, failing))).toBe('failed');
    expect(filesOf(mergeResults(before, { ...now, code: null }))).toEqual([]);
    expect(filesOf(mergeResults({ ...before, code: null }, { ...now, code: null }))).toEqual([]);
    const other = { ...now, code: { digest: 'later', revision: 'abc' } };
    expect(filesOf(mergeResults(before, other))).toEqual([]);
  });

  test('in another form, of an earlier version of this code, are none', () => {
    writeFileSync(join(folder, 'results.json'), '{"format":0}');
    expect(readResults(join(folder, 'results.json'))).toBeNull();
    expect(readResults(join(folder, 'none.json'))).toBeNull();
  });
});
