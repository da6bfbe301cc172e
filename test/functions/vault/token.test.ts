import fc from 'fast-check';

import { SECURE_RANDOM } from '../../../functions/vault/random.ts';
import { isPlausibleToken, isToken, opaqueToken } from '../../../functions/vault/token.ts';

const draw = () => opaqueToken((bound) => SECURE_RANDOM.below(bound));

describe('an OPAQUE token', () => {
  test('ends in the CRC-32 of what precedes it, in base62', () => {
    // Vectors computed with Python's zlib.crc32.
    expect(opaqueToken(() => 0)).toBe('tok_00000000000000000000002qsZJJ');
    expect(opaqueToken(() => 61)).toBe('tok_zzzzzzzzzzzzzzzzzzzzzz3y60ui');
    expect(isToken('tok_4fQ9vXk2LmN8pRs7TuW1yZ1josSH')).toBe(true);
  });

  test('is recognised without a look-up', () => {
    for (let count = 0; count < 1000; count += 1) expect(isToken(draw())).toBe(true);
  });

  test('is no longer recognised when any one character is changed', () => {
    fc.assert(
      fc.property(fc.nat(31), fc.constantFrom('a', 'Z', '0', '-', ' '), (place, character) => {
        const token = draw();
        const changed = token.slice(0, place) + character + token.slice(place + 1);
        expect(isToken(changed)).toBe(changed === token);
      }),
    );
  });

  test('draws every character from the whole alphabet, so it holds more than 128 bits', () => {
    const bounds: number[] = [];
    opaqueToken((bound) => {
      bounds.push(bound);
      return bound - 1;
    });
    expect(bounds.reduce((bits, bound) => bits + Math.log2(bound), 0)).toBeGreaterThan(128);
  });
});

test('a text with spaces, beyond ASCII, too short or too long is no token of any format', () => {
  for (const text of ['', '1234567', 'tok_ 123456789', 'tök_1234567890', 'a'.repeat(255)]) {
    expect(isPlausibleToken(text)).toBe(false);
  }
  expect(isPlausibleToken('+2831234')).toBe(true);
  expect(isPlausibleToken('a'.repeat(254))).toBe(true);
});
