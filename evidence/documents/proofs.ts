import { proofRows, totalsOf } from '../../infra/proofs/report.ts';
import type { PlacedStatement } from '../policy-statements.ts';
import type { ProofReport } from '../proof-report.ts';
import { code, document, table } from './markdown.ts';

function statementRow({ resource, property, statement }: PlacedStatement): string[] {
  const { Sid, Effect, Action, NotAction, Resource, Principal, Condition } = statement;
  const actions = NotAction.length > 0 ? `all but ${NotAction.join(', ')}` : Action.join(', ');
  return [
    `${resource}.${property}`,
    Sid ?? '',
    Effect,
    actions,
    Principal === undefined ? '' : code(Principal),
    Resource.length === 0 ? '' : code(Resource.length === 1 ? Resource[0] : Resource),
    Condition === undefined ? '' : code(Condition),
  ];
}

const STATEMENT = [
  'Policy',
  'Statement',
  'Effect',
  'Actions',
  'Principal',
  'Resource',
  'Condition',
];

function testRows(tests: ProofReport['tests']): string[][] {
  return tests.map(({ file, title, lastResult }) => [lastResult.state, title, file]);
}

function verdict(proofs: ProofReport['proofs']): string {
  const { claims, refuted, requests } = totalsOf(proofs);
  const outcome = refuted === 0 ? 'all proved' : `**${refuted} refuted**`;
  return `${claims} claims over ${requests} classes of requests, ${outcome}, each layer alone and together; what this means and where it ends stands in docs/proofs.md.`;
}

/** What the synthesized templates say, what asserts it, and what is not proved. */
export function proofDocument(report: ProofReport): string {
  const { proofs, resources, expected, statements, tests } = report;
  const missing = expected.map(({ what, type, declared }) => [
    what,
    type,
    declared === 0 ? 'not declared' : String(declared),
  ]);
  return document(
    '# Proof report',
    'The templates of the production configuration as synthesized, which is without AWS: **not yet verified on AWS**. Account numbers are placeholders.',
    '## Proofs over all requests',
    verdict(proofs),
    table(proofRows(proofs)),
    '## Expected resources',
    table([['What', 'Type', 'Declared'], ...missing]),
    '## Tests that assert the templates and policies',
    table([['Last result', 'Test', 'Suite'], ...testRows(tests)]),
    '## Every statement of every policy',
    table([STATEMENT, ...statements.map(statementRow)]),
    '## Resources',
    table([['Type', 'Count'], ...resources.map(({ type, count }) => [type, String(count)])]),
  );
}
