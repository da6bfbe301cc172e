import fc from 'fast-check';
import { isPossiblePhoneNumber, isValidPhoneNumber } from 'libphonenumber-js/max';

import { DATA_CLASSES, admit } from '../../../functions/vault/data-classes.ts';
import type { BuiltInClass } from '../../../functions/vault/data-classes.ts';
import { luhnRemainder } from '../../../functions/vault/luhn.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { DEFAULT_SETTINGS } from '../../../functions/vault/settings.ts';
import type { TenantSettings } from '../../../functions/vault/settings.ts';
import { isPlausibleToken, isToken } from '../../../functions/vault/token.ts';
import { VALID_VALUES } from './values.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const KEEPS_BIN: TenantSettings = { ...DEFAULT_SETTINGS, panKeeps: 'BIN_SIX_LAST_FOUR' };
const PRESERVING = (Object.keys(DATA_CLASSES) as BuiltInClass[]).filter(
  (name) => DATA_CLASSES[name].formatPreserving !== null,
);

const ALPHABETS: Readonly<Partial<Record<BuiltInClass, RegExp>>> = {
  PAN: /^[0-9]+$/,
  SSN: /^[0-9]{9}$/,
  IBAN: /^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/,
  ROUTING_NUMBER: /^[0-9]{9}$/,
  EMAIL: /^[a-z0-9]{1,64}@([a-z0-9]{1,63}\.)+invalid$/,
  PHONE: /^\+[0-9]+$/,
};

const drawerOf = (dataClass: BuiltInClass, value: string, settings = DEFAULT_SETTINGS) => {
  const format = 'FORMAT_PRESERVING';
  const plaintext = new Plaintext(value);
  const { drawToken } = admit({ dataClass, customClass: null, format, plaintext }, settings, NOW);
  return () => drawToken(SECURE_RANDOM);
};

const isValid = (dataClass: BuiltInClass, text: string) => {
  const { isValid: isValidIn, normalize } = DATA_CLASSES[dataClass];
  return isValidIn(normalize(text), NOW);
};

describe.each(PRESERVING)('a format-preserving token of %s', (dataClass) => {
  test('is never a valid value of any class that has invalid ones, never its plaintext', () => {
    fc.assert(
      fc.property(VALID_VALUES[dataClass], (value) => {
        const token = drawerOf(dataClass, value)();
        expect(token).not.toBe(value);
        expect(PRESERVING.filter((name) => isValid(name, token))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('has the length and alphabet of its value, and is no OPAQUE token', () => {
    fc.assert(
      fc.property(VALID_VALUES[dataClass], (value) => {
        const token = drawerOf(dataClass, value)();
        expect(token).toHaveLength(
          dataClass === 'EMAIL' ? Math.max(16, value.length) : value.length,
        );
        expect(token).toMatch(ALPHABETS[dataClass] ?? /^$/);
        expect(isPlausibleToken(token)).toBe(true);
        expect(isToken(token)).toBe(false);
      }),
    );
  });

  test('does not depend on what it does not keep: two draws differ', () => {
    const [value = ''] = fc.sample(VALID_VALUES[dataClass], 1);
    const draw = drawerOf(dataClass, value);
    expect(new Set(Array.from({ length: 20 }, draw)).size).toBeGreaterThan(15);
  });
});

describe('a PAN token', () => {
  test('keeps the last four and starts with 0', () => {
    fc.assert(
      fc.property(VALID_VALUES.PAN, (value) => {
        const token = drawerOf('PAN', value)();
        expect(token).toMatch(/^0/);
        expect(token.slice(-4)).toBe(value.slice(-4));
        expect(luhnRemainder(token)).not.toBe(0);
      }),
    );
  });

  test('keeps the first six, too, where the tenant chose so and six digits stay hidden', () => {
    fc.assert(
      fc.property(VALID_VALUES.PAN, (value) => {
        const token = drawerOf('PAN', value, KEEPS_BIN)();
        const start = value.length >= 16 ? value.slice(0, 6) : '0';
        expect(token.startsWith(start)).toBe(true);
        expect(token.slice(-4)).toBe(value.slice(-4));
        expect(token).toHaveLength(value.length);
        expect(luhnRemainder(token)).not.toBe(0);
        expect(PRESERVING.filter((name) => isValid(name, token))).toEqual([]);
      }),
    );
  });

  test('of another tenant’s choice is another variant, so the two never share a fingerprint', () => {
    const variant = (settings: TenantSettings) =>
      admit(
        {
          dataClass: 'PAN',
          customClass: null,
          format: 'FORMAT_PRESERVING',
          plaintext: new Plaintext('4111111111111111'),
        },
        settings,
      ).variant;
    expect(variant(DEFAULT_SETTINGS)).toBe('FORMAT_PRESERVING:LAST_FOUR');
    expect(variant(KEEPS_BIN)).toBe('FORMAT_PRESERVING:BIN_SIX_LAST_FOUR');
  });

  test.each([
    ['0 and the last four', DEFAULT_SETTINGS, 1, 12],
    ['BIN and the last four', KEEPS_BIN, 6, 12],
  ])(
    'with %s is drawn evenly: each digit left open takes every value',
    (_what, settings, from, to) => {
      const draw = drawerOf('PAN', '4111111111111111', settings);
      const counts = Array.from({ length: to - from }, () => new Array<number>(10).fill(0));
      for (let count = 0; count < 5000; count += 1) {
        const token = draw();
        counts.forEach((row, place) => {
          const digit = Number(token.charAt(place + from));
          row[digit] = (row[digit] ?? 0) + 1;
        });
      }
      // 500 expected each, standard deviation 21: six of them either way.
      for (const count of counts.flat()) expect(Math.abs(count - 500)).toBeLessThan(130);
    },
  );
});

test('an SSN token lies in the areas 000 and 666 and keeps nothing', () => {
  const tokens = Array.from({ length: 200 }, drawerOf('SSN', '219099999'));
  for (const token of tokens) expect(token).toMatch(/^(000|666)[0-9]{6}$/);
  expect(new Set(tokens.map((token) => token.slice(0, 3))).size).toBe(2);
  expect(new Set(tokens.map((token) => token.slice(-4))).size).toBeGreaterThan(150);
});

test('an IBAN token keeps the country and has check digits that no IBAN has', () => {
  fc.assert(
    fc.property(VALID_VALUES.IBAN, (value) => {
      const token = drawerOf('IBAN', value)();
      expect(token.slice(0, 2)).toBe(value.slice(0, 2));
      expect(token.slice(2, 4)).toMatch(/^(00|01|99)$/);
    }),
  );
});

test('a routing number token starts with a prefix that is assigned to nobody', () => {
  const tokens = Array.from({ length: 200 }, drawerOf('ROUTING_NUMBER', '021000021'));
  for (const token of tokens) expect(token).toMatch(/^9/);
});

test('a phone token is not even a possible number, by the most complete numbering plans', () => {
  fc.assert(
    fc.property(VALID_VALUES.PHONE, (value) => {
      const token = drawerOf('PHONE', value)();
      expect(isPossiblePhoneNumber(token)).toBe(false);
      expect(isValidPhoneNumber(token, 'US')).toBe(false);
    }),
  );
});
