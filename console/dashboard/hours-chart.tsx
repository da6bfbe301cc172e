import { AxisBottom, AxisLeft } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { BarStack } from '@visx/shape';

import type { HourCount } from './activity.ts';
import { useWidth } from './width.ts';

const HEIGHT = 220;
const MARGIN = { top: 8, right: 20, bottom: 24, left: 36 } as const;
const SERIES = ['done', 'refused'] as const;
const EVERY = 4;

const HOUR = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const hourText = (hour: string) => HOUR.format(new Date(hour));

function useScales(hours: readonly HourCount[], width: number) {
  const most = Math.max(4, ...hours.map(({ done, refused }) => done + refused));
  const x = scaleBand<string>({
    domain: hours.map(({ hour }) => hour),
    range: [0, Math.max(0, width - MARGIN.left - MARGIN.right)],
    padding: 0.25,
  });
  const y = scaleLinear<number>({
    domain: [0, most],
    range: [HEIGHT - MARGIN.top - MARGIN.bottom, 0],
    nice: true,
  });
  return { x, y };
}

function Drawing({ hours, width }: { hours: readonly HourCount[]; width: number }) {
  const { x, y } = useScales(hours, width);
  const ticks = hours.map(({ hour }) => hour).filter((_, at) => at % EVERY === EVERY - 1);
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true" className="chart">
      <Group left={MARGIN.left} top={MARGIN.top}>
        <AxisLeft scale={y} numTicks={4} hideAxisLine hideTicks axisClassName="axis" />
        <AxisBottom
          top={HEIGHT - MARGIN.top - MARGIN.bottom}
          scale={x}
          tickValues={ticks}
          tickFormat={hourText}
          hideTicks
          axisClassName="axis"
        />
        <BarStack
          data={[...hours]}
          keys={[...SERIES]}
          x={({ hour }) => hour}
          xScale={x}
          yScale={y}
          color={(key) => (key === 'done' ? 'var(--accent)' : 'var(--series-2)')}
        />
      </Group>
    </svg>
  );
}

function AsTable({ hours }: { hours: readonly HourCount[] }) {
  return (
    <details className="options">
      <summary>Show as a table</summary>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Done</th>
            <th scope="col">Refused</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ hour, done, refused }) => (
            <tr key={hour}>
              <th scope="row">{hourText(hour)}</th>
              <td>{done}</td>
              <td>{refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Calls by the hour, done and refused; as a table for those who do not see the drawing. */
export function HoursChart({ hours }: { hours: readonly HourCount[] }) {
  const { ref, width } = useWidth();
  return (
    <div className="stack">
      <p className="legend" aria-hidden="true">
        <span className="legend-done">Done</span>
        <span className="legend-refused">Refused</span>
      </p>
      <div ref={ref} className="chart-place">
        {width > 0 && <Drawing hours={hours} width={width} />}
      </div>
      <AsTable hours={hours} />
    </div>
  );
}
