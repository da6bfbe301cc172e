import { App, Stack } from 'aws-cdk-lib';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX } from '../../../infra/config/sandbox.ts';
import { ProofPlugin } from '../../../infra/proofs/plugin.ts';
import type { StackTemplate } from '../../../infra/proofs/stack-template.ts';
import { Damaged, part } from '../gates/damage.ts';
import { synthesizeStacks } from '../templates.ts';

const STACKS = synthesizeStacks(SANDBOX);
const folder = mkdtempSync(join(tmpdir(), 'plugin-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What CDK tells a plugin of templates that it has written. */
function contextOf(stacks: readonly StackTemplate[]): IPolicyValidationContext {
  const app = new App({ outdir: join(folder, 'out') });
  const stackTemplates = stacks.map(({ name, account, region, template }) => {
    const templatePath = join(folder, `${name}.json`);
    writeFileSync(templatePath, JSON.stringify(template));
    const stack = new Stack(app, name, { stackName: name });
    return { stackConstructPath: stack.node.path, templatePath, accountId: account, region };
  });
  const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
  return { appConstruct: app, stackTemplates, templatePaths };
}

function validate(damage: (damaged: Damaged) => void) {
  const damaged = new Damaged(STACKS);
  damage(damaged);
  const said: string[] = [];
  const error = jest.spyOn(console, 'error').mockImplementation((text: string) => said.push(text));
  const report = new ProofPlugin(SANDBOX).validate(contextOf(damaged.stacks));
  error.mockRestore();
  return { report, said };
}

describe('the synthesis', () => {
  test('passes, and says what was proved', () => {
    const { report, said } = validate(() => undefined);
    expect(report).toMatchObject({ success: true, violations: [] });
    expect(said.join()).toMatch(/\d+ claims proved/);
  });

  test('fails with the request that refutes a claim, and with the rule that is broken', () => {
    const { report } = validate((damaged) => {
      const role = damaged.properties('AWS::IAM::Role', 'vaultRole');
      const trust = part(role, 'AssumeRolePolicyDocument', 'Statement', 0);
      trust.Principal = { AWS: 'arn:aws:iam::111111111111:root' };
      damaged.remove('AWS::WAFv2::WebACLAssociation');
    });
    expect(report.success).toBe(false);
    const found = report.violations.map(
      ({ ruleName, description }) => `${ruleName}: ${description}`,
    );
    expect(found.join('\n')).toMatch(
      /takes a role: arn:aws:iam::111111111111:\S+ may sts:assumerole/,
    );
    expect(found.join('\n')).toContain('A firewall stands in front of the API: not so');
  });

  test('fails when there is something that the prover does not understand', () => {
    const { report } = validate((damaged) => {
      const role = damaged.properties('AWS::IAM::Role', 'vaultRole');
      part(role, 'AssumeRolePolicyDocument', 'Statement', 0).Condition = { Nonsense: { a: 'b' } };
    });
    expect(report.success).toBe(false);
    expect(report.violations.map(({ ruleName }) => ruleName)).toEqual(['Nothing is proved']);
  });
});
