import { scaleLinear } from '@visx/scale';
import { Bar, Line } from '@visx/shape';

/** One bar: what it is, how much, and of how much, if there is a limit. */
export interface BarEntry {
  readonly name: string;
  readonly title?: string;
  readonly count: number;
  readonly limit?: number;
}

const NUMBER = new Intl.NumberFormat();

function figure({ count, limit }: BarEntry): string {
  return limit === undefined
    ? NUMBER.format(count)
    : `${NUMBER.format(count)} of ${NUMBER.format(limit)}`;
}

/** Not nothing is to be seen, however little it is. */
const LEAST = 0.5;

function toneOf({ count, limit = Number.POSITIVE_INFINITY }: BarEntry): string {
  return count >= 0.8 * limit ? 'bar bar-near' : 'bar';
}

/** Bars on one scale. Where all have limits, a full bar is the limit. */
export function BarList({ entries }: { entries: readonly BarEntry[] }) {
  const most = Math.max(1, ...entries.map(({ count }) => count));
  return (
    <ul className="bars">
      {entries.map((entry) => {
        const end = entry.limit ?? most;
        const x = scaleLinear<number>({
          domain: [0, Math.max(1, end)],
          range: [0, 100],
          clamp: true,
        });
        return (
          <li key={entry.name} className="bars-row">
            <span className="bars-name" title={entry.title}>
              {entry.name}
            </span>
            <span className="bars-figure">{figure(entry)}</span>
            <svg
              className="bars-drawing"
              viewBox="0 0 100 4"
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <Bar className="bar-ground" width={100} height={4} />
              <Bar
                className={toneOf(entry)}
                width={entry.count === 0 ? 0 : Math.max(LEAST, x(entry.count))}
                height={4}
              />
              {entry.limit !== undefined && (
                <Line className="bar-limit" from={{ x: 100, y: 0 }} to={{ x: 100, y: 4 }} />
              )}
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
