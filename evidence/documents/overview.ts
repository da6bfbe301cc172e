import type { Collection } from '../collection.ts';
import { bullets, document, table } from './markdown.ts';
import { countVerdicts, meaningsOfVerdicts } from './requirements.ts';

const CONTENTS: readonly [file: string, what: string][] = [
  [
    'requirements.md',
    'each requirement, its controls, tests, last results, settings, and what is missing',
  ],
  ['authorization-matrix.md', 'who may ask for which field, as the API answered'],
  ['proof-report.md', 'every policy statement as synthesized, and the tests that assert them'],
  ['key-inventory.md', 'every key: purpose, algorithm, who may use it, rotation'],
  ['dependencies.md', 'every package with its licence; sbom.cdx.json is the bill of materials'],
  ['audit-verification.md', 'a trail of real operations, sealed and checked; trail/ holds it'],
];

const LIMITS = [
  '**Nothing here was verified on AWS.** Tests run on the loopback services of this repository, templates were synthesized and not deployed.',
  'No assessor looked at any of it. The norms’ own texts govern, not our words for them.',
  'Results are of the machine that ran the tests; this pack is not signed.',
];

function missing({ proofs }: Collection): string[] {
  const absent = proofs.expected.filter(({ declared }) => declared === 0);
  return [...absent.map(({ what }) => `Not declared: ${what}.`)];
}

/** The first page: of which code, with what verdicts, under which limits. */
export function overviewDocument(collection: Collection, canaries: number): string {
  const { code, node, madeAt, norms } = collection;
  const counts = Object.entries(countVerdicts(norms));
  return document(
    '# Evidence',
    bullets([
      `made ${madeAt} with Node ${node}`,
      `of the code with digest \`${code.digest}\`, on commit \`${code.revision}\``,
    ]),
    '## Verdicts',
    table([['Verdict', 'Requirements'], ...counts.map(([name, count]) => [name, String(count)])]),
    meaningsOfVerdicts(),
    '## Limits',
    bullets(LIMITS),
    '## What is not there',
    bullets(missing(collection)),
    '## Contents',
    table([['File', 'Holds'], ...CONTENTS.map(([file, what]) => [file, what])]),
    `Each has its data beside it as JSON. ${canaries} made-up values went through the vault for the trail: none of them is in any file of this folder, in any of the forms that were searched for.`,
  );
}
