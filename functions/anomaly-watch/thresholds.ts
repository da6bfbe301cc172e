/** When the watch calls something unusual. All counts are per actor. */
export interface Thresholds {
  /** Fewer distinct tokens in a day are never a breadth anomaly. */
  readonly breadthFloor: number;
  /** Distinct tokens in a day against the most of the actor's recent active days. */
  readonly breadthFactor: number;
  /** Distinct tokens in a day of an actor of whom less than `learningDays` are known. */
  readonly breadthOfNewcomer: number;
  /** Days with activity before anything but refusals is compared with what is usual. */
  readonly learningDays: number;
  /** Refused items within five minutes. */
  readonly refusalBurst: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  breadthFloor: 50,
  breadthFactor: 3,
  breadthOfNewcomer: 500,
  learningDays: 7,
  refusalBurst: 20,
};

type Name = keyof Thresholds;

const LEAST: Readonly<Record<Name, number>> = {
  breadthFloor: 1,
  breadthFactor: 1,
  breadthOfNewcomer: 1,
  learningDays: 1,
  refusalBurst: 1,
};
const MOST = 1_000_000;

/** Names the variable and the rule, not what was found. */
function refuse(rule: string): never {
  throw new TypeError(`Environment variable ANOMALY_THRESHOLDS ${rule}.`);
}

function isName(name: string): name is Name {
  return Object.hasOwn(DEFAULT_THRESHOLDS, name);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('must be JSON');
  }
}

/**
 * The thresholds in force, from ANOMALY_THRESHOLDS: a JSON object of those that differ from the
 * defaults, `{}` if unset.
 * @throws TypeError naming the rule that is broken
 */
export function readThresholds(env: Readonly<Record<string, string | undefined>>): Thresholds {
  const given = parse(env.ANOMALY_THRESHOLDS ?? '{}');
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return refuse('must be an object');
  }
  const entries = Object.entries(given).map(([name, value]: [string, unknown]) => {
    if (!isName(name)) return refuse(`must name none but ${Object.keys(LEAST).join(', ')}`);
    const isInRange = typeof value === 'number' && value >= LEAST[name] && value <= MOST;
    return isInRange ? ([name, value] as const) : refuse(`must have numbers of 1 to ${MOST}`);
  });
  return { ...DEFAULT_THRESHOLDS, ...Object.fromEntries(entries) };
}
