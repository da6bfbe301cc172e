import type { DataClass, Purpose, TokenFormat } from '../generated/operations.ts';

/** How the schema's names read on a page. */
export const CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  PAN: 'Card number',
  CVC: 'Card code',
  SSN: 'Social security number',
  IBAN: 'IBAN',
  BANK_ACCOUNT: 'Bank account',
  ROUTING_NUMBER: 'Routing number',
  EMAIL: 'E-mail address',
  PHONE: 'Telephone number',
  NAME: 'Name',
  DATE_OF_BIRTH: 'Date of birth',
  TEXT: 'Text',
  CUSTOM: 'Class of your own',
};

export const FORMAT_WORDS: Readonly<Record<TokenFormat, string>> = {
  OPAQUE: 'Opaque',
  UUID: 'UUID',
  FORMAT_PRESERVING: 'Format-preserving',
};

export const PURPOSE_WORDS: Readonly<Record<Purpose, string>> = {
  PAYMENT: 'Take a payment',
  REFUND: 'Return a payment',
  CHARGEBACK: 'Answer a chargeback',
  FRAUD_REVIEW: 'Look into fraud',
  CUSTOMER_SUPPORT: 'Help a customer',
  LEGAL: 'Meet a legal duty',
  MIGRATION: 'Move records',
};

export const GROUP_WORDS: ReadonlyMap<string, string> = new Map([
  ['tokenizers', 'Tokenizer'],
  ['support', 'Support'],
  ['payment-staff', 'Payment staff'],
  ['approvers', 'Approver'],
  ['auditors', 'Auditor'],
  ['vault-admins', 'Vault administrator'],
]);

/** `AMERICAN_EXPRESS` as `American express`; `OK` is a word of its own. */
export function sentenceCase(name: string): string {
  if (name === 'OK') return name;
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An actor's id is long: its beginning tells people apart, the whole is in the title. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
