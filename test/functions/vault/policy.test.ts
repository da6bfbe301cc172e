import { GROUPS, PURPOSES, mayCharge, mayDo, mayUse } from '../../../functions/vault/policy.ts';
import type { Group } from '../../../functions/vault/policy.ts';
import { DATA_CLASS_NAMES } from '../../../functions/vault/data-classes.ts';
import type { ClassName, DataClass } from '../../../functions/vault/data-classes.ts';
import type { Operation } from '../../../functions/vault/event.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { DEFAULT_SETTINGS, readTenantSettings } from '../../../functions/vault/settings.ts';
import { TENANT_SETTINGS } from '../../../local/principals.ts';

const builtIn = (dataClass: DataClass): ClassName => ({ dataClass, customClass: null });

/** Written down a second time, as the decision was: a changed table must be changed here too. */
const ALLOWED: Readonly<Record<Operation, readonly Group[]>> = {
  tokenize: ['tokenizers'],
  tokenizeBatch: ['tokenizers'],
  detokenize: ['payment-staff', 'support'],
  detokenizeBatch: ['payment-staff', 'support'],
  release: ['payment-staff', 'support'],
  knownToken: ['payment-staff', 'support'],
  // Of the tokenizers, services whose entry says so: `charge.test.ts`.
  charge: ['payment-staff', 'tokenizers'],
  revokeToken: ['payment-staff', 'vault-admins'],
  restoreToken: ['vault-admins'],
  eraseToken: ['vault-admins'],
  createTenant: ['vault-admins'],
  eraseTenant: ['vault-admins'],
  tenants: ['vault-admins'],
  rotateKeys: ['vault-admins'],
  startRewrap: ['vault-admins'],
  rewrapStatus: ['vault-admins'],
  budgets: ['payment-staff', 'support', 'approvers', 'auditors', 'vault-admins'],
  setBudget: ['vault-admins'],
  seedHoneyToken: ['vault-admins'],
  requestApproval: ['payment-staff', 'support'],
  decideApproval: ['approvers'],
  revokeApproval: ['payment-staff', 'support', 'approvers', 'vault-admins'],
  approvals: ['payment-staff', 'support', 'approvers'],
  token: ['tokenizers', 'support', 'payment-staff', 'approvers', 'vault-admins'],
  auditEvents: ['auditors'],
  auditProof: ['auditors'],
  checkpoints: ['auditors'],
  me: ['tokenizers', 'support', 'payment-staff', 'approvers', 'auditors', 'vault-admins'],
};

const PURPOSES_ALLOWED = new Set([
  'payment-staff PAN PAYMENT',
  'payment-staff PAN REFUND',
  'payment-staff PAN CHARGEBACK',
  'payment-staff PAN FRAUD_REVIEW',
  'payment-staff SSN FRAUD_REVIEW',
  'payment-staff SSN LEGAL',
  'payment-staff IBAN PAYMENT',
  'payment-staff IBAN REFUND',
  'payment-staff IBAN FRAUD_REVIEW',
  'payment-staff BANK_ACCOUNT PAYMENT',
  'payment-staff BANK_ACCOUNT REFUND',
  'payment-staff BANK_ACCOUNT FRAUD_REVIEW',
  'payment-staff ROUTING_NUMBER PAYMENT',
  'payment-staff ROUTING_NUMBER REFUND',
  'payment-staff ROUTING_NUMBER FRAUD_REVIEW',
  'payment-staff PHONE PAYMENT',
  'payment-staff PHONE REFUND',
  'payment-staff PHONE CHARGEBACK',
  'payment-staff PHONE FRAUD_REVIEW',
  'payment-staff PHONE CUSTOMER_SUPPORT',
  'payment-staff NAME PAYMENT',
  'payment-staff NAME REFUND',
  'payment-staff NAME CHARGEBACK',
  'payment-staff NAME FRAUD_REVIEW',
  'payment-staff NAME CUSTOMER_SUPPORT',
  'payment-staff NAME LEGAL',
  'payment-staff DATE_OF_BIRTH FRAUD_REVIEW',
  'payment-staff DATE_OF_BIRTH LEGAL',
  'payment-staff EMAIL PAYMENT',
  'payment-staff EMAIL REFUND',
  'payment-staff EMAIL CHARGEBACK',
  'payment-staff EMAIL FRAUD_REVIEW',
  'payment-staff EMAIL CUSTOMER_SUPPORT',
  'payment-staff TEXT CUSTOMER_SUPPORT',
  'payment-staff TEXT FRAUD_REVIEW',
  'payment-staff TEXT LEGAL',
  'support EMAIL CUSTOMER_SUPPORT',
  'support PHONE CUSTOMER_SUPPORT',
  'support NAME CUSTOMER_SUPPORT',
  'support TEXT CUSTOMER_SUPPORT',
]);

test('every operation is open to exactly the groups decided', () => {
  for (const [operation, groups] of Object.entries(ALLOWED) as [Operation, readonly Group[]][]) {
    for (const group of GROUPS) expect(mayDo([group], operation)).toBe(groups.includes(group));
    expect(mayDo([], operation)).toBe(false);
  }
});

test('every purpose is open to exactly the groups and data classes decided', () => {
  for (const group of GROUPS) {
    for (const dataClass of DATA_CLASS_NAMES) {
      for (const purpose of PURPOSES) {
        const isAllowed = PURPOSES_ALLOWED.has(`${group} ${dataClass} ${purpose}`);
        expect(mayUse([group], builtIn(dataClass), purpose, DEFAULT_SETTINGS)).toBe(isAllowed);
      }
    }
  }
});

test('a card is charged for payment and for nothing else', () => {
  expect(PURPOSES.filter(mayCharge)).toEqual(['PAYMENT']);
});

test('several groups may do what any of them may, and nobody else may do anything', () => {
  const may = (groups: readonly Group[]) =>
    mayUse(groups, builtIn('EMAIL'), 'CUSTOMER_SUPPORT', DEFAULT_SETTINGS);
  expect(may(['tokenizers', 'support'])).toBe(true);
  expect(may([])).toBe(false);
});

test("a tenant's own class is open to whom its settings name, and to nobody elsewhere", () => {
  const settingsOf = readTenantSettings({ TENANT_SETTINGS: JSON.stringify(TENANT_SETTINGS) });
  const employee = { dataClass: 'CUSTOM', customClass: 'EMPLOYEE_ID' } as const;
  const allowed = (tenant: string) =>
    GROUPS.flatMap((group) =>
      PURPOSES.filter((purpose) =>
        mayUse([group], employee, purpose, settingsOf(tenant as Tenant)),
      ).map((purpose) => `${group} ${purpose}`),
    );
  expect(allowed('acme')).toEqual(['support CUSTOMER_SUPPORT', 'payment-staff FRAUD_REVIEW']);
  expect(allowed('globex')).toEqual([]);
});
