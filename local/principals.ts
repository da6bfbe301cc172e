/** The account and region that the loopback services stand for. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** The bucket of the checkpoints on loopback. */
export const CHECKPOINT_BUCKET = 'tokenization-checkpoints';

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** Who signs calls on loopback. Each has an access key of its own; see `Installation.accessKey`. */
export const PRINCIPALS = {
  /** The vault function. */
  vault: role('tokenization-vault'),
  /** The function that looks after tenants and branch keys. */
  keyAdmin: role('tokenization-key-admin'),
  /** The function that removes card verification codes whose hour is over. */
  cvcSweeper: role('tokenization-cvc-sweeper'),
  /** The function that moves records to the active version of their branch key. */
  rewrap: role('tokenization-rewrap'),
  /** The function that seals the audit trail. */
  auditSealer: role('tokenization-audit-sealer'),
  /** The function that watches the audit trail for what is unusual. */
  anomalyWatch: role('tokenization-anomaly-watch'),
  /** Makes tables, keys and users at start, as a deployment does on AWS. */
  deployer: role('tokenization-deployer'),
  /** An application's backend that calls GraphQL with IAM. */
  checkout: role('acme-checkout'),
  /** The backend of orders, which may also charge. */
  orders: role('acme-orders'),
} as const;

/** IAM callers by role: `SERVICE_CALLERS` of the vault function. */
export const SERVICE_CALLERS = [
  { account: ACCOUNT, roleName: 'acme-checkout', tenant: 'acme', groups: ['tokenizers'] },
  {
    ...{ account: ACCOUNT, roleName: 'acme-orders', tenant: 'acme' },
    ...{ groups: ['tokenizers'], charges: true },
  },
] as const;

/** `TENANT_SETTINGS` of the vault function: acme consents to more than the defaults, globex to none. */
export const TENANT_SETTINGS = {
  acme: {
    deterministic: ['SSN', 'PHONE', 'CUSTOM:EMPLOYEE_ID'],
    customClasses: {
      EMPLOYEE_ID: {
        pattern: '[A-Z]{2}[0-9]{8}',
        maxBytes: 10,
        mask: { keepLast: 2 },
        purposes: { support: ['CUSTOMER_SUPPORT'], 'payment-staff': ['FRAUD_REVIEW'] },
      },
    },
  },
} as const;

/** `OPERATOR_TENANT` of the key-admin function: its administrators make and erase tenants. */
export const OPERATOR_TENANT = 'acme';

/** The tenants that exist from the first start on. */
export const TENANTS = ['acme', 'globex'] as const;

export interface SeededUser {
  readonly username: string;
  readonly tenant: string;
  readonly groups: readonly string[];
}

/** One user for each group in `acme`, and two of another tenant. */
export const USERS: readonly SeededUser[] = [
  { username: 'acme-tokenizer', tenant: 'acme', groups: ['tokenizers'] },
  { username: 'acme-support', tenant: 'acme', groups: ['support'] },
  { username: 'acme-payments', tenant: 'acme', groups: ['payment-staff'] },
  { username: 'acme-approver', tenant: 'acme', groups: ['approvers'] },
  { username: 'acme-auditor', tenant: 'acme', groups: ['auditors'] },
  { username: 'acme-admin', tenant: 'acme', groups: ['vault-admins'] },
  { username: 'globex-tokenizer', tenant: 'globex', groups: ['tokenizers'] },
  { username: 'globex-payments', tenant: 'globex', groups: ['payment-staff'] },
];
