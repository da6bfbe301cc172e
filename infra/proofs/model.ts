import type { DeploymentConfig } from '../config/deployment-config.ts';
import { Assembly } from './assembly.ts';
import type { Resource } from './assembly.ts';
import type { Principal, World } from './evaluation.ts';
import type { ParsedStatement } from './parsed-statement.ts';
import { policiesOf } from './policies.ts';
import type { EndpointPolicy, Policies } from './policies.ts';
import { Refusal } from './refusal.ts';
import { principalClasses } from './request-classes.ts';
import { arnOf } from './resource-names.ts';
import type { StackTemplate } from './stack-template.ts';

/** A deployment as its templates and its configuration say. */
export interface Model {
  readonly config: DeploymentConfig;
  readonly assembly: Assembly;
  readonly policies: Policies;
  /** All accounts that have to do with the deployment. */
  readonly accounts: readonly string[];
}

/** @throws Refusal if the templates hold a policy that cannot be read whole */
export function modelOf(config: DeploymentConfig, stacks: readonly StackTemplate[]): Model {
  const assembly = new Assembly(stacks);
  const callers = config.serviceCallers.map(({ account }) => account);
  const accounts = [...new Set([...stacks.map(({ account }) => account), ...callers])];
  return { config, assembly, policies: policiesOf(assembly), accounts };
}

/** Everyone whom the statements can tell from others, every role of the deployment among them. */
export function principalsOf(
  { policies, accounts }: Model,
  statements: readonly ParsedStatement[],
): Principal[] {
  const roles = policies.roles.map(({ arn }) => arn);
  return principalClasses(roles, accounts, statements);
}

/** What the roles of the deployment say of themselves; nobody else has a policy. */
export function ownPolicies({ policies }: Model): NonNullable<World['identity']> {
  const byArn = new Map(policies.roles.map((role) => [role.arn, role.identity]));
  return ({ arn }) => byArn.get(arn) ?? [];
}

export function allIdentityStatements({ policies }: Model): ParsedStatement[] {
  return policies.roles.flatMap(({ identity }) => identity);
}

/** The only endpoint of a service. */
export function endpointOf({ policies }: Model, service: string): EndpointPolicy {
  const [endpoint, ...more] = policies.endpoints.filter((one) => one.service === service);
  if (endpoint !== undefined && more.length === 0) return endpoint;
  throw new Refusal(`There is not one endpoint of ${service}.`);
}

/** The only resource of a type whose ARN ends so, or whose name of CDK begins so. */
export function resourceNamed({ assembly }: Model, type: string, id: string): Resource {
  const [found, ...more] = assembly.ofType(type).filter((one) => one.id.startsWith(id));
  if (found !== undefined && more.length === 0) return found;
  throw new Refusal(`There is not one ${type} called ${id}.`);
}

export function arnNamed(model: Model, type: string, id: string): string {
  return arnOf(resourceNamed(model, type, id)) ?? '';
}
