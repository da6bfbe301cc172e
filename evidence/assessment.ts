import type { Configuration } from './configuration.ts';
import { declaredInFile } from './declared-tests.ts';
import type { Declared } from './declared-tests.ts';
import type { Norm, Requirement, TestReference } from './requirement.ts';
import { lastResultOf } from './test-results.ts';
import type { LastResult, TestResults } from './test-results.ts';

/** `shown` says that controls, tests and their results are all there; not that anybody assessed it. */
export type Verdict =
  'shown' | 'partly met' | 'not met' | 'test failed' | 'not run' | 'no result for this version';

export interface AssessedTest extends TestReference {
  readonly lastResult: LastResult;
}

export interface AssessedRequirement {
  readonly id: string;
  readonly demand: string;
  readonly verdict: Verdict;
  readonly notMet: readonly string[];
  readonly notVerified: readonly string[];
  /** `file#name` */
  readonly controls: readonly string[];
  readonly tests: readonly AssessedTest[];
  readonly settings: readonly { name: string; where: string; value: unknown }[];
}

export interface AssessedNorm {
  readonly title: string;
  readonly basis: string;
  readonly requirements: readonly AssessedRequirement[];
}

/** What results are looked up for. */
export interface Evidence {
  /** Digest of the code of now. */
  readonly digest: string;
  readonly results: TestResults | null;
  readonly configuration: Configuration;
}

/** A named test is none, or more than one. The message names it: titles hold no values. */
export class UnknownTest extends Error {
  override readonly name = 'UnknownTest';
}

function endsWith({ chain }: Declared, title: string): boolean {
  return chain.join(' › ') === title || chain.join(' › ').endsWith(` › ${title}`);
}

const read = new Map<string, readonly Declared[]>();

/** Many requirements name the same suites. */
function declaredOnce(file: string): readonly Declared[] {
  const declared = read.get(file) ?? declaredInFile(file);
  read.set(file, declared);
  return declared;
}

/** @throws UnknownTest unless exactly one declared test or group has the title */
export function findTest({ file, title }: TestReference): Declared {
  const found = declaredOnce(file).filter((declared) => endsWith(declared, title));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new UnknownTest(`${file} declares ${found.length} tests named: ${title}`);
}

function assessTest(reference: TestReference, { results, digest }: Evidence): AssessedTest {
  const declared = findTest(reference);
  return { ...reference, lastResult: lastResultOf(results, digest, reference.file, declared) };
}

/** What is lacking weighs more than what is there: a failed test more than one that did not run. */
export function verdictOf(
  { controls, gaps }: Pick<Requirement, 'controls' | 'gaps'>,
  tests: readonly Pick<AssessedTest, 'lastResult'>[],
): Verdict {
  const has = (state: LastResult['state']) =>
    tests.some(({ lastResult }) => lastResult.state === state);
  if (controls.length === 0 || tests.length === 0) return 'not met';
  if (has('failed')) return 'test failed';
  if (has('no result for this version')) return 'no result for this version';
  if (has('not run')) return 'not run';
  return gaps.some(({ kind }) => kind === 'not met') ? 'partly met' : 'shown';
}

function assess(requirement: Requirement, evidence: Evidence): AssessedRequirement {
  const { id, demand, controls, gaps, settings } = requirement;
  const tests = requirement.tests.map((reference) => assessTest(reference, evidence));
  const whatIs = (kind: 'not met' | 'not verified') =>
    gaps.filter((gap) => gap.kind === kind).map(({ what }) => what);
  return {
    id,
    demand,
    verdict: verdictOf(requirement, tests),
    notMet: whatIs('not met'),
    notVerified: whatIs('not verified'),
    controls: controls.map(({ file, name }) => `${file}#${name}`),
    tests,
    settings: settings.map(({ name, where, read }) => ({
      name,
      where,
      value: read(evidence.configuration),
    })),
  };
}

/** @throws UnknownTest if a mapping names a test that does not exist */
export function assessNorms(norms: readonly Norm[], evidence: Evidence): AssessedNorm[] {
  return norms.map(({ requirements, ...norm }) => ({
    ...norm,
    requirements: requirements.map((requirement) => assess(requirement, evidence)),
  }));
}
