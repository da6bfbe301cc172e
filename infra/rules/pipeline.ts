import { bootstrapRoleArns, deployerRoleName } from '../names.ts';
import type { Resource } from '../proofs/assembly.ts';
import type { Model } from '../proofs/model.ts';
import { isObject, listOf } from '../proofs/stack-template.ts';
import { each, none } from './rule.ts';
import type { Rule } from './rule.ts';

const ROLE = 'AWS::IAM::Role';

function statementsOf(document: unknown): Record<string, unknown>[] {
  return isObject(document) ? listOf(document.Statement).filter(isObject) : [];
}

function onlyTakesRoles(role: Resource, { assembly, config }: Model): boolean {
  if (role.name !== deployerRoleName(config)) return true;
  const allowed = listOf(assembly.property(role, 'Policies'))
    .filter(isObject)
    .flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument))
    .map(({ Action, Resource: resource }) => [Action, resource]);
  return (
    JSON.stringify(allowed) === JSON.stringify([['sts:AssumeRole', bootstrapRoleArns(config)]]) &&
    assembly.property(role, 'ManagedPolicyArns') === undefined
  );
}

/** Who deploys. */
export const PIPELINE_RULES: readonly Rule[] = [
  each('The deployer takes the roles of the bootstrap and does nothing else', ROLE, onlyTakesRoles),
  none('Nobody has a key that lasts', 'AWS::IAM::AccessKey', 'AWS::IAM::User'),
];
