import fc from 'fast-check';

import { MASKS, maskCustom } from '../../../client/masks.ts';
import { customClassRules } from '../../../functions/vault/custom-class.ts';
import { DATA_CLASSES } from '../../../functions/vault/data-classes.ts';
import type { BuiltInClass } from '../../../functions/vault/data-classes.ts';
import { VALID_VALUES } from './values.ts';

const CLASSES = Object.keys(DATA_CLASSES) as BuiltInClass[];
const maskOf = (dataClass: BuiltInClass, value: string) => DATA_CLASSES[dataClass].mask(value);

const customRules = (keepLast: number) =>
  customClassRules({
    pattern: '(?s).*',
    maxBytes: 4096,
    keepLast,
    alphabet: null,
    formatPreserving: false,
  });

/** What a mask shows of a value: all that is not its own stars, hyphens and dots. */
const shownOf = (mask: string) => mask.replace(/[*.@-]/g, '');

describe('a mask', () => {
  test.each<[BuiltInClass, string, string]>([
    ['PAN', '4111111111111111', '************1111'],
    ['PAN', '378282246310005', '***********0005'],
    ['CVC', '1234', '***'],
    ['CVC', '123', '***'],
    ['SSN', '219099999', '***-**-9999'],
    ['IBAN', 'DE89370400440532013000', '******************3000'],
    ['PAN', '501800000009', '*********009'],
    ['IBAN', 'NO9386011117947', '************947'],
    ['BANK_ACCOUNT', '123456789012', '********9012'],
    ['BANK_ACCOUNT', '123456789', '********9'],
    ['BANK_ACCOUNT', '12345678', '********'],
    ['BANK_ACCOUNT', '1234', '****'],
    ['ROUTING_NUMBER', '021000021', '*****0021'],
    ['EMAIL', 'Ada@lovelace.example.org', 'A***@***.org'],
    ['PHONE', '+12125550123', '********0123'],
    ['PHONE', '+6834002', '********'],
    ['NAME', 'Ada Lovelace', 'A***'],
    ['NAME', 'Иван', 'И***'],
    ['NAME', 'Bo', '***'],
    ['NAME', '김민준', '***'],
    ['NAME', '李 小龍', '***'],
    ['DATE_OF_BIRTH', '1815-12-10', '****-**-**'],
    ['TEXT', 'x', '********'],
    ['TEXT', 'a much longer text', '********'],
  ])('of %s %s is %s', (dataClass, value, mask) => {
    expect(maskOf(dataClass, value)).toBe(mask);
  });

  test.each<BuiltInClass>(['PAN', 'SSN', 'IBAN', 'BANK_ACCOUNT', 'ROUTING_NUMBER', 'PHONE'])(
    'of %s shows at most the last four and never the whole value',
    (dataClass) => {
      fc.assert(
        fc.property(VALID_VALUES[dataClass], (value) => {
          const shown = shownOf(maskOf(dataClass, value));
          expect(shown.length).toBeLessThanOrEqual(4);
          expect(value.endsWith(shown)).toBe(true);
          expect(value.length - shown.length).toBeGreaterThanOrEqual(4);
        }),
      );
    },
  );

  /** What varies of a hidden digit or character, less the digit that a check decides. */
  test.each<[BuiltInClass, number, number]>([
    ['PAN', 0, 1],
    ['IBAN', 4, 0],
    ['BANK_ACCOUNT', 0, 0],
  ])('of a deterministic %s leaves 10^8 values or more to try', (name, fixed, checked) => {
    fc.assert(
      fc.property(VALID_VALUES[name], (value) => {
        const hidden = value.length - shownOf(maskOf(name, value)).length;
        const isDeterministic = DATA_CLASSES[name].isExhaustible?.(value) !== true;
        if (isDeterministic) expect(hidden - fixed - checked).toBeGreaterThanOrEqual(8);
      }),
    );
  });

  test.each<BuiltInClass>(['CVC', 'DATE_OF_BIRTH', 'TEXT'])('of %s is always the same', (name) => {
    const masks = fc.sample(VALID_VALUES[name], 50).map((value) => maskOf(name, value));
    expect(new Set(masks).size).toBe(1);
  });

  test.each<BuiltInClass>(['EMAIL', 'NAME'])('of %s shows one character of the person', (name) => {
    fc.assert(
      fc.property(VALID_VALUES[name], (value) => {
        const [start = ''] = maskOf(name, value).split('*');
        expect(Array.from(start).length).toBeLessThanOrEqual(1);
        expect(value.startsWith(start)).toBe(true);
      }),
    );
  });

  test('of two values that differ in hidden characters only is the same', () => {
    fc.assert(
      fc.property(VALID_VALUES.PAN, VALID_VALUES.PAN, (one, other) => {
        const twin = other.slice(0, -4) + one.slice(-4);
        if (twin.length === one.length) expect(maskOf('PAN', twin)).toBe(maskOf('PAN', one));
      }),
    );
  });

  test('of a tenant’s own class shows what it defines, hides four at least and the length', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.string({ unit: 'grapheme', minLength: 1 }), (keepLast, value) => {
        const mask = customRules(keepLast).mask(value);
        expect(mask.startsWith('****')).toBe(true);
        const shown = Array.from(mask.slice(4));
        expect(shown.length).toBeLessThanOrEqual(
          Math.max(0, Math.min(keepLast, Array.from(value).length - 4)),
        );
        expect(value.endsWith(shown.join(''))).toBe(true);
      }),
    );
  });
});

describe('the published masks', () => {
  test('are those of the vault, class by class', () => {
    expect(Object.keys(MASKS).sort()).toEqual([...CLASSES].sort());
    for (const dataClass of CLASSES) {
      fc.assert(
        fc.property(VALID_VALUES[dataClass], (value) => {
          const mask: (value: string) => string = MASKS[dataClass];
          expect(mask(value)).toBe(maskOf(dataClass, value));
        }),
      );
    }
  });

  test('are those of the vault for what tenants define', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.string({ unit: 'grapheme', minLength: 1 }), (keepLast, value) => {
        expect(maskCustom(value, keepLast)).toBe(customRules(keepLast).mask(value));
      }),
    );
  });
});
