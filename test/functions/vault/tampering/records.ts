import { card, code, email, limited } from './inputs.ts';
import { ANY_NUMBER, naming, ofToken } from './kind.ts';
import type { Kind } from './kind.ts';
import { again, change, release, resolve, view } from './questions.ts';

const RECORD = ['schema', 'state', 'version', 'dataClass', 'format', 'masked', 'created'];
const SEALED = ['writeId', 'ciphertext'];
export const RECORDS: readonly Kind[] = [
  {
    name: 'the record of a deterministic token',
    table: 'VAULT_TABLE',
    attributes: [...RECORD, 'brand', 'deterministic', 'fingerprint', ...SEALED],
    alike: ['schema', 'state', 'version', 'deterministic'],
    edits: { masked: [{ S: '4111111111111111' }], state: [{ S: 'REVOKED' }] },
    input: (isOther) => (isOther ? email() : card()),
    tokenOf: ofToken,
    questions: [view(), resolve(), release(), again],
  },
  {
    name: 'the record of a limited token',
    table: 'VAULT_TABLE',
    attributes: [...RECORD, 'customClass', 'expiresAt', 'maxUses', 'metadata', ...SEALED],
    alike: ['schema', 'state', 'version', 'dataClass'],
    edits: { maxUses: ANY_NUMBER, expiresAt: ANY_NUMBER, metadata: [{ S: '[' }, { S: '{}' }] },
    input: limited,
    tokenOf: ofToken,
    questions: [resolve(), release(), change('eraseToken')],
  },
  {
    name: 'the record of a format-preserving token',
    table: 'VAULT_TABLE',
    attributes: [...RECORD, 'brand', 'deterministic', 'fingerprint', ...SEALED],
    alike: ['schema', 'state', 'version', 'deterministic'],
    edits: { format: [{ S: 'OPAQUE' }] },
    input: (isOther) => (isOther ? email() : card('FORMAT_PRESERVING')),
    tokenOf: ofToken,
    questions: [resolve(), release(), again],
  },
  {
    name: 'the record of a card verification code',
    table: 'CVC_TABLE',
    attributes: [...RECORD, 'expiresAt', 'maxUses', ...SEALED],
    alike: ['schema', 'state', 'version', 'dataClass', 'format', 'masked'],
    edits: { dataClass: [{ S: 'TEXT' }], expiresAt: [{ N: '4102444800' }] },
    input: code,
    tokenOf: ofToken,
    questions: [view(), resolve('PURPOSE_NOT_ALLOWED'), release('PURPOSE_NOT_ALLOWED')],
  },
];

export const FINGERPRINTS: readonly Kind[] = [
  {
    name: 'the fingerprint of a value',
    table: 'VAULT_TABLE',
    attributes: ['schema', 'token', 'writeId'],
    alike: ['schema'],
    input: () => card(),
    tokenOf: naming('#fingerprint#'),
    questions: [
      again,
      {
        operation: 'knownToken',
        about: ({ input: { plaintext } }) => ({
          dataClass: 'PAN',
          plaintext,
          purpose: 'FRAUD_REVIEW',
        }),
        genuine: 'OK',
      },
    ],
  },
];
