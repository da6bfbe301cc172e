import { isArnLike, isLike } from './matching.ts';
import type { ParsedCondition, ParsedStatement } from './parsed-statement.ts';

/** Who asks: a principal of an account, or a service on nobody's behalf. */
export interface Principal {
  readonly arn: string;
  readonly account: string;
  /** Such as `lambda.amazonaws.com`; then `arn` and `account` are empty. */
  readonly service?: string;
}

/** What holds of a request; keys in lower case, an absent key has no entry. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

export interface Request {
  readonly principal: Principal;
  /** In lower case, with its service. */
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/**
 * The policies that a request has to pass. What is absent does not take part, so that each layer can
 * be asked alone.
 */
export interface World {
  /** What the policies of the principal say; absent stands for the worst: `*:*` for everybody. */
  readonly identity?: (principal: Principal) => readonly ParsedStatement[];
  readonly resource?: readonly ParsedStatement[];
  /** The policies of keys and roles decide alone whether those of identities count at all. */
  readonly resourceDecides?: boolean;
  readonly resourceAccount: string;
  /** Applies to what comes through it, and has to allow that. */
  readonly endpoint?: { readonly id: string; readonly statements: readonly ParsedStatement[] };
  /** Service control policies of the resource's account, beside one that allows everything. */
  readonly guardrails?: readonly ParsedStatement[];
}

export const ENDPOINT_KEY = 'aws:sourcevpce';

type Verdict = 'allow' | 'deny' | 'silent';

function holdsOfValues(condition: ParsedCondition, values: readonly string[]): boolean {
  const matches = (value: string) => {
    const { comparison } = condition;
    const compare = comparison === 'arn' ? isArnLike : comparison === 'like' ? isLike : undefined;
    const found = condition.values.some((one) => compare?.(value, one) ?? one === value);
    return found !== condition.isNegated;
  };
  return condition.quantifier === 'all' ? values.every(matches) : values.some(matches);
}

/**
 * Of a key that is absent, negated operators and those with `IfExists` hold, and so do all its values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holds(condition: ParsedCondition, context: RequestContext): boolean {
  const values = context.get(condition.key);
  if (condition.comparison === 'null') {
    return condition.values.includes(values === undefined ? 'true' : 'false');
  }
  if (values !== undefined) return holdsOfValues(condition, values);
  if (condition.ifExists || condition.quantifier === 'all') return true;
  return condition.isNegated && condition.quantifier === 'one';
}

export function isAboutPrincipal(
  { effect, principals }: ParsedStatement,
  asking: Principal,
): boolean {
  if (principals === undefined) return true;
  if (asking.service !== undefined) {
    // Everybody is a service as well, which to allow a statement has to name.
    const isEverybody = effect === 'Deny' && principals.aws.includes('*');
    return isEverybody || principals.services.includes(asking.service);
  }
  const { arn, account } = asking;
  const names = ['*', arn, account, `arn:aws:iam::${account}:root`];
  return principals.aws.some((name) => names.includes(name));
}

export function isAboutAction(statement: ParsedStatement, action: string): boolean {
  const listed = statement.actions.some((pattern) => isLike(action, pattern));
  return listed !== statement.excludesActions;
}

export function isAboutResource(statement: ParsedStatement, resource: string): boolean {
  const listed = statement.resources.some((pattern) => isLike(resource, pattern));
  return listed !== statement.excludesResources;
}

function applyingTo(statements: readonly ParsedStatement[], request: Request): ParsedStatement[] {
  return statements.filter(
    (statement) =>
      isAboutPrincipal(statement, request.principal) &&
      isAboutAction(statement, request.action) &&
      isAboutResource(statement, request.resource) &&
      statement.conditions.every((condition) => holds(condition, request.context)),
  );
}

function verdict(statements: readonly ParsedStatement[], request: Request): Verdict {
  const applying = applyingTo(statements, request);
  if (applying.some(({ effect }) => effect === 'Deny')) return 'deny';
  return applying.length > 0 ? 'allow' : 'silent';
}

/** Without the policies of identities: not by naming the whole account, which leaves it to those. */
function isNamed(statements: readonly ParsedStatement[], request: Request): boolean {
  const named = ['*', request.principal.arn];
  return applyingTo(statements, request).some(
    ({ effect, principals }) =>
      effect === 'Allow' && principals?.aws.some((name) => named.includes(name)) === true,
  );
}

/** Service control policies bind the principals of the account, its root user among them. */
function isBound({ resourceAccount }: World, { principal }: Request): boolean {
  return principal.service === undefined && principal.account === resourceAccount;
}

function isDenied(world: World, request: Request, verdicts: readonly Verdict[]): boolean {
  const { endpoint, guardrails = [] } = world;
  if (verdicts.includes('deny')) return true;
  if (isBound(world, request) && verdict(guardrails, request) === 'deny') return true;
  const isThrough =
    endpoint !== undefined && request.context.get(ENDPOINT_KEY)?.includes(endpoint.id) === true;
  return isThrough && verdict(endpoint.statements, request) !== 'allow';
}

/**
 * Whether a request is allowed: nothing denies it, the endpoint that it comes through allows it, and
 * the policies of resource and identity do, of which one is enough within an account, except for keys
 * and roles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(world: World, request: Request): boolean {
  const { principal } = request;
  const policy = world.resource ?? [];
  const resource = verdict(policy, request);
  const identity = world.identity ? verdict(world.identity(principal), request) : 'allow';
  if (isDenied(world, request, [resource, identity])) return false;
  const [byResource, byIdentity] = [resource === 'allow', identity === 'allow'];
  if (principal.service !== undefined) return byResource;
  const isWithin = principal.account === world.resourceAccount;
  if (!isWithin) return byResource && byIdentity;
  if (!(world.resourceDecides ?? false)) return byResource || byIdentity;
  return byResource && (byIdentity || isNamed(policy, request));
}
