const SOON = new Date(Date.now() + 3_600_000).toISOString();
const LONG = 'ü'.repeat(2_040);

/** One record of each kind that has a ciphertext, by the value that is released again. */
export const KINDS: readonly (readonly [name: string, input: object, released: string])[] = [
  [
    'random',
    { dataClass: 'PAN', plaintext: '4111111111111111', deterministic: false },
    '4111111111111111',
  ],
  ['deterministic', { dataClass: 'PAN', plaintext: '5105105105105100' }, '5105105105105100'],
  [
    'format-preserving',
    { dataClass: 'PAN', plaintext: '4000056655665556', format: 'FORMAT_PRESERVING' },
    '4000056655665556',
  ],
  [
    'UUID',
    { dataClass: 'EMAIL', plaintext: 'uuid@example.org', format: 'UUID' },
    'uuid@example.org',
  ],
  ['limited', { plaintext: 'limited', maxUses: 5, expiresAt: SOON }, 'limited'],
  ['with notes', { plaintext: 'noted', metadata: [{ key: 'order', value: '17' }] }, 'noted'],
  ['of the longest text', { plaintext: LONG }, LONG],
  [
    'of a class of the tenant',
    { dataClass: 'CUSTOM', customClass: 'MEMBER', plaintext: 'AB12' },
    'AB12',
  ],
];

/** A class of the tenant's own. */
export const SETTINGS = {
  customClasses: {
    MEMBER: {
      pattern: '[A-Z0-9]{4}',
      maxBytes: 4,
      mask: { keepLast: 1 },
      purposes: { 'payment-staff': ['FRAUD_REVIEW'] },
    },
  },
};
