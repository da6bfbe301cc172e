import fc from 'fast-check';

import { median, percentile, ratio, slope } from '../../bench/statistics.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
const share = fc.double({ min: 0.001, max: 1, noNaN: true });

const countBelow = (all: readonly number[], limit: number) =>
  all.filter((value) => value < limit).length;
const countUpTo = (all: readonly number[], limit: number) =>
  all.filter((value) => value <= limit).length;

describe('a percentile', () => {
  test('is the smallest measured value that so large a share of values does not exceed', () => {
    fc.assert(
      fc.property(values, share, (all, of) => {
        const found = percentile(all, of);
        expect(all).toContain(found);
        expect(countUpTo(all, found)).toBeGreaterThanOrEqual(of * all.length - 1e-6);
        expect(countBelow(all, found)).toBeLessThan(of * all.length);
      }),
    );
  });

  test('of a hundred values is the value of that rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.01, 0.5, 0.99, 1].map((of) => percentile(hundred, of))).toEqual([1, 50, 99, 100]);
  });

  test.each([0, -0.1, 1.1, NaN])('of the share %d is refused', (of) => {
    expect(() => percentile([1], of)).toThrow(RangeError);
  });
});

describe('a median', () => {
  test('has as many values below as above, in whatever order they come', () => {
    fc.assert(
      fc.property(values, (all) => {
        const found = median(all);
        expect(countBelow(all, found)).toBeLessThanOrEqual(all.length / 2);
        expect(all.length - countUpTo(all, found)).toBeLessThanOrEqual(all.length / 2);
        expect(median([...all].reverse())).toBe(found);
      }),
    );
  });

  test('of an even number of values is the mean of the two in the middle', () => {
    expect([median([4, 1, 3, 100]), median([3, 1, 2])]).toEqual([3.5, 2]);
  });

  test('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('a ratio', () => {
  const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });

  test('times the reference gives the value', () => {
    fc.assert(
      fc.property(positive, positive, (value, reference) => {
        expect(ratio(value, reference) * reference).toBeCloseTo(value, 5);
      }),
    );
  });

  test.each([0, -1, NaN])('to the reference %d is refused', (reference) => {
    expect(() => ratio(1, reference)).toThrow(RangeError);
  });
});

describe('a slope', () => {
  const number = fc.integer({ min: -1000, max: 1000 });

  test('is that of the line, wherever the points lie on it', () => {
    fc.assert(
      fc.property(number, number, fc.uniqueArray(number, { minLength: 2 }), (a, b, xs) => {
        expect(slope(xs.map((x) => ({ x, y: a * x + b })))).toBeCloseTo(a, 6);
      }),
    );
  });

  test('of what stays the same is 0, and so is that of a single place', () => {
    expect(slope([1, 2, 3].map((x) => ({ x, y: 7 })))).toBe(0);
    expect(slope([1, 2, 3].map((y) => ({ x: 7, y })))).toBe(0);
  });
});
