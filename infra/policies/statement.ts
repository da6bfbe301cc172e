/**
 * A policy statement as it stands in the JSON document. Plain data without CDK, so that the CDK
 * app, the loopback KMS and the tests read one and the same policy.
 */

export type ConditionOperator =
  | 'ArnEquals'
  | 'ArnNotEquals'
  | 'StringEquals'
  | 'StringNotEquals'
  | 'ForAllValues:StringLike'
  | 'Bool'
  | 'Null';

/** Values of one key are alternatives; keys and operators must all hold. */
export type Condition = Readonly<
  Partial<Record<ConditionOperator, Readonly<Record<string, string | readonly string[]>>>>
>;

/** Of a service control policy: it stands on an account and is about all principals of it. */
export type GuardrailStatement = Omit<Scope, 'Principal'> & ActionList;

interface Scope {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  /** `arn:aws:iam::<account>:root` stands for every principal of the account, as in IAM. */
  readonly Principal: '*' | { readonly AWS: string };
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/** `NotAction` covers every action but those listed, also actions that do not exist yet. */
export type Statement = Scope & ActionList;

type ActionList =
  | { readonly Action: readonly string[]; readonly NotAction?: never }
  | { readonly NotAction: readonly string[]; readonly Action?: never };
