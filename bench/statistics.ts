/** Arithmetic of measurements. Pure; none of it takes an empty list. */

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('There is nothing to summarize.');
  return [...values].sort((a, b) => a - b);
}

/** The nearest-rank percentile: a value that was measured. `share` is above 0 and at most 1. */
export function percentile(values: readonly number[], share: number): number {
  if (!(share > 0 && share <= 1)) throw new RangeError('A share is above 0 and at most 1.');
  const sorted = ascending(values);
  // Of 100 values the 99th is the 99th percentile: 0.99 * 100 is a little more than 99 in binary.
  const rank = Math.ceil(Number((share * sorted.length).toFixed(9)));
  return sorted[Math.max(rank, 1) - 1] ?? NaN;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return lower + (upper - lower) / 2;
}

/** How many times the reference, which must be above 0. */
export function ratio(value: number, reference: number): number {
  if (!(reference > 0)) throw new RangeError('A reference is above 0.');
  return value / reference;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The slope of the straight line with the least squares of errors; 0 if all x are the same. */
export function slope(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const common = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return spread === 0 ? 0 : common / spread;
}
