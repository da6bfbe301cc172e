/** On how many days an actor was active: until there are some, nothing about it is unusual. */
export interface ActiveDays {
  readonly last: number;
  readonly count: number;
}

export const NO_DAYS: ActiveDays = { last: 0, count: 0 };

export function withDay(days: ActiveDays, day: number): ActiveDays {
  return days.last === day ? days : { last: day, count: days.count + 1 };
}
