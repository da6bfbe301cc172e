import { ENDPOINT_KEY } from './evaluation.ts';
import type { Principal, RequestContext, World } from './evaluation.ts';
import type { ParsedCondition, ParsedStatement } from './parsed-statement.ts';
import { Refusal } from './refusal.ts';

/** A text that no policy mentions: it stands for every other text. */
export const OTHER = 'zz-other';

/** An account that has nothing to do with the deployment. */
export const FOREIGN_ACCOUNT = '999999999999';

/** Keys that the principal decides, so that a request cannot choose them. */
const OF_PRINCIPAL: Readonly<Record<string, (principal: Principal) => string>> = {
  'aws:principalarn': ({ arn }) => arn,
  'aws:principalaccount': ({ account }) => account,
  'kms:calleraccount': ({ account }) => account,
};

const IS_SERVICE = 'aws:principalisawsservice';
const OF_RESOURCE = 'aws:resourceaccount';

/** A pattern with one `*` in it, as the text before that and the text after. */
function halves(pattern: string): [string, string] {
  const [before = '', after, ...more] = pattern.split('*');
  if (more.length > 0 || pattern.includes('?')) {
    throw new Refusal(`The pattern ${pattern} has more than one wildcard.`);
  }
  return [before, after ?? ''];
}

const longer = (one: string, another: string): string =>
  one.length >= another.length ? one : another;

/**
 * Texts of which one stands for every text there is: the patterns cannot tell it from the one it
 * stands for. A literal stands for itself, a pattern has a text that only it matches, two have one
 * that both match if any does, and one text matches none.
 */
export function representatives(patterns: readonly string[]): string[] {
  const texts = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const wild = patterns.filter((pattern) => pattern.includes('*')).map(halves);
  for (const [before, after] of wild) {
    texts.add(`${before}${OTHER}${after}`);
    for (const [start, end] of wild) {
      texts.add(`${longer(before, start)}${OTHER}${longer(after, end)}`);
    }
  }
  return [...texts, OTHER];
}

/** Every set of some of the values: what a quantifier is asked of a key that has many values. */
function nonEmptySets(values: readonly string[]): string[][] {
  if (values.length > 6) throw new Refusal('A key with many values is compared with too many.');
  return Array.from({ length: 2 ** values.length - 1 }, (_, at) =>
    values.filter((__, bit) => ((at + 1) >> bit) % 2 === 1),
  );
}

function valuesOf(
  key: string,
  conditions: readonly ParsedCondition[],
  distinguished: readonly string[],
): (string[] | undefined)[] {
  const about = conditions.filter((one) => one.key === key && one.comparison !== 'null');
  const compared = about.flatMap((one) => one.values);
  const values = representatives([...new Set([...compared, ...distinguished])]);
  const quantifiers = new Set(about.map(({ quantifier }) => quantifier !== 'one'));
  if (quantifiers.size > 1) throw new Refusal(`${key} is compared both as one value and as many.`);
  const isSet = quantifiers.has(true);
  return [undefined, ...(isSet ? nonEmptySets(values) : values.map((value) => [value]))];
}

/** By key, in lower case, the values that a claim tells apart. */
export type Distinctions = Readonly<Record<string, readonly string[]>>;

/** Keys of which a decision can depend, beside those that the principal decides. */
export function decidingKeys(
  statements: readonly ParsedStatement[],
  world: World,
  principal: Principal,
): Set<string> {
  const fixed = fixedContext(world, principal);
  const compared = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const keys = new Set(compared.filter((key) => !fixed.has(key)));
  return world.endpoint === undefined ? keys : keys.add(ENDPOINT_KEY);
}

/** The classes of everything that the given statements can tell of a request beside who asks for what. */
export function* contexts(
  statements: readonly ParsedStatement[],
  world: World,
  principal: Principal,
  distinguishes: Distinctions = {},
): Generator<RequestContext> {
  const conditions = statements.flatMap((statement) => statement.conditions);
  const choices = [...decidingKeys(statements, world, principal)].map((key) => {
    const values = valuesOf(key, conditions, distinguishes[key] ?? []);
    const endpoint = world.endpoint?.id;
    const isMissing = key === ENDPOINT_KEY && endpoint !== undefined && !named(values, endpoint);
    return [key, isMissing ? [...values, [endpoint]] : values] as const;
  });
  yield* combinations(choices, 0, fixedContext(world, principal));
}

function named(values: readonly (readonly string[] | undefined)[], text: string): boolean {
  return values.some((value) => value?.includes(text) === true);
}

/** What the principal and the resource decide, so that a request cannot choose it. */
export function fixedContext(world: World, principal: Principal): Map<string, readonly string[]> {
  if (principal.service !== undefined) return new Map([[IS_SERVICE, ['true']]]);
  const entries = Object.entries(OF_PRINCIPAL).map(
    ([key, read]) => [key, [read(principal)]] as const,
  );
  return new Map([...entries, [IS_SERVICE, ['false']], [OF_RESOURCE, [world.resourceAccount]]]);
}

type Choices = readonly (readonly [string, readonly (readonly string[] | undefined)[]])[];

function* combinations(
  choices: Choices,
  at: number,
  context: Map<string, readonly string[]>,
): Generator<RequestContext> {
  const choice = choices[at];
  if (choice === undefined) {
    yield new Map(context);
    return;
  }
  const [key, values] = choice;
  for (const value of values) {
    if (value === undefined) context.delete(key);
    else context.set(key, value);
    yield* combinations(choices, at + 1, context);
  }
}

/** The classes of actions: those that a policy names, and one that none names, not even tomorrow. */
export function actionClasses(service: string, statements: readonly ParsedStatement[]): string[] {
  const patterns = statements
    .flatMap(({ actions }) => actions)
    .filter((action) => action === '*' || action.startsWith(`${service}:`))
    .map((action) => (action === '*' ? `${service}:*` : action));
  const actions = representatives([...new Set(patterns)]).filter((one) => one !== OTHER);
  return [...new Set([...actions, `${service}:actionthatdoesnotexistyet`])];
}

/** The classes of principals: whom the policies name, and in every account a role, a user, the root. */
export function principalClasses(
  roles: readonly string[],
  accounts: readonly string[],
  statements: readonly ParsedStatement[],
): Principal[] {
  const conditions = statements.flatMap((statement) => statement.conditions);
  const compared = conditions
    .filter(({ key, comparison }) => key === 'aws:principalarn' && comparison !== 'null')
    .flatMap(({ values }) => values);
  const principals = statements.flatMap((statement) => statement.principals?.aws ?? []);
  const named = representatives([...compared, ...principals]).filter((arn) =>
    /^arn:aws:(iam|sts)::\d{12}:(role|user|assumed-role)\//.test(arn),
  );
  const all = new Set([...accounts, FOREIGN_ACCOUNT, ...named.map(accountOf)]);
  const others = [...all].flatMap((account) =>
    ['role/zz-administrator', 'user/zz-administrator', 'root'].map(
      (path) => `arn:aws:iam::${account}:${path}`,
    ),
  );
  const arns = new Set([...roles, ...named, ...others]);
  return [...arns].map((arn) => ({ arn, account: accountOf(arn) }));
}

/** Whose an ARN is. */
export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
