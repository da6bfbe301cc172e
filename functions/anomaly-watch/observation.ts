/** What the watch takes from an OUTCOME event of the audit trail. It holds no value and no free text. */
export interface Observation {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Null where the caller could not be told; then the source stands for it. */
  readonly actor: string | null;
  readonly tenant: string | null;
  /** Tokens that were looked at or released. */
  readonly tokens: readonly string[];
  /** How many items were refused, for whatever reason. */
  readonly refused: number;
  /** The last hop before the API: an IPv4 or IPv6 address. */
  readonly source: string | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Minutes, hours and days are those of UTC, counted since 1970. */
export function minuteOf({ time }: Observation): number {
  return Math.floor(time / MINUTE_MS);
}

export function hourOf({ time }: Observation): number {
  return Math.floor(time / HOUR_MS);
}

export function dayOf({ time }: Observation): number {
  return Math.floor(time / DAY_MS);
}
