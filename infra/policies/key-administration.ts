import type { Statement } from './statement.ts';

/** What shows how a key is set up, and nothing that it protects. */
const KEY_READING: readonly string[] = [
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
];

/** What changes a key, its policy first of all. */
const KEY_CHANGES: readonly string[] = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/**
 * What an administrator of the account may do to a key: look after it, never use it. No
 * `CreateGrant`, which would hand out use, and no `ReplicateKey`, as a replica has a policy of its
 * own. `PutKeyPolicy` stays: without it KMS refuses the policy, because nobody could ever change it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const KEY_ADMINISTRATION: readonly string[] = [...KEY_READING, ...KEY_CHANGES].sort();

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

/**
 * Leaves changes to the deploy role. Without one, as on loopback, any administrator may make them.
 * Whoever takes that role opens the key again: `guardrail.ts` says who may.
 */
export function onlyDeploymentsChange(deployRoleArn: string | undefined): Statement[] {
  if (deployRoleArn === undefined) return [];
  return [
    {
      Sid: 'OnlyDeploymentsChangeTheKey',
      Effect: 'Deny',
      Principal: '*',
      Action: KEY_CHANGES,
      Resource: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': deployRoleArn } },
    },
  ];
}
