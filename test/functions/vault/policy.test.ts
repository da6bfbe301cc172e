import { GROUPS, PURPOSES, mayDo, mayUse } from '../../../functions/vault/policy.ts';
import type { Group } from '../../../functions/vault/policy.ts';
import { DATA_CLASSES, isDataClass } from '../../../functions/vault/data-classes.ts';
import type { Operation } from '../../../functions/vault/event.ts';

/** Written down a second time, as the decision was: a changed table must be changed here too. */
const ALLOWED: Readonly<Record<Operation, readonly Group[]>> = {
  tokenize: ['tokenizers'],
  tokenizeBatch: ['tokenizers'],
  detokenize: ['payment-staff', 'support'],
  detokenizeBatch: ['payment-staff', 'support'],
  release: ['payment-staff', 'support'],
  token: ['tokenizers', 'support', 'payment-staff', 'approvers', 'vault-admins'],
  me: ['tokenizers', 'support', 'payment-staff', 'approvers', 'auditors', 'vault-admins'],
};

const PURPOSES_ALLOWED = new Set([
  'payment-staff PAN PAYMENT',
  'payment-staff PAN REFUND',
  'payment-staff PAN CHARGEBACK',
  'payment-staff PAN FRAUD_REVIEW',
  'payment-staff SSN FRAUD_REVIEW',
  'payment-staff SSN LEGAL',
  'payment-staff EMAIL PAYMENT',
  'payment-staff EMAIL REFUND',
  'payment-staff EMAIL CHARGEBACK',
  'payment-staff EMAIL FRAUD_REVIEW',
  'payment-staff EMAIL CUSTOMER_SUPPORT',
  'payment-staff TEXT CUSTOMER_SUPPORT',
  'payment-staff TEXT FRAUD_REVIEW',
  'payment-staff TEXT LEGAL',
  'support EMAIL CUSTOMER_SUPPORT',
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
    for (const dataClass of Object.keys(DATA_CLASSES).filter(isDataClass)) {
      for (const purpose of PURPOSES) {
        const isAllowed = PURPOSES_ALLOWED.has(`${group} ${dataClass} ${purpose}`);
        expect(mayUse([group], dataClass, purpose)).toBe(isAllowed);
      }
    }
  }
});

test('several groups may do what any of them may, and nobody else may do anything', () => {
  expect(mayUse(['tokenizers', 'support'], 'EMAIL', 'CUSTOMER_SUPPORT')).toBe(true);
  expect(mayUse([], 'EMAIL', 'CUSTOMER_SUPPORT')).toBe(false);
});
