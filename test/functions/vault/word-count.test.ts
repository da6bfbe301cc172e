import { RE2JS } from '@bufbuild/re2';
import fc from 'fast-check';

import { countWords } from '../../../functions/vault/word-count.ts';
import { runs } from '../../support/runs.ts';

const MANY = 1e8;

/** Every text of the letters that fits, the slow way. */
function textsOf(letters: readonly string[], maxBytes: number): string[] {
  const all: string[] = [];
  let longest = [''];
  while (longest.length > 0) {
    longest = longest.flatMap((text) =>
      letters.map((letter) => text + letter).filter((one) => Buffer.byteLength(one) <= maxBytes),
    );
    all.push(...longest);
  }
  return all;
}

function countSlowly(pattern: string, letters: readonly string[], maxBytes: number): number {
  const expression = RE2JS.compile(pattern);
  return textsOf(letters, maxBytes).filter((text) => expression.testExact(text)).length;
}

/** Patterns of any shape over some atoms, with several ways to match one text. */
const patternsOf = (...atoms: string[]) =>
  fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...atoms),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,3}', '{2,}', '*?'))
        .map(([one, times]) => `(?:${one})${times}`),
    ),
  })).pattern;

describe('the count of the words of a pattern', () => {
  test('is that of trying every text of an alphabet, whatever the pattern', () => {
    const patterns = patternsOf('a', 'b', 'c', '.', '[ab]', '[^a]', '(?i:A)', '\\w', '^', '$', 'z');
    fc.assert(
      fc.property(patterns, fc.constantFrom('ab', 'abA', 'cab'), (pattern, alphabet) => {
        const count = countWords({ pattern, alphabet, maxBytes: 5 }, MANY);
        expect(count).toBe(countSlowly(pattern, Array.from(alphabet), 5));
      }),
      { numRuns: runs(200) },
    );
  });

  test('that look alike is that of the ending that the fewest have, whatever the pattern', () => {
    const patterns = patternsOf('a', 'b', 'c', '.', '[ab]', '[^a]', '^', '$');
    const shown = fc.record({ last: fc.integer({ min: 1, max: 2 }), minHidden: fc.nat(2) });
    fc.assert(
      fc.property(patterns, shown, (pattern, { last, minHidden }) => {
        const expression = RE2JS.compile(pattern);
        const words = textsOf(['a', 'b', 'c'], 5).filter(
          (text) => text.length >= last + minHidden && expression.testExact(text),
        );
        const endings = new Set(words.map((word) => word.slice(-last)));
        const alike = [...endings].map((end) => words.filter((word) => word.endsWith(end)).length);
        const fewest = Math.min(...alike);
        const language = { pattern, alphabet: 'abc', maxBytes: 5 };
        const count = countWords(language, MANY, { last, minHidden });
        expect(count).toBe(words.length === 0 ? 0 : fewest);
      }),
      { numRuns: runs(200) },
    );
  });

  test.each<[string, number, number]>([
    ['[0-9]{8}', 4, 10_000],
    ['[0-9]{12}', 4, MANY],
    ['[A-Z]{2}[0-9]{8}', 2, MANY],
    ['[0-9]{4,17}', 4, MANY],
    ['[0-9]{12}|[0-9]{4}ABCD', 4, 10_000],
    ['\\p{L}{7}', 1, MANY],
  ])('of %s that show the last %i is %i at least', (pattern, last, count) => {
    const language = { pattern, alphabet: null, maxBytes: 60 };
    expect(countWords(language, MANY, { last, minHidden: 4 })).toBe(count);
  });

  test('is in bytes of UTF-8 without an alphabet', () => {
    const letters = ['a', 'é', '€', '😀'];
    fc.assert(
      fc.property(patternsOf(...letters, '[aé]', '[€😀]'), (pattern) => {
        const count = countWords({ pattern, alphabet: null, maxBytes: 6 }, MANY);
        expect(count).toBe(countSlowly(pattern, letters, 6));
      }),
      { numRuns: runs(100) },
    );
  });

  test.each<[string, string | null, number, number]>([
    ['^L[0-9]{4}$', null, 10, 10_000],
    ['L[0-9]{8}', null, 8, 0],
    ['L[0-9]{8}', null, 9, MANY],
    ['[0-9]{8}', '012345678', 8, 9 ** 8],
    ['(a|a)*(a+)+', 'ab', 4096, 4096],
    ['(?s).', null, 4, 0x110000 - 0x800],
    ['[^a]', null, 1, 128 - 1],
    ['[0-9\\x{DC00}-\\x{DFFF}]{3}', null, 9, 1000],
    ['[^\\x{DC00}]', null, 4, 0x110000 - 0x800],
    ['\\p{Nd}{2}', '0123456789', 2, 100],
    ['yes|no', null, 4096, 2],
    ['a^b|$c', null, 4096, 0],
    ['[0-9]{7}(?:[0-9]|)', null, 8, MANY],
    ['[0-9]{0,7}', null, 8, 11_111_110],
  ])('of %s, of %s, in %i bytes is %i', (pattern, alphabet, maxBytes, count) => {
    expect(countWords({ pattern, alphabet, maxBytes }, MANY)).toBe(count);
  });

  test('is never too high where a letter stands for others, such as the Kelvin sign', () => {
    for (const [pattern, least, all] of [
      ['(?i)k', 2, 3] as const,
      ['(?i)k|[A-Z]', 52, 54] as const,
    ]) {
      const count = countWords({ pattern, alphabet: null, maxBytes: 3 }, MANY);
      expect(count).toBeGreaterThanOrEqual(least);
      expect(count).toBeLessThanOrEqual(all);
    }
  });

  test.each(['\\bab', 'a\\Bb', '(?m)^a', '(?m)a$'])('of %s cannot be told', (pattern) => {
    expect(countWords({ pattern, alphabet: null, maxBytes: 9 }, MANY)).toBeNull();
  });

  test.each([
    ['(a|b)*a(a|b){25}', 'ab'],
    ['(a?){500}(b?){400}', 'abc'],
    ['(?:(?:a{0,9}b?){9}c?){1,9}', 'abc'],
  ])('of %s is given up within bounds, or told', (pattern, alphabet) => {
    const start = performance.now();
    const count = countWords({ pattern, alphabet, maxBytes: 4096 }, MANY);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect([null, MANY]).toContain(count);
  });
});
