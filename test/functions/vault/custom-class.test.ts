import fc from 'fast-check';

import { customClassRules } from '../../../functions/vault/custom-class.ts';
import { admit, equalityOf } from '../../../functions/vault/data-classes.ts';
import type { TokenFormat } from '../../../functions/vault/data-classes.ts';
import { VaultError } from '../../../functions/vault/errors.ts';
import type { Tenant } from '../../../functions/vault/identity.ts';
import { luhnRemainder } from '../../../functions/vault/luhn.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { readTenantSettings } from '../../../functions/vault/settings.ts';

const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const CUSTOM_CLASSES = {
  /** A prefix leaves most texts of the alphabet invalid. */
  loyalty: {
    pattern: 'L[0-9]{11}',
    maxBytes: 12,
    mask: { keepLast: 3 },
    alphabet: `L${DIGITS}`,
    formatPreserving: true,
    purposes: { support: ['CUSTOMER_SUPPORT'] },
  },
  /** Every text of the alphabet is valid. */
  badge: {
    pattern: '[0-9]{10}',
    maxBytes: 10,
    mask: { keepLast: 2 },
    alphabet: DIGITS,
    formatPreserving: true,
  },
  /** Tokens may not be cards, either. */
  wide: {
    pattern: '1[0-9]{15}',
    maxBytes: 16,
    mask: { keepLast: 0 },
    alphabet: DIGITS,
    formatPreserving: true,
  },
  /** Too short for tokens that look like it. */
  plate: {
    pattern: '[A-Z]{2}[0-9]{3}',
    maxBytes: 5,
    mask: { keepLast: 1 },
    alphabet: CAPITALS + DIGITS,
    formatPreserving: true,
  },
  /** Up to texts that are longer than any token. */
  serial: {
    pattern: 'S[0-9]+',
    maxBytes: 4000,
    mask: { keepLast: 4 },
    alphabet: `S${DIGITS}`,
    formatPreserving: true,
  },
  /** Of very different lengths. */
  account: { pattern: '[0-9]{4,17}', maxBytes: 17, mask: { keepLast: 4 } },
  /** Tokens tell how long the value is. */
  ticket: {
    pattern: '[0-9]{8,16}T?',
    maxBytes: 17,
    mask: { keepLast: 2 },
    alphabet: `T${DIGITS}`,
    formatPreserving: true,
  },
  /** Any script, no format. */
  word: { pattern: '\\p{L}+', maxBytes: 60, mask: { keepLast: 1 } },
  /** Exponential for an engine that backtracks. */
  evil: { pattern: '(a|a)*(a+)+b', maxBytes: 4096, mask: { keepLast: 0 } },
};

const acme = readTenantSettings({
  TENANT_SETTINGS: JSON.stringify({
    acme: {
      customClasses: CUSTOM_CLASSES,
      deterministic: ['loyalty', 'word', 'account', 'ticket'].map((name) => `CUSTOM:${name}`),
    },
  }),
})('acme' as Tenant);

type Name = keyof typeof CUSTOM_CLASSES;

const admitted = (customClass: Name, value: string, format: TokenFormat = 'OPAQUE') =>
  admit({ dataClass: 'CUSTOM', customClass, format, plaintext: new Plaintext(value) }, acme);

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof VaultError ? error.code : error;
  }
  return null;
};

const loyalty = fc.stringMatching(/^L[0-9]{11}$/);

describe('a value of a tenant’s own class', () => {
  test('is given back as it was, and its mask is as defined', () => {
    fc.assert(
      fc.property(
        loyalty,
        fc.constantFrom('OPAQUE', 'UUID', 'FORMAT_PRESERVING'),
        (value, format) => {
          const { plaintext, masked } = admitted('loyalty', value, format);
          expect(plaintext.expose()).toBe(value);
          expect(masked).toBe(`****${value.slice(-3)}`);
        },
      ),
    );
    expect(admitted('word', 'Straße').masked).toBe('****e');
    expect(admitted('word', 'nö').masked).toBe('****');
  });

  test.each<[Name, string, string]>([
    ['loyalty', 'a match of a part only', 'xL12345678901x'],
    ['loyalty', 'a trailing line feed', 'L12345678901\n'],
    ['loyalty', 'digits of another script', 'L1234567890١'],
    ['loyalty', 'the empty text', ''],
    ['word', 'a lone surrogate', 'a\ud800'],
    ['word', '61 bytes', 'é'.repeat(30) + 'a'],
    ['word', 'a space', 'two words'],
  ])('%s: %s is refused', (name, _why, value) => {
    expect(codeOf(() => admitted(name, value))).toBe('INVALID_PLAINTEXT');
  });

  test('is matched in linear time, whatever the pattern', () => {
    const start = performance.now();
    expect(codeOf(() => admitted('evil', 'a'.repeat(4096)))).toBe('INVALID_PLAINTEXT');
    expect(codeOf(() => admitted('evil', `${'a'.repeat(4095)}b`))).toBeNull();
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('a format-preserving token of a tenant’s own class', () => {
  test('has its length and alphabet, is never valid, never its value', () => {
    fc.assert(
      fc.property(loyalty, (value) => {
        const token = admitted('loyalty', value, 'FORMAT_PRESERVING').drawToken(SECURE_RANDOM);
        expect(token).toMatch(/^[L0-9]{12}$/);
        expect(token).not.toBe(value);
        expect(codeOf(() => admitted('loyalty', token))).toBe('INVALID_PLAINTEXT');
      }),
    );
  });

  test('is never a valid PAN, though its alphabet would allow it', () => {
    const { drawToken } = admitted('wide', '1234567890123456', 'FORMAT_PRESERVING');
    for (let draw = 0; draw < 300; draw += 1) {
      const token = drawToken(SECURE_RANDOM);
      expect(token).toMatch(/^[02-9][0-9]{15}$/);
      expect(luhnRemainder(token)).not.toBe(0);
    }
  });

  test('is TOKEN_SPACE_EXHAUSTED, after 64 draws at most, if every text is valid', () => {
    let draws = 0;
    const counting = {
      ...SECURE_RANDOM,
      below: (bound: number) => {
        draws += 1;
        return SECURE_RANDOM.below(bound);
      },
    };
    const { drawToken } = admitted('badge', '0123456789', 'FORMAT_PRESERVING');
    expect(codeOf(() => drawToken(counting))).toBe('TOKEN_SPACE_EXHAUSTED');
    expect(draws).toBe(64 * 10);
  });

  test('is TOKEN_SPACE_EXHAUSTED for values of fewer than 8 characters', () => {
    const { drawToken } = admitted('plate', 'AB123', 'FORMAT_PRESERVING');
    expect(codeOf(() => drawToken(SECURE_RANDOM))).toBe('TOKEN_SPACE_EXHAUSTED');
  });

  test.each([
    [254, null],
    [255, 'TOKEN_SPACE_EXHAUSTED'],
    [4000, 'TOKEN_SPACE_EXHAUSTED'],
  ])(
    'of a value of %i characters gives %p: a longer token would resolve no more',
    (length, code) => {
      const { drawToken } = admitted('serial', 'S'.padEnd(length, '7'), 'FORMAT_PRESERVING');
      expect(codeOf(() => drawToken(SECURE_RANDOM))).toBe(code);
    },
  );

  test('is refused where the class does not define it', () => {
    expect(codeOf(() => admitted('word', 'word', 'FORMAT_PRESERVING'))).toBe('INVALID_INPUT');
  });
});

test('equality needs the consent of the tenant', () => {
  const rule = (customClass: Name) => equalityOf({ dataClass: 'CUSTOM', customClass }, acme);
  expect(rule('loyalty')).toBe('OPT_IN');
  expect(rule('word')).toBe('OPT_IN');
  expect(rule('badge')).toBe('REFUSED');
});

test.each<[Name, string, string]>([
  ['account', '1234', 'REFUSED'],
  ['account', '1234567', 'REFUSED'],
  ['account', '12345678', 'OPT_IN'],
  ['word', 'nö', 'REFUSED'],
  ['word', 'Straße', 'OPT_IN'],
  ['ticket', '12345678', 'REFUSED'],
  ['ticket', '1234567890', 'OPT_IN'],
])('equality of %s %s, by what mask and token tell of its length, is %s', (name, value, rule) => {
  expect(admitted(name, value).equality).toBe(rule);
});

test('the purposes are those of the definition, by group, and none without', () => {
  expect(acme.customClasses.get('loyalty')?.purposes).toEqual({ support: ['CUSTOMER_SUPPORT'] });
  expect(acme.customClasses.get('word')?.purposes).toEqual({});
});

describe('the engine for patterns of tenants', () => {
  const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\d', '(?:ab|ba)', 'é', '𠮷');
  const repeated = fc
    .tuple(atom, fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}'))
    .map((parts) => parts.join(''));
  const sequence = fc
    .array(repeated, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''));
  const pattern = fc
    .array(sequence, { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('|'));
  const text = fc
    .array(fc.constantFrom('a', 'b', '7', 'é', '𠮷', '\n', ' '), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''));

  test('judges whole texts as the engine of JavaScript does, where their syntaxes agree', () => {
    fc.assert(
      fc.property(pattern, text, (source, value) => {
        const { isValid } = customClassRules({
          pattern: source,
          maxBytes: 4096,
          keepLast: 0,
          alphabet: null,
          formatPreserving: false,
        });
        const isMatch = new RegExp(`^(?:${source})$`, 'u').test(value);
        expect(isValid(value, new Date())).toBe(isMatch);
      }),
      { numRuns: 2000 },
    );
  });
});
