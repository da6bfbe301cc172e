import { malformedPolicy } from './errors.ts';
import { isObject } from './input.ts';
import { arnParts, matchesArn, matchesWildcard } from './wildcard.ts';

/** What policies can ask about a request: names in lower case, absent when there is no value. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

interface Operator {
  readonly matches: (wanted: string, actual: string) => boolean;
  readonly negated: boolean;
  readonly accepts: (wanted: string) => boolean;
}

/** One condition of a statement; all of them must hold. */
export interface Condition {
  readonly operator: Operator | 'Null';
  readonly quantifier: 'ForAnyValue' | 'ForAllValues' | null;
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

const equals = (wanted: string, actual: string) => wanted === actual;
const isText = () => true;
const isArn = (wanted: string) => arnParts(wanted).length === 6;
const isBoolean = (wanted: string) => /^(true|false)$/i.test(wanted);
const sameBoolean = (wanted: string, actual: string) =>
  wanted.toLowerCase() === actual.toLowerCase();

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', { matches: equals, negated: false, accepts: isText }],
  ['StringNotEquals', { matches: equals, negated: true, accepts: isText }],
  ['StringLike', { matches: matchesWildcard, negated: false, accepts: isText }],
  ['StringNotLike', { matches: matchesWildcard, negated: true, accepts: isText }],
  ['ArnEquals', { matches: matchesArn, negated: false, accepts: isArn }],
  ['ArnLike', { matches: matchesArn, negated: false, accepts: isArn }],
  ['ArnNotEquals', { matches: matchesArn, negated: true, accepts: isArn }],
  ['ArnNotLike', { matches: matchesArn, negated: true, accepts: isArn }],
  ['Bool', { matches: sameBoolean, negated: false, accepts: isBoolean }],
]);

const OPERATOR_NAME = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;
const KEY_NAME = /^[A-Za-z0-9-]+:.+$/;
/** Keys that hold a set: AWS asks for a set operator with them. */
const SETS: readonly string[] = ['kms:encryptioncontextkeys', 'kms:resourcealiases', 'aws:tagkeys'];

/** @throws ServiceError MalformedPolicyDocumentException: also for an operator unknown here. */
export function parseConditions(block: unknown): Condition[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw malformedPolicy('Condition must be an object.');
  return Object.entries(block).flatMap(([operator, tests]) => {
    if (!isObject(tests)) throw malformedPolicy('A condition operator must hold an object.');
    return Object.entries(tests).map(([key, values]) => parseCondition(operator, key, values));
  });
}

/** Whether the condition holds, with AWS's rules for a key that the request does not have. */
export function holds(condition: Condition, context: ConditionContext): boolean {
  const { operator, quantifier, values } = condition;
  const actual = context.get(condition.key) ?? [];
  if (operator === 'Null') {
    return values.some((value) => (value.toLowerCase() === 'true') === (actual.length === 0));
  }
  if (actual.length === 0) {
    if (condition.ifExists || quantifier === 'ForAllValues') return true;
    return operator.negated && quantifier !== 'ForAnyValue';
  }
  const passes = (value: string) =>
    values.some((wanted) => operator.matches(wanted, value)) !== operator.negated;
  return quantifier === 'ForAnyValue' ? actual.some(passes) : actual.every(passes);
}

function parseCondition(name: string, key: string, values: unknown): Condition {
  const [, quantifier, base = '', ifExists] = OPERATOR_NAME.exec(name) ?? [];
  const operator = base === 'Null' ? 'Null' : OPERATORS.get(base);
  const condition = {
    quantifier: (quantifier ?? null) as Condition['quantifier'],
    ifExists: ifExists !== undefined,
    key: key.toLowerCase(),
    values: parseValues(values),
  };
  if (operator === undefined) throw malformedPolicy('A condition operator is not supported.');
  if (!KEY_NAME.test(key)) throw malformedPolicy('A condition key is malformed.');
  refuseMisuse(operator, condition);
  return { ...condition, operator };
}

function refuseMisuse(operator: Operator | 'Null', condition: Omit<Condition, 'operator'>): void {
  const { key, quantifier, ifExists, values } = condition;
  if (operator === 'Null') {
    if (quantifier !== null || ifExists || !values.every(isBoolean)) {
      throw malformedPolicy('Null takes no prefix, no suffix, and true or false.');
    }
    return;
  }
  if (SETS.includes(key) && quantifier === null) {
    throw malformedPolicy('A condition key that holds a set needs ForAnyValue or ForAllValues.');
  }
  if (!values.every(operator.accepts)) {
    throw malformedPolicy('A condition value does not fit its operator.');
  }
}

function parseValues(values: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(values) ? (values as unknown[]) : [values];
  if (list.length === 0) throw malformedPolicy('A condition needs a value.');
  return list.map((value) => {
    if (typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') throw malformedPolicy('A condition value must be a text.');
    // Substituting nothing would change what the policy says.
    if (value.includes('${')) throw malformedPolicy('Policy variables are not supported.');
    return value;
  });
}
