import {
  holds,
  isAboutAction,
  isAboutPrincipal,
  isAboutResource,
  isAllowed,
} from './evaluation.ts';
import type { Principal, Request, World } from './evaluation.ts';
import type { ParsedStatement } from './parsed-statement.ts';
import { contexts, fixedContext } from './request-classes.ts';

/** Which policies take part: one layer alone against the worst of all others, or all of them. */
export type Layer =
  'identity' | 'resource' | 'endpoint' | 'guardrail' | 'trust' | 'network' | 'all together';

/** What is to hold of every request of a space. */
export interface Claim {
  readonly property: string;
  readonly layer: Layer;
  readonly world: World;
  readonly resources: readonly string[];
  readonly principals: readonly Principal[];
  readonly actions: readonly string[];
  /** Whether a request may be allowed. One that is allowed and may not be refutes the claim. */
  readonly mayBeAllowed: (request: Request) => boolean;
  /** A claim of which nothing was ever allowed would hold of a policy that refuses everything. */
  readonly mustAllow: readonly ((request: Request) => boolean)[];
}

export interface Proof {
  readonly property: string;
  readonly layer: Layer;
  /** Classes of requests that were tried, and how many of them are allowed. */
  readonly requests: number;
  readonly allowed: number;
  /** Absent if the claim holds. */
  readonly counterexample?: string;
}

/** The world with only those statements that a condition can still keep from applying. */
function narrowed(world: World, isAbout: (statement: ParsedStatement) => boolean): World {
  const { identity, resource, endpoint, guardrails } = world;
  return {
    ...world,
    ...(identity ? { identity: (principal) => identity(principal).filter(isAbout) } : {}),
    ...(resource ? { resource: resource.filter(isAbout) } : {}),
    ...(guardrails ? { guardrails: guardrails.filter(isAbout) } : {}),
    ...(endpoint
      ? { endpoint: { ...endpoint, statements: endpoint.statements.filter(isAbout) } }
      : {}),
  };
}

/** Every statement that takes part for a principal. */
function statementsOf(world: World, principal: Principal): ParsedStatement[] {
  return [
    ...(world.identity?.(principal) ?? []),
    ...(world.resource ?? []),
    ...(world.guardrails ?? []),
    ...(world.endpoint?.statements ?? []),
  ];
}

/** Without the statements that who asks already keeps from applying. */
function worldOf(world: World, principal: Principal): World {
  const fixed = fixedContext(world, principal);
  const own = world.identity?.(principal);
  return narrowed(own === undefined ? world : { ...world, identity: () => own }, (statement) => {
    const decided = statement.conditions.filter(({ key }) => fixed.has(key));
    return isAboutPrincipal(statement, principal) && decided.every((one) => holds(one, fixed));
  });
}

/** Every class of requests of a claim's space, with the world as far as it is about that class. */
function* requests(claim: Claim): Generator<{ request: Request; world: World }> {
  for (const resource of claim.resources) {
    const ofResource = narrowed(claim.world, (one) => isAboutResource(one, resource));
    for (const principal of claim.principals) {
      const ofPrincipal = worldOf(ofResource, principal);
      for (const action of claim.actions) {
        const world = narrowed(ofPrincipal, (one) => isAboutAction(one, action));
        for (const context of contexts(statementsOf(world, principal), world, principal)) {
          yield { request: { principal, action, resource, context }, world };
        }
      }
    }
  }
}

function contextText({ context }: Request): string {
  const shown = [...context].filter(([key]) => !key.startsWith('aws:principal'));
  return shown.map(([key, values]) => `${key} = ${values.join(' and ')}`).join(', ');
}

function asSentence(request: Request): string {
  const { principal, action, resource } = request;
  const who = principal.service ?? principal.arn;
  const given = contextText(request);
  return `${who} may ${action} on ${resource}${given === '' ? '' : ` when ${given}`}`;
}

/** Tries every class of requests; stops at the first that refutes the claim. */
export function prove(claim: Claim): Proof {
  const { property, layer, mayBeAllowed } = claim;
  const [missing, counts] = [new Set(claim.mustAllow), { requests: 0, allowed: 0 }];
  for (const { request, world } of requests(claim)) {
    counts.requests += 1;
    if (!isAllowed(world, request)) continue;
    counts.allowed += 1;
    if (!mayBeAllowed(request)) {
      return { property, layer, ...counts, counterexample: asSentence(request) };
    }
    for (const good of missing) if (good(request)) missing.delete(good);
  }
  if (missing.size === 0) return { property, layer, ...counts };
  const counterexample = `${missing.size} of the requests that the gateway is made of are refused`;
  return { property, layer, ...counts, counterexample };
}
