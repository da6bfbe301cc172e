import fc from 'fast-check';

import { shows } from '../../../functions/charge/spelling.ts';

const PAN = '4242424242424242';
const REQUEST = { pan: PAN, cvc: '737' };

const chars = (text: string): string[] => Array.from(text);

const encoders: readonly ((text: string) => string)[] = [
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(`x${text}`).toString('base64url'),
  (text) => Buffer.from(`xy${text}`).toString('base64'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text, 'utf16le').toString('base64'),
  (text) =>
    chars(text)
      .map((one) => `\\u00${one.charCodeAt(0).toString(16)}`)
      .join(''),
  (text) =>
    chars(text)
      .map((one) => `%${one.charCodeAt(0).toString(16)}`)
      .join(''),
  (text) =>
    chars(text)
      .map((one) => `&#${one.charCodeAt(0)};`)
      .join(''),
  (text) => text.replaceAll(/(.{4})/g, '$1 '),
  (text) => chars(text).join('-'),
  (text) => chars(text).reverse().join(''),
  (text) =>
    chars(text)
      .map((one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0))
      .join(''),
];

describe('a text shows a card', () => {
  test.each(encoders.map((encode, at) => [at, encode] as const))(
    'in spelling %i, bare, within other text, and spelled once more',
    (_at, encode) => {
      expect(shows(encode(PAN), REQUEST)).toBe(true);
      expect(shows(`auth-${encode(PAN)}-done`, REQUEST)).toBe(true);
      for (const again of encoders.slice(0, 5)) {
        expect(shows(again(encode(PAN)), REQUEST)).toBe(true);
      }
    },
  );

  test('if it holds six digits of it in a row, and not by the first six and last four', () => {
    expect(shows('code-424242x', REQUEST)).toBe(true);
    const other = { pan: '4539148803436467', cvc: null };
    expect(shows('453914-6467', other)).toBe(false);
    expect(shows('453914x436467', other)).toBe(true);
    for (const middle of ['880343', '34-30-88', '4539148', '539148']) {
      expect(shows(middle, other)).toBe(true);
    }
    expect(shows('88034', other)).toBe(false);
  });

  test.each([
    ['base32', 'GQZDIMRUGI2DENBSGQZDIMRUGI'],
    ['base32 in lower case, within other text', 'a-ijbtimrugi2denbsgqzdimrugi2a'],
    ['a number in hex', BigInt(PAN).toString(16)],
    ['a number in base 36', `id_${BigInt(PAN).toString(36).toUpperCase()}`],
  ])('in %s', (_what, text) => {
    expect(shows(text, REQUEST)).toBe(true);
    expect(shows(text, { pan: '4539148803436467', cvc: null })).toBe(false);
  });

  test('or not, of the longest code that is looked at, before the function runs out of time', () => {
    const started = process.hrtime.bigint();
    const every = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
    for (const text of [
      'A'.repeat(64),
      'a-'.repeat(32),
      '41'.repeat(32),
      every,
      'QUFB-'.repeat(13),
    ]) {
      shows(text, REQUEST);
    }
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(7);
  });

  test('or its code, standing alone', () => {
    for (const text of ['737', 'cvc737', 'A-737-B', Buffer.from('737').toString('base64')]) {
      expect(shows(text, REQUEST)).toBe(true);
    }
    expect(shows('A1737B', REQUEST)).toBe(false);
    expect(shows('737', { ...REQUEST, cvc: null })).toBe(false);
  });

  test('for any card in any two spellings, and not in codes that processors give', () => {
    const digits = fc.stringMatching(/^[0-9]{12,19}$/);
    const encoder = fc.constantFrom(...encoders.slice(0, 9));
    fc.assert(
      fc.property(digits, encoder, encoder, (pan, one, other) => {
        expect(shows(other(one(pan)), { pan, cvc: null })).toBe(true);
      }),
      { numRuns: 200 },
    );
    const code = fc.stringMatching(/^[A-Z0-9]{6}$/);
    fc.assert(fc.property(code, (text) => !shows(text, { pan: PAN, cvc: null })));
  });
});
