import fc from 'fast-check';
import { readFileSync } from 'node:fs';

import { isToken } from '../../client/token.ts';
import { SECURE_RANDOM } from '../../functions/vault/random.ts';
import { isToken as isVaultToken, opaqueToken } from '../../functions/vault/token.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base62 = fc.constantFrom(...Array.from(BASE62));

/** Every place of the random part under the control of fast-check, edges included. */
const token = fc.array(fc.nat(61), { minLength: 22, maxLength: 22 }).map((places) => {
  let next = 0;
  return opaqueToken(() => places[next++] ?? 0);
});

describe('the published recogniser', () => {
  test('has no false negative: every token of the vault is one', () => {
    fc.assert(
      fc.property(token, (text) => {
        expect(isToken(text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    for (let count = 0; count < 2000; count += 1) {
      expect(isToken(opaqueToken((bound) => SECURE_RANDOM.below(bound)))).toBe(true);
    }
  });

  test('judges as the vault does: tokens, tokens changed in a place, and anything else', () => {
    const changed = fc
      .tuple(token, fc.nat(31), fc.oneof(base62, fc.string({ maxLength: 2 })))
      .map(([text, place, other]) => text.slice(0, place) + other + text.slice(place + 1));
    const shaped = fc
      .array(base62, { minLength: 28, maxLength: 28 })
      .map((characters) => `tok_${characters.join('')}`);
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(token, changed, shaped, anything), (text) => {
        expect(isToken(text)).toBe(isVaultToken(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('takes no checksum above 2^32 for its remainder', () => {
    expect(isToken('tok_4fQ9vXk2LmN8pRs7TuW1yZ1josSH')).toBe(true);
    expect(isToken('tok_4fQ9vXk2LmN8pRs7TuW1yZzzzzzz')).toBe(false);
  });
});

test.each(['token.ts', 'masks.ts'])('client/%s imports nothing that browsers lack', (file) => {
  const source = readFileSync(`client/${file}`, 'utf8');
  const imports = [...source.matchAll(/^import (?!type ).*$/gm)].map(([line]) => line);
  expect(imports).toEqual([]);
  expect(source).not.toMatch(/\b(Buffer|process|require)\b/);
});
