import fc from 'fast-check';

import { looksSensitive, readMetadata } from '../../../functions/vault/metadata.ts';
import { pan } from './card-numbers.ts';

const ONE = { key: 'order', value: 'A-1001' };

function refusalOf(received: unknown): string | null {
  try {
    readMetadata(received);
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? 'none';
  }
}

test('notes come as they were sent, in order; absent ones are none', () => {
  const pairs = [{ key: 'b', value: 'é 漢 🙂' }, ONE];
  expect(readMetadata(pairs)).toEqual(pairs);
  expect([readMetadata(null), readMetadata(undefined), readMetadata([])]).toEqual([[], [], []]);
  expect(readMetadata([{ key: `k${'x'.repeat(39)}`, value: '🙂'.repeat(200) }])).toHaveLength(1);
});

test('members that are not named are left out', () => {
  const received: unknown = JSON.parse('[{"key":"a","value":"b","__proto__":{"c":1},"d":2}]');
  expect(readMetadata(received)).toEqual([{ key: 'a', value: 'b' }]);
});

test.each([
  ['a text', 'order'],
  ['an object', { 0: ONE, length: 1 }],
  ['eleven notes', Array.from({ length: 11 }, (_, at) => ({ key: `k${at}`, value: 'v' }))],
  ['a key twice', [ONE, { ...ONE, value: 'B' }]],
  ['no object', [null]],
  ['a key that is a number', [{ key: 7, value: 'v' }]],
  ['an empty key', [{ key: '', value: 'v' }]],
  ['a key that starts with a digit', [{ key: '1a', value: 'v' }]],
  ['a prototype key', [{ key: '__proto__', value: 'v' }]],
  ['a key of 41 characters', [{ key: 'k'.repeat(41), value: 'v' }]],
  ['a value that is a number', [{ key: 'k', value: 7 }]],
  ['an empty value', [{ key: 'k', value: '' }]],
  ['a value of 201 characters', [{ key: 'k', value: 'v'.repeat(201) }]],
  ['a control character', [{ key: 'k', value: 'a\u0000b' }]],
  ['half a character', [{ key: 'k', value: '\ud800' }]],
  ['a PAN as value', [{ key: 'k', value: '4111 1111 1111 1111' }]],
  ['a PAN in a key', [{ key: 'x4111111111111111', value: 'v' }]],
  ['an SSN as value', [{ key: 'k', value: '219-09-9999' }]],
])('%s is refused', (_title, received) => {
  expect(refusalOf(received)).toBe('INVALID_INPUT');
});

test.each(['|', '?', ' | ', '→', ' + ', '\u066b', '\u2800', '](', '&'])(
  'a PAN with %j between its groups is refused',
  (separator) => {
    const value = ['4111', '1111', '1111', '1111'].join(separator);
    expect(refusalOf([{ key: 'note', value }])).toBe('INVALID_INPUT');
  },
);

test.each(['4111111111111111123', '94111111111111111', '(856)45-6789', '856|45|6789'])(
  'a number that holds one is refused: %s',
  (value) => {
    expect(refusalOf([{ key: 'note', value }])).toBe('INVALID_INPUT');
  },
);

test.each([
  'card 4111111111111111 of Ada',
  'x4111111111111111y',
  '4111-1111-1111-1111',
  '4111.1111.1111.1111',
  '4111 1111 1111 1111 12/27',
  '41111111111111111227',
  '4\u200b111\u00a01111\u20131111\u20141111',
  '\uff14111 1111 1111 1111',
  '\u0664\u0661\u0661\u0661 \u06f1\u06f1\u06f1\u06f1 1111 1111',
  '\u{1d7d2}111111111111111',
  '378282246310005',
  'ssn:219-09-9999',
  '219 09 9999',
  '219099999',
  '\u0968\u0967\u096f-\u0966\u096f-\u096f\u096f\u096f\u096f',
])('%s looks like a PAN or an SSN', (text) => {
  expect(looksSensitive(text)).toBe(true);
});

test.each([
  'order 1001',
  '2026-11-22T04:55:00.123Z',
  '2026-11-22 18:30:00',
  '4111 1111 1111 1112',
  '000-12-3456',
  '219-0999-99',
  '+1 202 555 0123',
  'tok_0123456789',
  'a1b2c3d4e5f6a7b8c9',
  '12345678',
])('%s does not', (text) => {
  expect(looksSensitive(text)).toBe(false);
});

test('every PAN is found, whatever stands around and between its digits', () => {
  const between = fc.constantFrom('', ' ', '-', '.', '\u2009', ' - ', '\u200b', '/');
  const around = fc.stringMatching(/^[A-Za-z:;()# ]{0,20}$/);
  fc.assert(
    fc.property(fc.nat(999_999_999), between, around, around, (number, gap, before, after) => {
      const written = Array.from(pan(number)).join(gap);
      return looksSensitive(`${before}${written}${after}`);
    }),
  );
});
