import {
  readIdempotencyKey,
  readKnownToken,
  readTokenize,
} from '../../../functions/vault/command.ts';
import { readInstant } from '../../../functions/vault/instant.ts';
import { orderOf } from '../../../functions/vault/order.ts';
import { DEFAULT_SETTINGS } from '../../../functions/vault/settings.ts';

const NOW = new Date('2026-03-01T10:00:00.500Z');
const VALUE = { dataClass: 'PAN', plaintext: '4111111111111111' };

function codeOf(received: object): string {
  const { outcome } = readTokenize({ ...VALUE, ...received });
  if ('failure' in outcome) return outcome.failure.code;
  try {
    orderOf(outcome.value, DEFAULT_SETTINGS, NOW);
    return 'OK';
  } catch (error) {
    return (error as { code?: string }).code ?? 'none';
  }
}

function orderFor(received: object) {
  const { outcome } = readTokenize({ ...VALUE, ...received });
  if ('failure' in outcome) throw outcome.failure;
  return orderOf(outcome.value, DEFAULT_SETTINGS, NOW);
}

test('null and absent members mean the same', () => {
  const nothing = {
    customClass: null,
    format: null,
    deterministic: null,
    expiresAt: null,
    maxUses: null,
    metadata: null,
    idempotencyKey: null,
  };
  expect(readTokenize({ ...VALUE, ...nothing })).toEqual(readTokenize(VALUE));
  expect(codeOf(nothing)).toBe('OK');
});

test.each([
  [{ dataClass: 'pan' }],
  [{ dataClass: ['PAN'] }],
  [{ dataClass: 'constructor' }],
  [{ plaintext: 4111111111111111 }],
  [{ plaintext: null }],
  [{ plaintext: ['4111111111111111'] }],
  [{ plaintext: { toString: 'x' } }],
  [{ customClass: 'member' }],
  [{ customClass: 7 }],
  [{ dataClass: 'CUSTOM' }],
  [{ dataClass: 'CUSTOM', customClass: '__proto__' }],
  [{ format: 'opaque' }],
  [{ format: 1 }],
  [{ deterministic: 'true' }],
  [{ deterministic: 1 }],
  [{ expiresAt: 4_000_000_000 }],
  [{ expiresAt: 'tomorrow' }],
  [{ expiresAt: '9999-12-31T23:59:59-00:01' }],
  [{ expiresAt: '2026-03-01T10:00:00Z' }],
  [{ expiresAt: '1969-12-31T23:59:59Z' }],
  [{ maxUses: '1' }],
  [{ maxUses: 0 }],
  [{ maxUses: 1.5 }],
  [{ maxUses: -1 }],
  [{ maxUses: 1_000_001 }],
  [{ metadata: 'a=b' }],
  [{ idempotencyKey: 7 }],
  [{ dataClass: 'CVC', plaintext: '123', expiresAt: '2026-03-01T11:00:01Z' }],
  [{ dataClass: 'CVC', plaintext: '123', format: 'UUID' }],
])('%j is refused as INVALID_INPUT', (received) => {
  expect(codeOf(received)).toBe('INVALID_INPUT');
});

test.each([null, undefined, 'text', 7, [], () => VALUE])('%p is no input', (received) => {
  expect(readTokenize(received).outcome).toMatchObject({ failure: { code: 'INVALID_INPUT' } });
});

test('an expiry is kept in whole seconds, in UTC', () => {
  const { expiresAt } = orderFor({ expiresAt: '2026-03-01T12:00:00.999+01:30' });
  expect(expiresAt).toBe('2026-03-01T10:30:00.000Z');
});

test('a card verification code expires within the hour, whether asked for or not', () => {
  const code = { dataClass: 'CVC', plaintext: '123' };
  expect(orderFor(code).expiresAt).toBe('2026-03-01T11:00:00.000Z');
  expect(orderFor({ ...code, expiresAt: '2026-03-01T10:05:00Z' }).expiresAt).toBe(
    '2026-03-01T10:05:00.000Z',
  );
});

test.each([
  ['2026-03-01T10:00:00Z', NOW.getTime() / 1000 - 0.5],
  ['2024-02-29T00:00:00-00:00', Date.UTC(2024, 1, 29) / 1000],
  ['2026-03-01T10:00:00.123456789+02:00:30', NOW.getTime() / 1000 - 0.5 - 7230],
  ['2026-02-29T00:00:00Z', null],
  ['2026-13-01T00:00:00Z', null],
  ['2026-03-01T24:00:00Z', null],
  ['2026-03-01T10:60:00Z', null],
  ['2026-03-01T10:00:00', null],
  ['2026-03-01 10:00:00Z', null],
  ['2026-03-01T10:00:00+19:00', null],
  ['\u0662026-03-01T10:00:00Z', null],
])('the AWSDateTime %s is read as %p', (text, seconds) => {
  expect(readInstant(text)).toBe(seconds);
});

test('an idempotency key has 1 to 128 characters of Unicode', () => {
  expect(readIdempotencyKey('x'.repeat(128))).toHaveLength(128);
  expect(readIdempotencyKey('\u{1f511}')).toBe('\u{1f511}');
  expect(() => readIdempotencyKey('x'.repeat(129))).toThrow('breaks a rule');
});

test('of a known-token question nothing but class and purpose is recorded', () => {
  const { subject } = readKnownToken({ ...VALUE, purpose: 'PAYMENT', more: 'x' });
  expect(subject).toEqual({ dataClass: 'PAN', purpose: 'PAYMENT' });
  expect(readKnownToken({ ...VALUE, purpose: 'x' }).outcome).toMatchObject({
    failure: { code: 'INVALID_INPUT' },
  });
});
