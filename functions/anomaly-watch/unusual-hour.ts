import { NO_DAYS, withDay } from './active-days.ts';
import type { ActiveDays } from './active-days.ts';
import { dayOf, hourOf } from './observation.ts';
import type { Rule } from './rule.ts';

export interface UnusualHourState {
  readonly days: ActiveDays;
  /** The last hour with activity, counted since 1970. */
  readonly hour: number;
  /** By hour of the day in UTC: on how many days the actor was active in it. */
  readonly daysByHour: readonly number[];
}

const HOURS = 24;
/** An early start or a late evening is no anomaly. */
const NEIGHBOURS = [-2, -1, 0, 1, 2];

/** Of all active days, on which an actor works in an hour that is one of its own. */
const SHARE = 0.1;

function isKnown({ days, daysByHour }: UnusualHourState, hour: number): boolean {
  const least = Math.max(1, SHARE * days.count);
  return NEIGHBOURS.some((step) => (daysByHour[(hour + step + HOURS) % HOURS] ?? 0) >= least);
}

/**
 * An actor that works at an hour of the day at which, and near which, it hardly ever worked, after it
 * has been known for a while: a single night makes no night shift. Flagged once an hour.
 */
export const UNUSUAL_HOUR: Rule<UnusualHourState> = {
  start: { days: NO_DAYS, hour: 0, daysByHour: Array.from({ length: HOURS }, () => 0) },
  judge(state, observation, { learningDays }) {
    const hour = hourOf(observation);
    if (hour === state.hour) return { state, isFlagged: false };
    const ofDay = hour % HOURS;
    return {
      state: {
        days: withDay(state.days, dayOf(observation)),
        hour,
        daysByHour: state.daysByHour.map((days, at) => (at === ofDay ? days + 1 : days)),
      },
      isFlagged: state.days.count > learningDays && !isKnown(state, ofDay),
    };
  },
};
