import { pan } from '../card-numbers.ts';
import type { Specimen } from './questions.ts';

/** What the suites tokenize. Each call gives another value; what is other differs in all it can. */

let made = 0;
const next = () => (made += 1);

const inAnHour = (more = 0) => new Date(Date.now() + 1_800_000 + more).toISOString();

export const card = (format = 'OPAQUE') => ({ dataClass: 'PAN', plaintext: pan(next()), format });
export const email = () => ({
  dataClass: 'EMAIL',
  plaintext: `p-${next()}@example.org`,
  format: 'UUID',
  deterministic: true,
});
export const keyed = (input: Specimen['input']) => ({ ...input, idempotencyKey: `key-${next()}` });
export const note = () => ({ dataClass: 'TEXT', plaintext: `a note, the ${next()}th` });
export const code = (isOther: boolean) => ({
  dataClass: 'CVC',
  plaintext: String(next()).padStart(4, '7'),
  maxUses: isOther ? 2 : 1,
  expiresAt: inAnHour(isOther ? 60_000 : 0),
});
export const limited = (isOther: boolean) => ({
  dataClass: 'CUSTOM',
  customClass: isOther ? 'pass' : 'badge',
  plaintext: `B${String(next()).padStart(9, '5')}`,
  format: isOther ? 'UUID' : 'OPAQUE',
  maxUses: isOther ? 9 : 2,
  expiresAt: inAnHour(isOther ? 60_000 : 0),
  metadata: [{ key: 'order', value: isOther ? 'B-2' : 'A-1' }],
});
export const lasting = (isOther: boolean) => ({
  ...card('FORMAT_PRESERVING'),
  ...(isOther ? { maxUses: 5 } : {}),
  expiresAt: inAnHour(isOther ? 60_000 : 0),
});
