import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { DeploymentConfig } from '../config/deployment-config.ts';
import { breachesIn } from '../rules/rules.ts';
import { modelOf } from './model.ts';
import type { Model } from './model.ts';
import { proveModel, refutedIn } from './prove-deployment.ts';
import { Refusal } from './refusal.ts';
import { summaryOf } from './report.ts';
import { templatesOf } from './written-templates.ts';

const violation = (ruleName: string, description: string): PolicyViolation => ({
  ruleName,
  description,
  severity: 'error',
  violatingResources: [],
});

function refuted(model: Model): PolicyViolation[] {
  const begin = performance.now();
  const report = proveModel(model);
  console.error(summaryOf(report, performance.now() - begin));
  return refutedIn(report).map(({ property, layer, counterexample }) =>
    violation(property, `${counterexample ?? ''} (${layer})`),
  );
}

function broken(model: Model): PolicyViolation[] {
  return breachesIn(model).map(({ rule, where }) => violation(rule, `not so: ${where.join(', ')}`));
}

/**
 * Proves the properties of a deployment and holds it to the rules wherever it is synthesized: `cdk
 * synth` and `cdk deploy` fail if a claim is refuted, a rule broken, or if there is something that the
 * prover does not understand.
 */
export class ProofPlugin implements IPolicyValidationPlugin {
  readonly name = 'Proofs and rules';
  readonly #config: DeploymentConfig;

  constructor(config: DeploymentConfig) {
    this.#config = config;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = this.#violations(context);
    return { success: violations.length === 0, violations };
  }

  #violations(context: IPolicyValidationContext): PolicyViolation[] {
    try {
      const model = modelOf(this.#config, templatesOf(context));
      return [...refuted(model), ...broken(model)];
    } catch (error) {
      if (error instanceof Refusal) return [violation('Nothing is proved', error.message)];
      throw error;
    }
  }
}
