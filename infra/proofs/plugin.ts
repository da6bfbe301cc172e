import { Stack } from 'aws-cdk-lib';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { readFileSync } from 'node:fs';
import type { DeploymentConfig } from '../config/deployment-config.ts';
import { proveDeployment, refutedIn } from './prove-deployment.ts';
import { Refusal } from './refusal.ts';
import { summaryOf } from './report.ts';
import type { StackTemplate, Template } from './stack-template.ts';

function stackNameAt(app: IConstruct, path: string): string {
  const found = app.node.findAll().find((one) => Stack.isStack(one) && one.node.path === path);
  if (found === undefined) throw new Refusal(`${path} is no stack.`);
  return Stack.of(found).stackName;
}

/** The templates as they were written, by which a deployment is made. */
function templatesOf({ stackTemplates, appConstruct }: IPolicyValidationContext): StackTemplate[] {
  return stackTemplates.map(({ stackConstructPath, templatePath, accountId, region }) => {
    if (accountId === undefined || region === undefined) {
      throw new Refusal(`${stackConstructPath} has no account or no region.`);
    }
    const template = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
    const name = stackNameAt(appConstruct, stackConstructPath);
    return { name, account: accountId, region, template };
  });
}

const violation = (ruleName: string, description: string): PolicyViolation => ({
  ruleName,
  description,
  severity: 'error',
  violatingResources: [],
});

/**
 * Proves the properties of a deployment wherever it is synthesized: `cdk synth` and `cdk deploy` fail if
 * one is refuted, or if there is something that the prover does not understand.
 */
export class ProofPlugin implements IPolicyValidationPlugin {
  readonly name = 'Proofs';
  readonly #config: DeploymentConfig;

  constructor(config: DeploymentConfig) {
    this.#config = config;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = this.#violations(context);
    return { success: violations.length === 0, violations };
  }

  #violations(context: IPolicyValidationContext): PolicyViolation[] {
    const begin = performance.now();
    try {
      const report = proveDeployment(this.#config, templatesOf(context));
      console.error(summaryOf(report, performance.now() - begin));
      return refutedIn(report).map(({ property, layer, counterexample }) =>
        violation(property, `${counterexample ?? ''} (${layer})`),
      );
    } catch (error) {
      if (error instanceof Refusal) return [violation('Nothing is proved', error.message)];
      throw error;
    }
  }
}
