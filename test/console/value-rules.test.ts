import fc from 'fast-check';

import { CLASS_OFFERS, CLASSES } from '../../console/tokenize/class-table.ts';
import { judge, tidy } from '../../console/tokenize/value-rules.ts';
import { DATA_CLASS_NAMES, DATA_CLASSES } from '../../functions/vault/data-classes.ts';
import type { BuiltInClass } from '../../functions/vault/data-classes.ts';
import { VALID_VALUES } from '../functions/vault/values.ts';

const BUILT_IN = Object.keys(DATA_CLASSES) as BuiltInClass[];
/** The vault knows domains, numbering plans and Unicode better; the page only never refuses more. */
const JUDGED_BY_VAULT: readonly BuiltInClass[] = ['EMAIL', 'PHONE', 'NAME', 'TEXT'];

const isAdmitted = (dataClass: BuiltInClass, received: string) => {
  const { normalize, isValid } = DATA_CLASSES[dataClass];
  return isValid(normalize(received), new Date());
};

/** Valid values, and valid ones with a character put in, taken out or exchanged. */
const nearlyValid = (dataClass: BuiltInClass) =>
  fc
    .tuple(
      VALID_VALUES[dataClass],
      fc.nat(40),
      fc.constantFrom('', '0', '7', ' ', '-', 'A', 'x'),
      fc.nat(1),
    )
    .map(([value, at, put, taken]) => value.slice(0, at) + put + value.slice(at + taken));

describe('what the page says of a value', () => {
  test.each(BUILT_IN)('of %s refuses no value that the vault admits', (dataClass) => {
    fc.assert(
      fc.property(fc.oneof(VALID_VALUES[dataClass], nearlyValid(dataClass)), (value) => {
        if (value === '' || !isAdmitted(dataClass, value)) return;
        expect(judge(dataClass, value).problem).toBeNull();
        expect(isAdmitted(dataClass, tidy(dataClass, value))).toBe(true);
      }),
    );
  });

  test.each(BUILT_IN.filter((one) => !JUDGED_BY_VAULT.includes(one)))(
    'of %s admits no value that the vault refuses',
    (dataClass) => {
      fc.assert(
        fc.property(nearlyValid(dataClass), (value) => {
          if (value === '' || isAdmitted(dataClass, value)) return;
          expect(judge(dataClass, value).problem).not.toBeNull();
        }),
      );
    },
  );

  test('never repeats the value', () => {
    for (const dataClass of CLASSES) {
      expect(judge(dataClass, '4929421234600822').problem ?? '').not.toMatch(/\d{5}/);
    }
  });
});

describe('what the page offers of a class', () => {
  test('is what the vault takes', () => {
    expect(CLASSES).toEqual(DATA_CLASS_NAMES);
    for (const dataClass of BUILT_IN) {
      const { formats, equality } = DATA_CLASSES[dataClass];
      expect(CLASS_OFFERS[dataClass]).toMatchObject({ formats, equality });
    }
  });
});
