import type { ActivityQuery } from '../generated/operations.ts';

export type ActivityEvent = ActivityQuery['auditEvents']['events'][number];

/** What was done in an hour that has begun at `hour`, an instant. */
export interface HourCount {
  readonly hour: string;
  readonly done: number;
  readonly refused: number;
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

const HOUR_MS = 3_600_000;

/** A call counts once, by its outcome. What was done in part was done. */
const outcomesOf = (events: readonly ActivityEvent[]) =>
  events.filter(({ kind }) => kind === 'OUTCOME');
const isRefused = ({ code }: ActivityEvent) => code !== 'OK' && code !== 'PARTIAL';

/** The last `hours` clock hours up to `now`, oldest first; hours without a call have zeros. */
export function operationsByHour(
  events: readonly ActivityEvent[],
  now: Date,
  hours: number,
): HourCount[] {
  const last = Math.floor(now.getTime() / HOUR_MS);
  const outcomes = outcomesOf(events);
  return Array.from({ length: hours }, (_, at) => {
    const hour = last - hours + 1 + at;
    const within = outcomes.filter(({ time }) => Math.floor(Date.parse(time) / HOUR_MS) === hour);
    const refused = within.filter(isRefused).length;
    return {
      hour: new Date(hour * HOUR_MS).toISOString(),
      done: within.length - refused,
      refused,
    };
  });
}

function countBy(names: readonly string[]): NamedCount[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** Why calls were refused, the most frequent first. */
export function refusalsByCode(events: readonly ActivityEvent[]): NamedCount[] {
  return countBy(
    outcomesOf(events)
      .filter(isRefused)
      .map(({ code }) => code ?? 'UNKNOWN'),
  );
}

/** Plaintexts handed out since an instant, by actor, the most first: items of releases that are OK. */
export function plaintextsByActor(events: readonly ActivityEvent[], since: string): NamedCount[] {
  const releases = outcomesOf(events).filter(
    ({ operation, time }) => operation === 'release' && time >= since,
  );
  return countBy(
    releases.flatMap(({ actor, items }) =>
      items.filter(({ code }) => code === 'OK').map(() => actor ?? 'unknown'),
    ),
  );
}

/** Budgets count days in UTC. */
export function startOfDay(now: Date): string {
  return `${now.toISOString().slice(0, 10)}T00:00:00.000Z`;
}
