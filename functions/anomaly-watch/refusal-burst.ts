import { minuteOf } from './observation.ts';
import type { Rule } from './rule.ts';

export interface RefusalBurstState {
  /** Refused items by minute, within the window. */
  readonly minutes: readonly { readonly minute: number; readonly refused: number }[];
  /** The burst goes on; it is flagged once. */
  readonly isBurst: boolean;
}

const WINDOW_MINUTES = 5;

/**
 * Many refusals of one caller within five minutes: guessing tokens, trying purposes, probing groups.
 * A caller that could not be told is its source network.
 */
export const REFUSAL_BURST: Rule<RefusalBurstState> = {
  start: { minutes: [], isBurst: false },
  judge(state, observation, { refusalBurst }) {
    if (observation.refused === 0) return { state, isFlagged: false };
    const now = minuteOf(observation);
    const recent = state.minutes.filter(
      ({ minute }) => minute > now - WINDOW_MINUTES && minute !== now,
    );
    const before = state.minutes.find(({ minute }) => minute === now)?.refused ?? 0;
    const minutes = [...recent, { minute: now, refused: before + observation.refused }];
    const isBurst = minutes.reduce((sum, { refused }) => sum + refused, 0) >= refusalBurst;
    return { state: { minutes, isBurst }, isFlagged: isBurst && !state.isBurst };
  },
};
