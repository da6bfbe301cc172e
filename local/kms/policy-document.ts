import { limitExceeded, malformedPolicy } from './errors.ts';
import { isObject } from './input.ts';
import type { Input } from './input.ts';
import { parseConditions } from './policy-condition.ts';
import type { Condition } from './policy-condition.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** `*`, a 12-digit account, or an ARN; principals of other kinds than AWS match nobody here. */
  readonly principals: readonly string[];
  /** In lower case, with wildcards. */
  readonly actions: readonly string[];
  /** `NotAction`: the statement is about every action but these. */
  readonly excludesActions: boolean;
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

const MAX_LENGTH = 32 * 1024;
const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const DOCUMENT_MEMBERS: readonly string[] = ['Version', 'Id', 'Statement'];
const STATEMENT_MEMBERS: readonly string[] = [
  ...['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'Condition'],
];
const ACTION = /^(\*|kms:[a-z*?]+)$/;
const AWS_PRINCIPAL =
  /^(\*|\d{12}|arn:aws:iam::\d{12}:(root|user\/[\w+=,.@/-]+|role\/[\w+=,.@/-]+)|arn:aws:sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

/**
 * Parses a key policy. Stricter than AWS: what this evaluator does not know, and a statement that
 * AWS would take and ignore, is refused.
 *
 * @throws ServiceError MalformedPolicyDocumentException or LimitExceededException (32 KB)
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function parsePolicy(policy: string): readonly Statement[] {
  if (policy.length > MAX_LENGTH) throw limitExceeded('The key policy is longer than 32 KB.');
  const document = parseJson(policy);
  if (!isObject(document)) throw malformedPolicy('The policy must be an object.');
  refuseOthers(document, DOCUMENT_MEMBERS);
  if (!VERSIONS.includes(document.Version)) throw malformedPolicy('Version must be 2012-10-17.');
  const statements = listOf(document.Statement);
  if (statements.length === 0) throw malformedPolicy('The policy needs a statement.');
  return statements.map(parseStatement);
}

function parseStatement(statement: unknown): Statement {
  if (!isObject(statement)) throw malformedPolicy('A statement must be an object.');
  refuseOthers(statement, STATEMENT_MEMBERS);
  const { Effect: effect, Action: action, NotAction: notAction } = statement;
  if (effect !== 'Allow' && effect !== 'Deny')
    throw malformedPolicy('Effect must be Allow or Deny.');
  if ((action === undefined) === (notAction === undefined)) {
    throw malformedPolicy('A statement needs Action or NotAction.');
  }
  return {
    effect,
    principals: parsePrincipals(statement.Principal),
    actions: texts(action ?? notAction).map(parseAction),
    excludesActions: action === undefined,
    resources: texts(statement.Resource),
    conditions: parseConditions(statement.Condition),
  };
}

function parsePrincipals(principal: unknown): string[] {
  if (principal === '*') return ['*'];
  if (!isObject(principal)) throw malformedPolicy('A statement needs a Principal.');
  refuseOthers(principal, ['AWS', 'Service']);
  const named = Object.entries(principal);
  if (named.length === 0) throw malformedPolicy('A statement needs a Principal.');
  return named.flatMap(([kind, names]) => (kind === 'AWS' ? texts(names).map(parseArn) : []));
}

function parseArn(name: string): string {
  if (!AWS_PRINCIPAL.test(name)) throw malformedPolicy('A principal is malformed.');
  return name;
}

function parseAction(action: string): string {
  const lower = action.toLowerCase();
  if (!ACTION.test(lower)) throw malformedPolicy('An action is malformed or not of KMS.');
  return lower;
}

function texts(value: unknown): string[] {
  const list = listOf(value);
  const isText = (member: unknown) => typeof member === 'string' && member !== '';
  if (list.length === 0 || !list.every(isText)) throw malformedPolicy('A member must hold texts.');
  return list as string[];
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function refuseOthers(object: Input, members: readonly string[]): void {
  if (Object.keys(object).some((name) => !members.includes(name))) {
    throw malformedPolicy(`Only ${members.join(', ')} are supported.`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the policy.
    throw malformedPolicy('The policy is not JSON.');
  }
}
