import fc from 'fast-check';

import {
  DATA_CLASSES,
  DATA_CLASS_NAMES,
  admit,
  classLabel,
  equalityOf,
  isDataClass,
} from '../../../functions/vault/data-classes.ts';
import type { BuiltInClass, TokenFormat } from '../../../functions/vault/data-classes.ts';
import { VaultError } from '../../../functions/vault/errors.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { DEFAULT_SETTINGS } from '../../../functions/vault/settings.ts';
import { isToken } from '../../../functions/vault/token.ts';
import { VALID_VALUES } from './values.ts';

const CLASSES = Object.keys(VALID_VALUES) as BuiltInClass[];
const NOW = new Date('2026-06-15T12:00:00Z');
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const admitted = (dataClass: BuiltInClass, value: string, format: TokenFormat = 'OPAQUE') =>
  admit(
    { dataClass, customClass: null, format, plaintext: new Plaintext(value) },
    DEFAULT_SETTINGS,
    NOW,
  );

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof VaultError ? error.code : error;
  }
  return null;
};

const refusal = (dataClass: BuiltInClass, value: string, format?: TokenFormat) =>
  codeOf(() => admitted(dataClass, value, format));

describe.each(CLASSES)('%s', (dataClass) => {
  const rules = DATA_CLASSES[dataClass];

  test('gives every valid value back as it was, in every format it offers', () => {
    fc.assert(
      fc.property(VALID_VALUES[dataClass], fc.constantFrom(...rules.formats), (value, format) => {
        const normal = rules.normalize(value);
        expect(admitted(dataClass, value, format).plaintext.expose()).toBe(normal);
        expect(rules.normalize(normal)).toBe(normal);
        if (dataClass !== 'NAME') expect(normal).toBe(value);
      }),
    );
  });

  test('has OPAQUE and UUID tokens that are never its value nor a value of a checked class', () => {
    fc.assert(
      fc.property(VALID_VALUES[dataClass], (value) => {
        const opaque = admitted(dataClass, value).drawToken(SECURE_RANDOM);
        expect(isToken(opaque)).toBe(true);
        const tokens = [opaque];
        if (rules.formats.includes('UUID')) {
          tokens.push(admitted(dataClass, value, 'UUID').drawToken(SECURE_RANDOM));
          expect(tokens[1]).toMatch(UUID_V4);
        }
        for (const token of tokens) {
          expect(token).not.toBe(value);
          for (const name of CLASSES.filter((one) => DATA_CLASSES[one].formatPreserving)) {
            expect(refusal(name, token)).toBe('INVALID_PLAINTEXT');
          }
        }
      }),
    );
  });

  test('refuses the formats it does not offer', () => {
    const [value = ''] = fc.sample(VALID_VALUES[dataClass], 1);
    for (const format of ['OPAQUE', 'UUID', 'FORMAT_PRESERVING'] as const) {
      const isOffered = rules.formats.includes(format);
      expect(refusal(dataClass, value, format)).toBe(isOffered ? null : 'INVALID_INPUT');
    }
    expect(rules.formatPreserving !== null).toBe(rules.formats.includes('FORMAT_PRESERVING'));
  });

  test('refuses the empty text, and a megabyte, in no time', () => {
    expect(refusal(dataClass, '')).toBe('INVALID_PLAINTEXT');
    const start = performance.now();
    for (const unit of ['4', 'a', '-', ' ', '+1', 'a.', '.', '@', '"\\', 'é', '٤']) {
      expect(refusal(dataClass, unit.repeat(1_000_000))).toBe('INVALID_PLAINTEXT');
      // The longest text that rules get to see.
      refusal(dataClass, unit.repeat(4096 / unit.length));
    }
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('answers any text with a value or INVALID_PLAINTEXT', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect([null, 'INVALID_PLAINTEXT']).toContain(refusal(dataClass, text));
      }),
    );
  });
});

test('the formats are offered as decided: CVC is OPAQUE only, open classes keep no format', () => {
  const offering = (format: TokenFormat) =>
    CLASSES.filter((name) => DATA_CLASSES[name].formats.includes(format)).sort();
  expect(offering('OPAQUE')).toEqual([...CLASSES].sort());
  expect(offering('UUID')).toEqual(CLASSES.filter((name) => name !== 'CVC').sort());
  expect(offering('FORMAT_PRESERVING')).toEqual(
    ['EMAIL', 'IBAN', 'PAN', 'PHONE', 'ROUTING_NUMBER', 'SSN'].sort(),
  );
});

describe('equality', () => {
  const ruleOf = (dataClass: BuiltInClass, ...deterministic: string[]) =>
    equalityOf(
      { dataClass, customClass: null },
      { ...DEFAULT_SETTINGS, deterministic: new Set(deterministic) },
    );

  test('is the default for PAN, IBAN, EMAIL and BANK_ACCOUNT, and refused elsewhere', () => {
    const defaults = CLASSES.filter((name) => ruleOf(name) === 'DEFAULT');
    expect(defaults.sort()).toEqual(['BANK_ACCOUNT', 'EMAIL', 'IBAN', 'PAN']);
    const others = CLASSES.filter((name) => !defaults.includes(name));
    expect(others.map((name) => ruleOf(name))).toEqual(others.map(() => 'REFUSED'));
  });

  test('opens to SSN and PHONE by the consent of the tenant, to nothing else by any', () => {
    const opened = CLASSES.filter((name) => ruleOf(name, ...CLASSES) === 'OPT_IN');
    expect(opened.sort()).toEqual(['PHONE', 'SSN']);
    expect(ruleOf('SSN', 'PHONE')).toBe('REFUSED');
  });
});

test('a class has one label, which tells tenants’ own classes apart', () => {
  expect(classLabel({ dataClass: 'PAN', customClass: null })).toBe('PAN');
  expect(classLabel({ dataClass: 'CUSTOM', customClass: 'loyalty' })).toBe('CUSTOM:loyalty');
});

test('a class name without CUSTOM, or CUSTOM without a known one, is INVALID_INPUT', () => {
  const code = (dataClass: BuiltInClass | 'CUSTOM', customClass: string | null) =>
    codeOf(() =>
      admit(
        { dataClass, customClass, format: 'OPAQUE', plaintext: new Plaintext('4111111111111111') },
        DEFAULT_SETTINGS,
      ),
    );
  expect(code('PAN', null)).toBeNull();
  expect(code('PAN', 'loyalty')).toBe('INVALID_INPUT');
  expect(code('CUSTOM', null)).toBe('INVALID_INPUT');
  for (const name of ['loyalty', '__proto__', 'constructor', '']) {
    expect(code('CUSTOM', name)).toBe('INVALID_INPUT');
  }
});

test('a name of Object.prototype is no data class', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'pan', '', null, 1]) {
    expect(isDataClass(name)).toBe(false);
  }
  expect(DATA_CLASS_NAMES.every(isDataClass)).toBe(true);
});
