import type { Statement } from './statement.ts';

/**
 * What an administrator of the account may do to a key: look after it, never use it. No
 * `CreateGrant`, which would hand out use, and no `ReplicateKey`, as a replica has a policy of its
 * own. `PutKeyPolicy` stays: without it KMS refuses the policy, because nobody could ever change it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const KEY_ADMINISTRATION: readonly string[] = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

export const accountPrincipal = (account: string): { readonly AWS: string } => ({
  AWS: `arn:aws:iam::${account}:root`,
});

/** Lets the account's administrators, by their IAM policies, look after the key. */
export function administrationStatement(account: string): Statement {
  return {
    Sid: 'AdministerWithoutUse',
    Effect: 'Allow',
    Principal: accountPrincipal(account),
    Action: KEY_ADMINISTRATION,
    Resource: '*',
  };
}
