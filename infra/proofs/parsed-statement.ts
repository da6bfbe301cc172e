import { textsOf } from './assembly.ts';
import { Refusal } from './refusal.ts';
import { isObject, listOf } from './stack-template.ts';

/** How a condition compares the values of a key; `Not…` is said by `isNegated`. */
export type Comparison = 'equals' | 'like' | 'arn' | 'null';

export interface ParsedCondition {
  /** In lower case, as keys are compared. */
  readonly key: string;
  readonly comparison: Comparison;
  readonly isNegated: boolean;
  /** `one` of a key with a single value; the others of a key with a set of them. */
  readonly quantifier: 'one' | 'all' | 'any';
  readonly ifExists: boolean;
  readonly values: readonly string[];
}

export interface ParsedStatement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** Absent in the policy of an identity. Identity providers are among the services, by their ARNs. */
  readonly principals?: { readonly aws: readonly string[]; readonly services: readonly string[] };
  readonly actions: readonly string[];
  readonly excludesActions: boolean;
  readonly resources: readonly string[];
  readonly excludesResources: boolean;
  readonly conditions: readonly ParsedCondition[];
}

const OPERATORS: Readonly<Record<string, [Comparison, boolean]>> = {
  ArnEquals: ['arn', false],
  ArnLike: ['arn', false],
  ArnNotEquals: ['arn', true],
  ArnNotLike: ['arn', true],
  Bool: ['equals', false],
  Null: ['null', false],
  StringEquals: ['equals', false],
  StringLike: ['like', false],
  StringNotEquals: ['equals', true],
  StringNotLike: ['like', true],
};

const MEMBERS: readonly string[] = [
  ...['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
];

const QUANTIFIERS = { ForAllValues: 'all', ForAnyValue: 'any' } as const;

function parseOperator(text: string): Omit<ParsedCondition, 'key' | 'values'> {
  const [, prefix, name, suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const known = OPERATORS[name ?? ''];
  if (known === undefined) throw new Refusal(`The condition operator ${text} is unknown.`);
  const [comparison, isNegated] = known;
  const quantifier =
    prefix === 'ForAllValues' || prefix === 'ForAnyValue' ? QUANTIFIERS[prefix] : 'one';
  return { comparison, isNegated, quantifier, ifExists: suffix !== undefined };
}

function refuseVariables(values: readonly string[]): string[] {
  const variable = values.find((value) => value.includes('${'));
  if (variable === undefined) return [...values];
  throw new Refusal(`The policy variable in ${variable} cannot be resolved.`);
}

function parseConditions(condition: unknown): ParsedCondition[] {
  if (condition === undefined) return [];
  if (!isObject(condition)) throw new Refusal('A condition must be an object.');
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys as object).map(([key, values]) => ({
      ...parseOperator(operator),
      key: key.toLowerCase(),
      values: refuseVariables(textsOf(values)),
    })),
  );
}

function parsePrincipals(principal: unknown): ParsedStatement['principals'] {
  if (principal === '*') return { aws: ['*'], services: [] };
  if (!isObject(principal)) throw new Refusal('A principal must be * or an object.');
  const { AWS, Service, Federated, ...others } = principal;
  if (Object.keys(others).length > 0) throw new Refusal('A principal is of an unknown kind.');
  return { aws: textsOf(AWS), services: [...textsOf(Service), ...textsOf(Federated)] };
}

/** Either of two members, the second of which stands for everything but what it lists. */
function parseEither(statement: Record<string, unknown>, name: string): [string[], boolean] {
  const [given, excluded] = [statement[name], statement[`Not${name}`]];
  if ((given === undefined) === (excluded === undefined)) {
    throw new Refusal(`A statement needs either ${name} or Not${name}.`);
  }
  return [refuseVariables(textsOf(given ?? excluded)), given === undefined];
}

function parseStatement(value: unknown): ParsedStatement {
  if (!isObject(value)) throw new Refusal('A statement must be an object.');
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw new Refusal(`${unknown} in a statement is unknown.`);
  const { Effect: effect, Sid: sid, Principal: principal } = value;
  if (effect !== 'Allow' && effect !== 'Deny') throw new Refusal('An effect is Allow or Deny.');
  const [actions, excludesActions] = parseEither(value, 'Action');
  // A trust policy is about its role and has no resource.
  const hasResource = 'Resource' in value || 'NotResource' in value;
  const [resources, excludesResources] = hasResource
    ? parseEither(value, 'Resource')
    : [['*'], false];
  return {
    sid: typeof sid === 'string' ? sid : '(unnamed)',
    effect,
    ...(principal === undefined ? {} : { principals: parsePrincipals(principal) ?? NOBODY }),
    actions: actions.map((action) => action.toLowerCase()),
    ...{ excludesActions, resources, excludesResources },
    conditions: parseConditions(value.Condition),
  };
}

const NOBODY = { aws: [], services: [] } as const;

/** @throws Refusal for whatever the evaluator could misread */
export function parsePolicy(document: unknown): ParsedStatement[] {
  if (!isObject(document)) throw new Refusal('A policy must be an object.');
  return listOf(document.Statement).map(parseStatement);
}
