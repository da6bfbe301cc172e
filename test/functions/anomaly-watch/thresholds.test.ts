import { DEFAULT_THRESHOLDS, readThresholds } from '../../../functions/anomaly-watch/thresholds.ts';

const read = (text: string) => readThresholds({ ANOMALY_THRESHOLDS: text });

describe('the thresholds of the watch', () => {
  test('are the defaults where nothing is said', () => {
    expect(readThresholds({})).toEqual(DEFAULT_THRESHOLDS);
  });

  test('differ where they are set', () => {
    expect(read('{"refusalBurst":5}')).toEqual({ ...DEFAULT_THRESHOLDS, refusalBurst: 5 });
  });

  test.each([
    ['text', 'must be JSON'],
    ['[]', 'must be an object'],
    ['null', 'must be an object'],
    ['{"refusalBursts":5}', 'must name none but'],
    ['{"toString":5}', 'must name none but'],
    ['{"refusalBurst":0}', 'must have numbers'],
    ['{"refusalBurst":"5"}', 'must have numbers'],
  ])('given as %s are refused', (text, rule) => {
    expect(() => read(text)).toThrow(rule);
  });
});
