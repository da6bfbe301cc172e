import type { AssessedNorm, AssessedRequirement, AssessedTest, Verdict } from '../assessment.ts';
import { bullets, code, document, table } from './markdown.ts';

const MEANINGS: Readonly<Record<Verdict, string>> = {
  shown: 'control and tests are there, and every test passed with this code',
  'partly met': 'the same, and something that the requirement demands is missing; it is named',
  'not met': 'there is no control here',
  'test failed': 'a test that should show it failed',
  'not run': 'a test that should show it was skipped',
  'no result for this version': 'a test that should show it has not run with this code',
};

/** How many requirements have which verdict; verdicts that none has are left out. */
export function countVerdicts(norms: readonly AssessedNorm[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of norms.flatMap(({ requirements }) => requirements)) {
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}

export function meaningsOfVerdicts(): string {
  return bullets(
    Object.entries(MEANINGS).map(([verdict, meaning]) => `**${verdict}**: ${meaning}`),
  );
}

function testRow({ file, title, lastResult }: AssessedTest): string[] {
  const { state, passed, finishedAt } = lastResult;
  const times = state === 'passed' && passed > 1 ? `, ${passed} cases` : '';
  return [`${state}${times}`, finishedAt ?? '', title, file];
}

function gapsOf({ notMet, notVerified }: AssessedRequirement): string {
  return bullets([
    ...notMet.map((what) => `**Not met**: ${what}`),
    ...notVerified.map((what) => `**Not verified**: ${what}`),
  ]);
}

function requirementPart(requirement: AssessedRequirement): string {
  const { id, demand, verdict, controls, tests, settings } = requirement;
  const settingRows = settings.map(({ name, where, value }) => [name, code(value), where]);
  return document(
    `### ${id}: ${verdict}`,
    demand,
    gapsOf(requirement),
    controls.length === 0 ? '' : `Controls: ${controls.map((one) => `\`${one}\``).join(', ')}`,
    tests.length === 0
      ? ''
      : table([['Last result', 'Finished', 'Test', 'Suite'], ...tests.map(testRow)]),
    settingRows.length === 0 ? '' : table([['Setting', 'Value', 'From'], ...settingRows]),
  );
}

function overview({ requirements }: AssessedNorm): string {
  const rows = requirements.map(({ id, demand, verdict, notVerified }) => [
    id,
    notVerified.length > 0 && verdict === 'shown' ? 'shown, with limits' : verdict,
    demand,
  ]);
  return table([['Requirement', 'Verdict', 'Demand in our words'], ...rows]);
}

/** The mapping of norms, first as a table, then each requirement with all that belongs to it. */
export function requirementsDocument(norms: readonly AssessedNorm[]): string {
  return document(
    '# Requirements, controls, tests, results',
    'No assessor looked at this. A verdict says what this repository can show, no more:',
    meaningsOfVerdicts(),
    ...norms.flatMap((norm) => [`## ${norm.title}`, norm.basis, overview(norm)]),
    ...norms.flatMap((norm) => [
      `## ${norm.title}, one by one`,
      ...norm.requirements.map(requirementPart),
    ]),
  );
}
