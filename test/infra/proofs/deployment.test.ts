import type { DeploymentConfig } from '../../../infra/config/deployment-config.ts';
import { PRODUCTION } from '../../../infra/config/production.ts';
import { SANDBOX } from '../../../infra/config/sandbox.ts';
import { diagramOf } from '../../../infra/proofs/diagram.ts';
import { modelOf } from '../../../infra/proofs/model.ts';
import { proveDeployment, refutedIn } from '../../../infra/proofs/prove-deployment.ts';
import { proofRows, summaryOf, totalsOf } from '../../../infra/proofs/report.ts';
import type { StackTemplate } from '../../../infra/proofs/stack-template.ts';
import { breachesIn } from '../../../infra/rules/rules.ts';
import { expectDocument, markdownTable } from '../../support/docs.ts';
import { CHARGING } from '../charging.ts';
import { synthesizeStacks } from '../templates.ts';

const ISOLATED =
  'The application account, even as admin, reaches no table, key, function or bucket';

const prove = (config: DeploymentConfig) => proveDeployment(config, synthesizeStacks(config));

const architecture = (stacks: readonly StackTemplate[]): string => `# Architecture

Who does what to what, drawn from the templates of the production configuration with a processor, an
application in an account of its own and copies in another Region: boxes are what the stacks hold, arrows what the policies of a role
allow, and those of roles that it may become. \`npm run docs:proofs\` draws it, a test fails when
it is stale.

\`\`\`mermaid
${diagramOf(modelOf(CHARGING, stacks))}
\`\`\`
`;

type Report = ReturnType<typeof prove>;

/** What is claimed only where cards are charged. */
const more = (charging: Report, { proofs }: Report): Report => ({
  ...charging,
  proofs: charging.proofs.filter(
    ({ property }) => !proofs.some((one) => one.property === property),
  ),
});

const document = (report: Report, charging: Report): string => `# Proofs

What \`npm run synth\` proves of the policies of the production configuration, wherever it is run;
\`npm run docs:proofs\` writes this table and a test fails when it is stale. A refuted claim stops the
synthesis with the request that refutes it. **Not yet verified on AWS**: this is about what the policies
say, evaluated as AWS documents it.

Every statement compares with literals and patterns, so requests fall into finitely many classes that no
statement can tell apart. All of them are tried: every role of the deployment and whoever a policy names,
a role, a user and the root of each account and of a foreign one; every action that a policy names and
one that does not exist yet; every combination of the keys that matter. **A layer alone** is tried against
the worst of all others: policies of identities that allow everything, no policy of the resource, no
endpoint. _All together_ is as deployed. A claim also fails if what the gateway needs is refused.

The prover refuses to prove what it cannot resolve: a function of CloudFormation, an operator, a kind of
principal or of policy that it does not know. What it cannot see: grants of KMS, roles and policies outside
the templates, the management account of the organization, and whether AWS does as it documents.

The deploy role may change every policy, so the guardrail says who may take it. The stream of the notices,
which hold no values, is open to administrators.

${markdownTable(proofRows(report))}
${totalsOf(report).claims} claims, ${totalsOf(report).requests} classes of requests, ${totalsOf(report).refuted} refuted.

With a processor, an application in an account of its own and copies of tables in another Region all of
these hold as well, and more:

${markdownTable(proofRows(more(charging, report)))}`;

describe('the proofs', () => {
  const production = prove(PRODUCTION);
  const stacks = synthesizeStacks(CHARGING);
  const charging = proveDeployment(CHARGING, stacks);

  test('hold of production, and each allows what the gateway needs', () => {
    expect(refutedIn(production)).toEqual([]);
    expect(production.notClaimed).toEqual([]);
    const vacuous = production.proofs.filter(
      ({ allowed, layer }) => allowed === 0 && layer !== 'network',
    );
    expect(vacuous).toEqual([]);
  });

  test('hold where cards are charged as well, and so do the rules', () => {
    expect(refutedIn(charging)).toEqual([]);
    expect(breachesIn(modelOf(CHARGING, stacks))).toEqual([]);
  });

  test('keep the application, whatever its policies allow, from all that the vault holds', () => {
    const isolated = charging.proofs.filter(({ property }) => property === ISOLATED);
    // Eight tables, four keys, seven functions and the bucket at least.
    expect(isolated.length).toBeGreaterThanOrEqual(20);
    expect(isolated.every(({ allowed }) => allowed > 0)).toBe(true);
  });

  test('are those of the document', () => {
    expectDocument('docs/proofs.md', document(production, charging));
  });

  test('are of what the diagram shows', () => {
    const drawn = architecture(stacks);
    expect(drawn).toMatch(
      /vault\w* -- "decrypt, sign.*" --> RootKey|vault\w* -- "decrypt" --> RootKey/,
    );
    expectDocument('docs/architecture.md', drawn);
  });

  test('are summed up in a line', () => {
    expect(summaryOf(production, 1234)).toMatch(
      /^Proofs: \d+ claims proved, \d+,\d+ classes of requests, 1\.2 s$/,
    );
  });

  test('hold of the sandbox, and say that nothing keeps its administrators out', () => {
    const sandbox = prove(SANDBOX);
    expect(refutedIn(sandbox)).toEqual([]);
    expect(sandbox.notClaimed).toHaveLength(1);
    expect(sandbox.proofs.some(({ layer }) => layer === 'guardrail')).toBe(false);
  });
});
