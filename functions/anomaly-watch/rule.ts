import type { Observation } from './observation.ts';
import type { Thresholds } from './thresholds.ts';

export interface Judged<State> {
  readonly state: State;
  /** Whether this observation is to be looked at by a person. */
  readonly isFlagged: boolean;
}

/**
 * One kind of anomaly. Its state is plain JSON of bounded size, so that a profile is one small item;
 * `judge` is pure, so that a window read twice can be judged twice from the state before it.
 */
export interface Rule<State> {
  readonly start: State;
  judge(state: State, observation: Observation, thresholds: Thresholds): Judged<State>;
}
