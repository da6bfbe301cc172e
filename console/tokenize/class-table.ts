import type { DataClass, TokenFormat } from '../generated/operations.ts';

/** What the form offers for a class. Checked against the vault's own table by test. */
export interface ClassOffer {
  readonly formats: readonly TokenFormat[];
  /** Whether equal values may share a token: as a rule, if the tenant consents, or never. */
  readonly equality: 'DEFAULT' | 'OPT_IN' | 'REFUSED';
  readonly hint: string;
  readonly keyboard: 'numeric' | 'tel' | 'email' | 'text';
}

const PLAIN: readonly TokenFormat[] = ['OPAQUE', 'UUID'];
const ALL: readonly TokenFormat[] = [...PLAIN, 'FORMAT_PRESERVING'];

export const CLASS_OFFERS: Readonly<Record<DataClass, ClassOffer>> = {
  PAN: {
    formats: ALL,
    equality: 'DEFAULT',
    hint: '12 to 19 digits. Spaces and hyphens may stay.',
    keyboard: 'numeric',
  },
  CVC: {
    formats: ['OPAQUE'],
    equality: 'REFUSED',
    hint: '3 or 4 digits. Kept for an hour at most, and never shown again.',
    keyboard: 'numeric',
  },
  SSN: {
    formats: ALL,
    equality: 'OPT_IN',
    hint: '9 digits, such as 078-05-1120.',
    keyboard: 'numeric',
  },
  IBAN: {
    formats: ALL,
    equality: 'DEFAULT',
    hint: 'With its country, such as DE89 3704 …',
    keyboard: 'text',
  },
  BANK_ACCOUNT: {
    formats: PLAIN,
    equality: 'DEFAULT',
    hint: '4 to 17 digits.',
    keyboard: 'numeric',
  },
  ROUTING_NUMBER: { formats: ALL, equality: 'REFUSED', hint: '9 digits.', keyboard: 'numeric' },
  EMAIL: { formats: ALL, equality: 'DEFAULT', hint: 'Such as ada@example.com.', keyboard: 'email' },
  PHONE: {
    formats: ALL,
    equality: 'OPT_IN',
    hint: 'With + and the country code, such as +1 202 555 0143.',
    keyboard: 'tel',
  },
  NAME: { formats: PLAIN, equality: 'REFUSED', hint: 'At most 200 characters.', keyboard: 'text' },
  DATE_OF_BIRTH: { formats: PLAIN, equality: 'REFUSED', hint: 'YYYY-MM-DD.', keyboard: 'numeric' },
  TEXT: {
    formats: PLAIN,
    equality: 'REFUSED',
    hint: 'At most 4,096 bytes. Kept as it is.',
    keyboard: 'text',
  },
  CUSTOM: {
    formats: ALL,
    equality: 'OPT_IN',
    hint: 'As your tenant defines the class.',
    keyboard: 'text',
  },
};

export const CLASSES = Object.keys(CLASS_OFFERS) as readonly DataClass[];
