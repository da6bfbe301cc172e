import fc from 'fast-check';

import { DATA_CLASSES, admit } from '../../../functions/vault/data-classes.ts';
import type { BuiltInClass, TokenFormat } from '../../../functions/vault/data-classes.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import type { RandomSource } from '../../../functions/vault/random.ts';
import { DEFAULT_SETTINGS } from '../../../functions/vault/settings.ts';
import type { PanKeeps } from '../../../functions/vault/settings.ts';
import { VALID_VALUES } from './values.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const CLASSES = Object.keys(DATA_CLASSES) as BuiltInClass[];

/** The same draws each time: what still differs between two tokens comes from their values. */
const sameDraws = (): RandomSource => {
  let state = 7;
  return {
    below: (bound) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state % bound;
    },
    uuid: () => '00000000-0000-4000-8000-000000000000',
  };
};

const draw = (
  dataClass: BuiltInClass,
  value: string,
  format: TokenFormat,
  panKeeps: PanKeeps = 'LAST_FOUR',
) =>
  admit(
    { dataClass, customClass: null, format, plaintext: new Plaintext(value) },
    { ...DEFAULT_SETTINGS, panKeeps },
    NOW,
  ).drawToken(sameDraws());

/** All that a format-preserving token may tell of its value. */
const KEPT: Readonly<Partial<Record<BuiltInClass, (value: string) => string>>> = {
  PAN: (pan) => `${pan.length} ${pan.slice(-4)}`,
  SSN: () => '',
  IBAN: (iban) => iban.slice(0, 2),
  ROUTING_NUMBER: () => '',
  EMAIL: (address) => `${address.length} ${address.lastIndexOf('@')}`,
  PHONE: (number) => String(number.length),
};

describe('PCI DSS 3.3 and 3.4.1: what is shown', () => {
  test('a masked PAN shows less than BIN and last four to anybody', () => {
    fc.assert(
      fc.property(VALID_VALUES.PAN, (pan) => {
        const shown = DATA_CLASSES.PAN.mask(pan).replace(/\*/g, '');
        expect(shown).toBe(pan.slice(pan.length === 12 ? -3 : -4));
      }),
    );
  });

  test('a card verification code leaves no trace in its mask, its format or its equality', () => {
    expect(new Set(fc.sample(VALID_VALUES.CVC, 50).map(DATA_CLASSES.CVC.mask)).size).toBe(1);
    expect(DATA_CLASSES.CVC.formats).toEqual(['OPAQUE']);
    expect(DATA_CLASSES.CVC.equality).toBe('REFUSED');
  });
});

describe('PCI Tokenization Product Security Guidelines: no token tells its value', () => {
  test.each(CLASSES)('an OPAQUE or UUID token of %s does not depend on it at all', (dataClass) => {
    fc.assert(
      fc.property(VALID_VALUES[dataClass], VALID_VALUES[dataClass], (one, other) => {
        for (const format of ['OPAQUE', 'UUID'] as const) {
          if (!DATA_CLASSES[dataClass].formats.includes(format)) continue;
          expect(draw(dataClass, one, format)).toBe(draw(dataClass, other, format));
        }
      }),
    );
  });

  test.each(Object.keys(KEPT) as BuiltInClass[])(
    'a format-preserving token of %s depends on nothing but what it is said to keep',
    (dataClass) => {
      const kept = KEPT[dataClass] ?? (() => '');
      const values = fc.sample(VALID_VALUES[dataClass], { numRuns: 400, seed: 1 });
      const tokenOf = new Map<string, string>();
      for (const value of values) {
        const token = draw(dataClass, value, 'FORMAT_PRESERVING');
        // What is drawn to replace a digit that would be valid may depend on the kept ones only.
        expect(tokenOf.get(kept(value)) ?? token).toBe(token);
        tokenOf.set(kept(value), token);
      }
    },
  );

  test.each<PanKeeps>(['LAST_FOUR', 'BIN_SIX_LAST_FOUR'])(
    'with %s at least six digits of a PAN are open to whoever knows its token',
    (panKeeps) => {
      fc.assert(
        fc.property(VALID_VALUES.PAN, (pan) => {
          const token = draw('PAN', pan, 'FORMAT_PRESERVING', panKeeps);
          const isBinKept = panKeeps === 'BIN_SIX_LAST_FOUR' && pan.length >= 16;
          const hidden = pan.slice(isBinKept ? 6 : 0, -4);
          expect(hidden.length).toBeGreaterThanOrEqual(6);
          // Another PAN with the same kept digits, whatever it hides, gets the same token.
          const twin = twinOf(pan, isBinKept ? 6 : 0);
          expect(draw('PAN', twin, 'FORMAT_PRESERVING', panKeeps)).toBe(token);
        }),
      );
    },
  );
});

/** The same PAN with two hidden digits changed so that Luhn still holds. */
function twinOf(pan: string, from: number): string {
  const { isValid } = DATA_CLASSES.PAN;
  for (let change = 1; change < 100; change += 1) {
    const digits = Array.from(pan, Number);
    const [first = 0, second = 0] = [digits[from], digits[from + 1]];
    digits[from] = (first + Math.floor(change / 10)) % 10;
    digits[from + 1] = (second + change) % 10;
    const twin = digits.join('');
    if (twin !== pan && isValid(twin, NOW)) return twin;
  }
  throw new Error('no twin');
}
