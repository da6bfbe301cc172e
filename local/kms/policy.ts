import type { Principal } from './arn.ts';
import { holds } from './policy-condition.ts';
import type { ConditionContext } from './policy-condition.ts';
import type { Statement } from './policy-document.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** One question to a key policy. */
export interface PolicyRequest {
  readonly principal: Principal;
  /** With its prefix: `kms:Decrypt`. */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

/**
 * True when a statement allows the request and none denies it. There are no IAM policies on
 * loopback, so the key policy decides alone: the account's root as principal stands for every
 * principal of the account.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(statements: readonly Statement[], request: PolicyRequest): boolean {
  const applying = statements.filter((statement) => applies(statement, request));
  return (
    applying.some(({ effect }) => effect === 'Allow') &&
    !applying.some(({ effect }) => effect === 'Deny')
  );
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  return (
    statement.principals.some((name) => isPrincipal(name, request.principal)) &&
    isAbout(statement, request.action) &&
    statement.resources.some((pattern) => isResource(pattern, request.resource)) &&
    statement.conditions.every((condition) => holds(condition, request.context))
  );
}

function isPrincipal(name: string, { arn, principalArn, account }: Principal): boolean {
  const wholeAccount = name === account || name === `arn:aws:iam::${account}:root`;
  return name === '*' || wholeAccount || name === arn || name === principalArn;
}

function isAbout({ actions, excludesActions }: Statement, action: string): boolean {
  const listed = actions.some((pattern) => matchesWildcard(pattern, action.toLowerCase()));
  return listed !== excludesActions;
}

function isResource(pattern: string, resource: string): boolean {
  return pattern === '*' || matchesArn(pattern, resource);
}
