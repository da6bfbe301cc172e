import {
  holds,
  isAboutAction,
  isAboutPrincipal,
  isAboutResource,
  isAllowed,
} from './evaluation.ts';
import type { Principal, Request, World } from './evaluation.ts';
import type { ParsedStatement } from './parsed-statement.ts';
import { Refusal } from './refusal.ts';
import { contexts, decidingKeys, fixedContext, OTHER } from './request-classes.ts';
import type { Distinctions } from './request-classes.ts';

/** Which policies take part: one layer alone against the worst of all others, or all of them. */
export type Layer =
  | 'identity'
  | 'resource'
  | 'endpoint'
  | 'guardrail'
  | 'trust'
  | 'network'
  | 'allows alone'
  | 'denies alone'
  | 'all together';

/** What is to hold of every request of a space. */
export interface Claim {
  readonly property: string;
  readonly layer: Layer;
  readonly world: World;
  readonly resources: readonly string[];
  readonly principals: readonly Principal[];
  readonly actions: readonly string[];
  /**
   * Keys, and values of them, by which the claim tells requests apart. Statements may not know them:
   * a request is then allowed whatever they are, and the claim has to hold of every one.
   */
  readonly distinguishes?: Distinctions;
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

interface Tried {
  readonly request: Request;
  /** As far as it is about the request. */
  readonly world: World;
  /** Keys that took part in the decision. */
  readonly known: ReadonlySet<string>;
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
function* requests(claim: Claim): Generator<Tried> {
  for (const resource of claim.resources) {
    const ofResource = narrowed(claim.world, (one) => isAboutResource(one, resource));
    for (const principal of claim.principals) {
      const ofPrincipal = worldOf(ofResource, principal);
      for (const action of claim.actions) {
        const world = narrowed(ofPrincipal, (one) => isAboutAction(one, action));
        const deciding = statementsOf(world, principal);
        const known = decidingKeys(deciding, world, principal);
        for (const context of contexts(deciding, world, principal, claim.distinguishes)) {
          yield { request: { principal, action, resource, context }, world, known };
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

/** A context that tells which keys were asked for. */
class ReadContext extends Map<string, readonly string[]> {
  readonly read = new Set<string>();

  override get(key: string): readonly string[] | undefined {
    this.read.add(key);
    return super.get(key);
  }
}

/**
 * A request of the tried class that may not be allowed. Its decision does not depend on keys that no
 * statement knows, but the claim may: each of those that it asks for is tried with every value.
 */
function badOne(claim: Claim, { request, known }: Omit<Tried, 'world'>): Request | undefined {
  const context = new ReadContext(request.context);
  if (!claim.mayBeAllowed({ ...request, context })) return request;
  const key = [...context.read].find((one) => !known.has(one));
  if (key === undefined) return undefined;
  const values = claim.distinguishes?.[key];
  if (values === undefined)
    throw new Refusal(`${claim.property}: asks for ${key}, which it does not tell apart.`);
  const others = new Set([...known, key]);
  for (const value of [undefined, ...values, OTHER]) {
    const changed = new Map(request.context);
    if (value !== undefined) changed.set(key, [value]);
    const bad = badOne(claim, { request: { ...request, context: changed }, known: others });
    if (bad !== undefined) return bad;
  }
  return undefined;
}

/** Tries every class of requests; stops at the first that refutes the claim. */
export function prove(claim: Claim): Proof {
  const { property, layer } = claim;
  const [missing, counts] = [new Set(claim.mustAllow), { requests: 0, allowed: 0 }];
  for (const tried of requests(claim)) {
    const { request, world } = tried;
    counts.requests += 1;
    if (!isAllowed(world, request)) continue;
    counts.allowed += 1;
    const bad = badOne(claim, tried);
    if (bad !== undefined) return { property, layer, ...counts, counterexample: asSentence(bad) };
    for (const good of missing) if (good(request)) missing.delete(good);
  }
  if (missing.size === 0) return { property, layer, ...counts };
  const counterexample = `${missing.size} of the requests that the gateway is made of are refused`;
  return { property, layer, ...counts, counterexample };
}
