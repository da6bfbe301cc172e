import type { DeploymentConfig } from '../config/deployment-config.ts';
import { modelOf } from './model.ts';
import type { Model } from './model.ts';
import { prove } from './proof.ts';
import type { Claim, Proof } from './proof.ts';
import { applicationClaims } from './properties/application.ts';
import { checkpointClaims } from './properties/checkpoints.ts';
import { consoleClaims } from './properties/console.ts';
import { copyClaims } from './properties/copies.ts';
import { keyClaims, kmsEndpointClaim, tableKeyClaim } from './properties/keys.ts';
import { lambdaEndpointClaims } from './properties/lambda-endpoint.ts';
import { networkProofs } from './properties/network.ts';
import { serviceKeyClaims } from './properties/service-keys.ts';
import { tableClaims } from './properties/tables.ts';
import { guardrailClaims, invocationClaims } from './properties/takeover.ts';
import { trustClaims } from './properties/trust.ts';
import { trailClaims } from './properties/trail.ts';
import type { StackTemplate } from './stack-template.ts';

/** What was proved of a deployment, property by property and layer by layer. */
export interface ProofReport {
  readonly proofs: readonly Proof[];
  /** What is not claimed of this configuration, and why. */
  readonly notClaimed: readonly string[];
}

const claimsOf = (model: Model): Claim[] => [
  ...keyClaims(model),
  kmsEndpointClaim(model),
  tableKeyClaim(model),
  ...lambdaEndpointClaims(model),
  ...serviceKeyClaims(model),
  ...tableClaims(model),
  ...checkpointClaims(model),
  ...trailClaims(model),
  ...guardrailClaims(model),
  ...invocationClaims(model),
  ...trustClaims(model),
  ...consoleClaims(model),
  ...applicationClaims(model),
  ...copyClaims(model),
];

const WITHOUT_GUARDRAIL =
  'An administrator of the account can invoke and change functions, roles and resolvers: there is no ' +
  'organization whose policy could refuse it.';

/**
 * Proves every property of the templates, or shows the first request that refutes it.
 * @throws Refusal if something in the templates cannot be resolved or evaluated
 */
export function proveDeployment(
  config: DeploymentConfig,
  stacks: readonly StackTemplate[],
): ProofReport {
  return proveModel(modelOf(config, stacks));
}

/** As above; only claims of the given property where one is given. */
export function proveModel(model: Model, property?: string): ProofReport {
  const claims = claimsOf(model).filter(
    (one) => property === undefined || one.property === property,
  );
  return {
    proofs: [...claims.map(prove), ...networkProofs(model)],
    notClaimed: model.policies.guardrails.size === 0 ? [WITHOUT_GUARDRAIL] : [],
  };
}

export const refutedIn = ({ proofs }: ProofReport): Proof[] =>
  proofs.filter(({ counterexample }) => counterexample !== undefined);
