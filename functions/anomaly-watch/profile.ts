import { BREADTH } from './breadth.ts';
import type { BreadthState } from './breadth.ts';
import { NEW_SOURCE } from './new-source.ts';
import type { NewSourceState } from './new-source.ts';
import { networkOf } from './network.ts';
import type { Observation } from './observation.ts';
import { REFUSAL_BURST } from './refusal-burst.ts';
import type { RefusalBurstState } from './refusal-burst.ts';
import type { Thresholds } from './thresholds.ts';
import { UNUSUAL_HOUR } from './unusual-hour.ts';
import type { UnusualHourState } from './unusual-hour.ts';

/** What the rules remember of one actor. */
interface States {
  readonly breadth: BreadthState;
  readonly newSource: NewSourceState;
  readonly unusualHour: UnusualHourState;
  readonly refusalBurst: RefusalBurstState;
}

/** What is remembered of one actor: plain JSON of at most 6 KB. */
export interface Profile extends States {
  /** The time of the newest observation. */
  readonly latest: number;
}

export type Anomaly = keyof States;

export const NEW_PROFILE: Profile = {
  latest: 0,
  breadth: BREADTH.start,
  newSource: NEW_SOURCE.start,
  unusualHour: UNUSUAL_HOUR.start,
  refusalBurst: REFUSAL_BURST.start,
};

/**
 * Whom an observation is about: the actor, or the network of a caller that could not be told. Null
 * where neither is known.
 */
export function subjectOf({ tenant, actor, source }: Observation): string | null {
  if (tenant !== null && actor !== null) return `${tenant}#actor#${actor}`;
  const network = networkOf(source);
  return network === null ? null : `_system#source#${network}`;
}

/**
 * Judges one observation by every rule: the profile after it, and what is unusual about it. One that
 * comes late counts as of the newest moment that is known, so that it takes no rule back.
 */
export function judge(
  profile: Profile,
  observed: Observation,
  thresholds: Thresholds,
): { readonly profile: Profile; readonly anomalies: readonly Anomaly[] } {
  const latest = Math.max(profile.latest, observed.time);
  const observation = { ...observed, time: latest };
  const judged = {
    breadth: BREADTH.judge(profile.breadth, observation, thresholds),
    newSource: NEW_SOURCE.judge(profile.newSource, observation, thresholds),
    unusualHour: UNUSUAL_HOUR.judge(profile.unusualHour, observation, thresholds),
    refusalBurst: REFUSAL_BURST.judge(profile.refusalBurst, observation, thresholds),
  };
  const flagged = (Object.keys(judged) as Anomaly[]).filter((name) => judged[name].isFlagged);
  return {
    profile: {
      latest,
      breadth: judged.breadth.state,
      newSource: judged.newSource.state,
      unusualHour: judged.unusualHour.state,
      refusalBurst: judged.refusalBurst.state,
    },
    anomalies: flagged,
  };
}
