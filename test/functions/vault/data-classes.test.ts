import fc from 'fast-check';

import { DATA_CLASSES, admit, isDataClass } from '../../../functions/vault/data-classes.ts';
import type { DataClass } from '../../../functions/vault/data-classes.ts';
import { VaultError } from '../../../functions/vault/errors.ts';
import { luhnRemainder } from '../../../functions/vault/luhn.ts';
import { Plaintext } from '../../../functions/vault/plaintext.ts';
import { SECURE_RANDOM } from '../../../functions/vault/random.ts';

const digits = (length: number) =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((list) => list.join(''));

const pan = fc.integer({ min: 11, max: 18 }).chain((length) =>
  digits(length).map((body) => {
    const check = Array.from('0123456789').find((digit) => luhnRemainder(body + digit) === 0);
    return body + String(check);
  }),
);

const ssn = digits(9).filter((text) => DATA_CLASSES.SSN.isValid(text));
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const email = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9_+-]{1,60}$/),
    fc.array(label, { minLength: 1, maxLength: 5 }),
  )
  .map(([local, labels]) => `${local}@${labels.join('.')}.org`);

const VALID: Readonly<Record<DataClass, fc.Arbitrary<string>>> = {
  PAN: pan,
  SSN: ssn,
  EMAIL: email,
  TEXT: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
};

const CLASSES = Object.keys(VALID).filter(isDataClass);
const PRESERVING = CLASSES.filter((name) => DATA_CLASSES[name].formatPreserving !== null);

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof VaultError ? error.code : error;
  }
  return null;
};

const admitted = (dataClass: DataClass, value: string) =>
  codeOf(() => admit(dataClass, 'OPAQUE', new Plaintext(value)));

describe.each(CLASSES)('%s', (dataClass) => {
  const rules = DATA_CLASSES[dataClass];

  test('accepts its valid values, and normalizing twice changes nothing', () => {
    fc.assert(
      fc.property(VALID[dataClass], (value) => {
        expect(admitted(dataClass, value)).toBeNull();
        expect(rules.normalize(rules.normalize(value))).toBe(rules.normalize(value));
      }),
    );
  });

  test('never accepts an opaque token of its own as another value', () => {
    fc.assert(
      fc.property(VALID[dataClass], (value) => {
        const { drawToken } = admit(dataClass, 'OPAQUE', new Plaintext(value));
        const token = drawToken(SECURE_RANDOM);
        expect(token).toMatch(/^tok_/);
        if (dataClass !== 'TEXT') expect(admitted(dataClass, token)).toBe('INVALID_PLAINTEXT');
      }),
    );
  });

  test('refuses the empty text, and a megabyte, in no time', () => {
    expect(admitted(dataClass, '')).toBe('INVALID_PLAINTEXT');
    const start = performance.now();
    for (const unit of ['4', 'a', '-', 'a.', '.', '@', '"\\', 'é']) {
      expect(admitted(dataClass, unit.repeat(1_000_000))).toBe('INVALID_PLAINTEXT');
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe.each(PRESERVING)('a format-preserving token of %s', (dataClass) => {
  test('is never a valid value of any class that has invalid ones, never its plaintext', () => {
    fc.assert(
      fc.property(VALID[dataClass], (value) => {
        const { drawToken } = admit(dataClass, 'FORMAT_PRESERVING', new Plaintext(value));
        const token = drawToken(SECURE_RANDOM);
        expect(token).not.toBe(value);
        for (const name of PRESERVING) {
          expect(DATA_CLASSES[name].isValid(DATA_CLASSES[name].normalize(token))).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('a PAN token keeps length and last four and starts with 0', () => {
  fc.assert(
    fc.property(pan, (value) => {
      const { drawToken } = admit('PAN', 'FORMAT_PRESERVING', new Plaintext(value));
      const token = drawToken(SECURE_RANDOM);
      expect(token).toMatch(/^0[0-9]+$/);
      expect(token).toHaveLength(value.length);
      expect(token.slice(-4)).toBe(value.slice(-4));
    }),
  );
});

test('PAN tokens are drawn evenly: each digit left open takes every value', () => {
  const { drawToken } = admit('PAN', 'FORMAT_PRESERVING', new Plaintext('4111111111111111'));
  const counts = Array.from({ length: 11 }, () => new Array<number>(10).fill(0));
  for (let draw = 0; draw < 5000; draw += 1) {
    const token = drawToken(SECURE_RANDOM);
    counts.forEach((row, place) => {
      const digit = Number(token.charAt(place + 1));
      row[digit] = (row[digit] ?? 0) + 1;
    });
  }
  // 500 expected each, standard deviation 21: six of them either way.
  for (const count of counts.flat()) expect(Math.abs(count - 500)).toBeLessThan(130);
});

test('an SSN token is nine digits of area 000 or 666', () => {
  const { drawToken } = admit('SSN', 'FORMAT_PRESERVING', new Plaintext('219-09-9999'));
  const areas = new Set<string>();
  for (let draw = 0; draw < 200; draw += 1) {
    const token = drawToken(SECURE_RANDOM);
    expect(token).toMatch(/^(000|666)[0-9]{6}$/);
    areas.add(token.slice(0, 3));
  }
  expect(areas.size).toBe(2);
});

test('an e-mail token is an address under .invalid, as long as the value from 16 characters on', () => {
  fc.assert(
    fc.property(email, (value) => {
      const { drawToken } = admit('EMAIL', 'FORMAT_PRESERVING', new Plaintext(value));
      const token = drawToken(SECURE_RANDOM);
      expect(token).toHaveLength(Math.max(16, value.length));
      expect(token).toMatch(/^[a-z0-9]{1,64}@([a-z0-9]{1,63}\.)+invalid$/);
    }),
  );
});

test('TEXT refuses the format, since every text is valid', () => {
  expect(codeOf(() => admit('TEXT', 'FORMAT_PRESERVING', new Plaintext('note')))).toBe(
    'INVALID_INPUT',
  );
});

describe('refused', () => {
  test.each<[DataClass, string, string]>([
    ['PAN', 'fails Luhn', '4111111111111112'],
    ['PAN', '11 digits', '00000000000'],
    ['PAN', '20 digits', '00000000000000000000'],
    ['PAN', 'letters', '4111a1111111111111'],
    ['PAN', 'full-width digits', '４１１１１１１１１１１１１１１１'],
    ['PAN', 'Arabic digits', '٤١١١١١١١١١١١١١١١'],
    ['PAN', 'a Cyrillic look-alike for a digit', '411111111111111З'],
    ['PAN', 'no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
    ['SSN', 'area 000', '000-12-3456'],
    ['SSN', 'area 666', '666-12-3456'],
    ['SSN', 'area 900', '900-12-3456'],
    ['SSN', 'group 00', '219-00-9999'],
    ['SSN', 'serial 0000', '219-09-0000'],
    ['SSN', '8 digits', '21909999'],
    ['EMAIL', 'no domain', 'ada@'],
    ['EMAIL', 'no local part', '@example.org'],
    ['EMAIL', 'one label', 'ada@localhost'],
    ['EMAIL', 'two dots in a row', 'ada..l@example.org'],
    ['EMAIL', 'a leading hyphen in a label', 'ada@-example.org'],
    ['EMAIL', 'an unquoted space', 'ada l@example.org'],
    ['EMAIL', 'a homoglyph', 'аda@example.org'],
    ['EMAIL', 'an address literal', 'ada@[192.0.2.1]'],
    ['EMAIL', 'an address without brackets', 'ada@192.0.2.1'],
    ['EMAIL', 'the reserved domain of tokens', 'ada@example.INVALID'],
    ['EMAIL', 'a local part of 65 characters', `${'a'.repeat(65)}@example.org`],
    ['EMAIL', '255 characters', `a@${'b'.repeat(49)}.${'c.'.repeat(100)}org`],
    ['TEXT', 'a lone surrogate', 'a\ud800b'],
    ['TEXT', '4,097 bytes', 'é'.repeat(2048) + 'a'],
  ])('%s: %s', (dataClass, _why, value) => {
    expect(admitted(dataClass, value)).toBe('INVALID_PLAINTEXT');
  });
});

describe('accepted, at the edge', () => {
  test.each<[DataClass, string, string]>([
    ['PAN', '12 digits', '000000000000'],
    ['PAN', '19 digits', '0000000000000000000'],
    ['SSN', 'area 899', '899-99-9999'],
    ['EMAIL', 'a quoted local part', '"ada l"@example.org'],
    ['EMAIL', 'a local part of 64 characters', `${'a'.repeat(64)}@example.org`],
    ['EMAIL', '254 characters', `${'a'.repeat(50)}@${'c.'.repeat(100)}org`],
    ['TEXT', '4,096 bytes', 'é'.repeat(2048)],
    ['TEXT', 'beyond the basic plane', '𝒳😀'],
  ])('%s: %s', (dataClass, _what, value) => {
    expect(admitted(dataClass, value)).toBeNull();
  });
});

test('masks show at most the last four digits, or the first character and top-level domain', () => {
  const mask = (dataClass: DataClass, value: string) =>
    admit(dataClass, 'OPAQUE', new Plaintext(value)).masked;
  expect(mask('PAN', '4111 1111 1111 1111')).toBe('************1111');
  expect(mask('SSN', '219-09-9999')).toBe('***-**-9999');
  expect(mask('EMAIL', 'Ada@Lovelace.example.ORG')).toBe('A***@***.org');
  expect(mask('TEXT', 'x')).toBe(mask('TEXT', 'a much longer text'));
});

test('a name of Object.prototype is no data class', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'pan', '', null, 1]) {
    expect(isDataClass(name)).toBe(false);
  }
});
