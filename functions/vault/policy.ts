import type { BuiltInClass, ClassName } from './data-classes.ts';
import type { Operation } from './event.ts';
import type { TenantSettings } from './settings.ts';

/** Who may do what: two tables, read by the vault alone. What is not in them is refused. */
export const GROUPS = [
  'tokenizers',
  'support',
  'payment-staff',
  'approvers',
  'auditors',
  'vault-admins',
] as const;

export type Group = (typeof GROUPS)[number];

export const PURPOSES = [
  'PAYMENT',
  'REFUND',
  'CHARGEBACK',
  'FRAUD_REVIEW',
  'CUSTOMER_SUPPORT',
  'LEGAL',
  'MIGRATION',
] as const;

export type Purpose = (typeof PURPOSES)[number];

const TOKENIZING: readonly Group[] = ['tokenizers'];
const RELEASING: readonly Group[] = ['payment-staff', 'support'];
/** A service among the tokenizers charges only where its own entry says so; a person never. */
const CHARGING: readonly Group[] = ['payment-staff', 'tokenizers'];
const REVOKING: readonly Group[] = ['payment-staff', 'vault-admins'];
const ADMINISTERING: readonly Group[] = ['vault-admins'];
const AUDITING: readonly Group[] = ['auditors'];
const VIEWING: readonly Group[] = [
  'tokenizers',
  'support',
  'payment-staff',
  'approvers',
  'vault-admins',
];

const GROUPS_OF_OPERATION: ReadonlyMap<Operation, readonly Group[]> = new Map<
  Operation,
  readonly Group[]
>([
  ['tokenize', TOKENIZING],
  ['tokenizeBatch', TOKENIZING],
  ['detokenize', RELEASING],
  ['detokenizeBatch', RELEASING],
  ['release', RELEASING],
  ['charge', CHARGING],
  ['token', VIEWING],
  ['knownToken', RELEASING],
  ['revokeToken', REVOKING],
  ['restoreToken', ADMINISTERING],
  ['eraseToken', ADMINISTERING],
  ['createTenant', ADMINISTERING],
  ['eraseTenant', ADMINISTERING],
  ['tenants', ADMINISTERING],
  ['rotateKeys', ADMINISTERING],
  ['startRewrap', ADMINISTERING],
  ['rewrapStatus', ADMINISTERING],
  ['budgets', ['payment-staff', 'support', 'approvers', 'auditors', 'vault-admins']],
  ['setBudget', ADMINISTERING],
  ['seedHoneyToken', ADMINISTERING],
  ['requestApproval', RELEASING],
  ['decideApproval', ['approvers']],
  ['revokeApproval', [...RELEASING, 'approvers', 'vault-admins']],
  ['approvals', [...RELEASING, 'approvers']],
  ['auditEvents', AUDITING],
  ['auditProof', AUDITING],
  ['checkpoints', AUDITING],
  ['me', GROUPS],
]);

/** For which a card may be charged by whoever may charge it: it is money in, and nothing else. */
const PURPOSES_OF_CHARGE: readonly Purpose[] = ['PAYMENT'];

type PurposesOfClass = Readonly<Partial<Record<BuiltInClass, readonly Purpose[]>>>;

const CONTACTING: readonly Purpose[] = [
  'PAYMENT',
  'REFUND',
  'CHARGEBACK',
  'FRAUD_REVIEW',
  'CUSTOMER_SUPPORT',
];
const PAYING_OUT: readonly Purpose[] = ['PAYMENT', 'REFUND', 'FRAUD_REVIEW'];

/** A class that stands nowhere, such as CVC, is released to nobody. CUSTOM is up to the tenant. */
const PURPOSES_OF_GROUP: ReadonlyMap<Group, PurposesOfClass> = new Map<Group, PurposesOfClass>([
  [
    'payment-staff',
    {
      PAN: ['PAYMENT', 'REFUND', 'CHARGEBACK', 'FRAUD_REVIEW'],
      SSN: ['FRAUD_REVIEW', 'LEGAL'],
      IBAN: PAYING_OUT,
      BANK_ACCOUNT: PAYING_OUT,
      ROUTING_NUMBER: PAYING_OUT,
      EMAIL: CONTACTING,
      PHONE: CONTACTING,
      NAME: [...CONTACTING, 'LEGAL'],
      DATE_OF_BIRTH: ['FRAUD_REVIEW', 'LEGAL'],
      TEXT: ['CUSTOMER_SUPPORT', 'FRAUD_REVIEW', 'LEGAL'],
    },
  ],
  [
    'support',
    {
      EMAIL: ['CUSTOMER_SUPPORT'],
      PHONE: ['CUSTOMER_SUPPORT'],
      NAME: ['CUSTOMER_SUPPORT'],
      TEXT: ['CUSTOMER_SUPPORT'],
    },
  ],
]);

export function isGroup(name: unknown): name is Group {
  return GROUPS.some((group) => group === name);
}

export function isPurpose(name: unknown): name is Purpose {
  return PURPOSES.some((purpose) => purpose === name);
}

export function isOperation(name: unknown): name is Operation {
  return GROUPS_OF_OPERATION.has(name as Operation);
}

export function mayDo(groups: readonly Group[], operation: Operation): boolean {
  const admitted = GROUPS_OF_OPERATION.get(operation) ?? [];
  return groups.some((group) => admitted.includes(group));
}

function purposesOf(
  group: Group,
  { dataClass, customClass }: ClassName,
  settings: TenantSettings,
): readonly Purpose[] {
  if (dataClass !== 'CUSTOM') return PURPOSES_OF_GROUP.get(group)?.[dataClass] ?? [];
  return settings.customClasses.get(customClass ?? '')?.purposes[group] ?? [];
}

/** Whether a card may be used for the purpose without being read. */
export function mayCharge(purpose: Purpose): boolean {
  return PURPOSES_OF_CHARGE.includes(purpose);
}

/** Whether any of the groups may have plaintext of the class for the purpose. */
export function mayUse(
  groups: readonly Group[],
  className: ClassName,
  purpose: Purpose,
  settings: TenantSettings,
): boolean {
  return groups.some((group) => purposesOf(group, className, settings).includes(purpose));
}
