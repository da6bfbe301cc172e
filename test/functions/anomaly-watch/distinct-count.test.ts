import {
  EMPTY_SKETCH,
  distinctCount,
  withTexts,
} from '../../../functions/anomaly-watch/distinct-count.ts';

const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `text ${at}`);

describe('a sketch of distinct texts', () => {
  test('counts none at first', () => {
    expect(distinctCount(EMPTY_SKETCH)).toBe(0);
  });

  test.each([1, 10, 100, 1_000, 10_000])('counts %i to within five percent', (count) => {
    const counted = distinctCount(withTexts(EMPTY_SKETCH, texts(count)));
    expect(Math.abs(counted - count)).toBeLessThanOrEqual(Math.max(1, count * 0.05));
  });

  test('counts a text once, however often it comes and in how many parts', () => {
    const once = withTexts(EMPTY_SKETCH, texts(500));
    const [first, second] = [texts(500).slice(0, 300), texts(500).slice(200)];
    expect(withTexts(withTexts(EMPTY_SKETCH, first), second)).toEqual(once);
    expect(withTexts(once, texts(500))).toEqual(once);
  });

  test('counts more the more there are, far beyond its bits', () => {
    const many = distinctCount(withTexts(EMPTY_SKETCH, texts(60_000)));
    expect(many).toBeGreaterThan(20_000);
    expect(Number.isFinite(many)).toBe(true);
  });
});
