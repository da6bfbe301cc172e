/** The user pool's groups. A user without a group may sign in and do nothing. */
export const GROUPS = [
  'tokenizers',
  'support',
  'payment-staff',
  'approvers',
  'auditors',
  'vault-admins',
] as const;

export type Group = (typeof GROUPS)[number];
