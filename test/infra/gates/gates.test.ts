import { PRODUCTION } from '../../../infra/config/production.ts';
import { modelOf } from '../../../infra/proofs/model.ts';
import { proveModel, refutedIn } from '../../../infra/proofs/prove-deployment.ts';
import { Refusal } from '../../../infra/proofs/refusal.ts';
import { breachesIn, RULES } from '../../../infra/rules/rules.ts';
import { expectDocument, markdownTable } from '../../support/docs.ts';
import { synthesizeStacks } from '../templates.ts';
import { CHARGING } from '../charging.ts';
import { API_DEFECTS } from './api-defects.ts';
import { APPLICATION_DEFECTS } from './application-defects.ts';
import { CONSOLE_DEFECTS } from './console-defects.ts';
import { COPY_DEFECTS } from './copy-defects.ts';
import { Damaged } from './damage.ts';
import { REFUSED } from './defect.ts';
import type { Defect } from './defect.ts';
import { EGRESS_DEFECTS } from './egress-defects.ts';
import { PIPELINE_DEFECTS } from './pipeline-defects.ts';
import { PROOF_DEFECTS } from './proof-defects.ts';
import { RULE_DEFECTS } from './rule-defects.ts';
import { TRAIL_DEFECTS } from './trail-defects.ts';

const STACKS = synthesizeStacks(PRODUCTION);
const CHARGING_STACKS = synthesizeStacks(CHARGING);
const DEFECTS: readonly Defect[] = [
  ...API_DEFECTS,
  ...RULE_DEFECTS,
  ...PIPELINE_DEFECTS,
  ...PROOF_DEFECTS,
  ...EGRESS_DEFECTS,
  ...CONSOLE_DEFECTS,
  ...APPLICATION_DEFECTS,
  ...COPY_DEFECTS,
  ...TRAIL_DEFECTS,
];
const isRule = (gate: string): boolean => RULES.some(({ name }) => name === gate);

/** Which gates hold the stacks up: every rule, and of the properties the one that is asked for. */
function failing({ gate, charging, damage }: Defect): string[] {
  const damaged = new Damaged(charging ? CHARGING_STACKS : STACKS);
  damage(damaged);
  try {
    const model = modelOf(charging ? CHARGING : PRODUCTION, damaged.stacks);
    const refuted = isRule(gate) ? [] : refutedIn(proveModel(model, gate));
    return [
      ...breachesIn(model).map(({ rule }) => rule),
      ...new Set(refuted.map(({ property }) => property)),
    ];
  } catch (error) {
    if (error instanceof Refusal) return [REFUSED];
    throw error;
  }
}

const kindOf = (gate: string): string =>
  gate === REFUSED ? 'refusal' : isRule(gate) ? 'rule' : 'proof';

const document = (): string => `# Gates

Defects that were put into the production configuration one by one, of charging, of an application and of
copies into one that has all three, and the gate that held each up, in \`test/infra/gates\`. The undamaged
configuration passes all of them. Every gate runs in \`cdk synth\`, so that nothing of this can be
deployed by accident; \`npm run docs:gates\` writes this table, and a test
fails when it is stale. So do, in the synthesis, CDK's own linter with Guard rules of ours and, of production, the
packs of cdk-nag for AWS's own matrix, NIST 800-53 and PCI DSS 3.2.1, but for the
[exceptions](../infra/rules/exceptions.ts) of one list; \`test/infra/gates/packs.test.ts\` damages what they read.
\`validateConfig\` runs before all of it.

${markdownTable([['Defect', 'Gate', 'Kind'], ...DEFECTS.map(({ defect, gate }) => [defect, gate, kindOf(gate)])])}
${DEFECTS.length} defects, ${RULES.length} rules.
`;

describe('the gates', () => {
  test('let the undamaged configuration pass', () => {
    expect(breachesIn(modelOf(PRODUCTION, STACKS))).toEqual([]);
    // As a copy, too, for the defects are put into one.
    const { stacks } = new Damaged(STACKS);
    expect(breachesIn(modelOf(PRODUCTION, stacks))).toEqual([]);
  });

  test.each(DEFECTS)('hold up: $defect', (defect) => {
    expect(failing(defect)).toContain(defect.gate);
  });

  test('are listed with what they held up', () => {
    expectDocument('docs/gates.md', document());
  });
});
