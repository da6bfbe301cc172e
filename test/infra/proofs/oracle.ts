/**
 * A second evaluator of policies, to compare the prover's with. It reads the JSON as it stands and was
 * written apart, from AWS's description of the evaluation logic: no regular expressions, no parsing
 * beforehand, one question after the other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export type Json = Readonly<Record<string, unknown>>;

export interface Question {
  readonly arn: string;
  readonly account: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export interface Documents {
  readonly identity?: readonly Json[];
  readonly resource: readonly Json[];
  readonly resourceAccount: string;
  readonly resourceDecides: boolean;
  readonly endpoint?: { readonly id: string; readonly statements: readonly Json[] };
  readonly guardrails?: readonly Json[];
}

const many = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined) as string[];

/** Whether text is of the pattern, found out character by character. */
function fits(pattern: string, text: string): boolean {
  const [head] = pattern;
  if (head === undefined) return text === '';
  const rest = pattern.slice(1);
  if (head === '*') return fits(rest, text) || (text !== '' && fits(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && fits(rest, text.slice(1));
}

function fitsArn(pattern: string, arn: string): boolean {
  const cut = (text: string): string[] => {
    const parts = text.split(':');
    return [...parts.splice(0, 5), parts.join(':')];
  };
  const [wanted, given] = [cut(pattern), cut(arn)];
  return wanted.every((part, at) => fits(part, given[at] ?? ''));
}

type Test = (wanted: string, given: string) => boolean;

const TESTS: readonly [string, Test][] = [
  ['String', (wanted, given) => wanted === given],
  ['Bool', (wanted, given) => wanted === given],
  ['Arn', fitsArn],
];

function compare(
  operator: string,
  wanted: string[],
  given: readonly string[] | undefined,
): boolean {
  if (operator === 'Null') return wanted[0] === String(given === undefined);
  const [quantifier, plain] = operator.includes(':')
    ? (operator.split(':') as [string, string])
    : ['', operator];
  const isOptional = plain.endsWith('IfExists');
  const isNegative = plain.includes('Not');
  if (given === undefined) {
    return isOptional || quantifier === 'ForAllValues' || (isNegative && quantifier === '');
  }
  const test: Test = plain.includes('Like')
    ? fits
    : (TESTS.find(([prefix]) => plain.startsWith(prefix))?.[1] ?? (() => false));
  const one = (value: string): boolean => wanted.some((text) => test(text, value)) !== isNegative;
  return quantifier === 'ForAllValues' ? !given.some((value) => !one(value)) : given.some(one);
}

function meets(statement: Json, { context }: Question): boolean {
  const conditions = (statement.Condition ?? {}) as Readonly<Record<string, Json>>;
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, wanted] of Object.entries(keys)) {
      if (!compare(operator, many(wanted), context[key.toLowerCase()])) return false;
    }
  }
  return true;
}

function isFor(statement: Json, { arn, account }: Question): boolean {
  const { Principal: principal } = statement;
  if (principal === undefined || principal === '*') return true;
  const names = many((principal as Json).AWS);
  return names.some((name) => [`arn:aws:iam::${account}:root`, account, arn, '*'].includes(name));
}

function concerns(statement: Json, question: Question): boolean {
  const lower = question.action.toLowerCase();
  const about = (patterns: unknown): boolean =>
    many(patterns).some((pattern) => fits(pattern.toLowerCase(), lower));
  const action = 'Action' in statement ? about(statement.Action) : !about(statement.NotAction);
  const resource =
    !('Resource' in statement) ||
    many(statement.Resource).some((pattern) => fits(pattern, question.resource));
  return action && resource && isFor(statement, question) && meets(statement, question);
}

const finds = (statements: readonly Json[], effect: string, question: Question): boolean =>
  statements.some((one) => one.Effect === effect && concerns(one, question));

export function oracleAllows(documents: Documents, question: Question): boolean {
  const { identity, resource, endpoint, guardrails = [] } = documents;
  const isWithin = question.account === documents.resourceAccount;
  const through = endpoint !== undefined && question.context['aws:sourcevpce']?.[0] === endpoint.id;
  const denying = [
    ...resource,
    ...(identity ?? []),
    ...(isWithin ? guardrails : []),
    ...(through ? endpoint.statements : []),
  ];
  if (finds(denying, 'Deny', question)) return false;
  if (through && !finds(endpoint.statements, 'Allow', question)) return false;
  const byIdentity = identity === undefined || finds(identity, 'Allow', question);
  const byResource = finds(resource, 'Allow', question);
  if (!isWithin) return byResource && byIdentity;
  if (!documents.resourceDecides) return byResource || byIdentity;
  const toAnyone = resource.filter(({ Principal: one }) => {
    const names = one === '*' ? ['*'] : many((one as Json).AWS);
    return names.includes('*') || names.includes(question.arn);
  });
  return byResource && (byIdentity || finds(toAnyone, 'Allow', question));
}
