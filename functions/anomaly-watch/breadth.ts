import { EMPTY_SKETCH, distinctCount, withTexts } from './distinct-count.ts';
import type { Sketch } from './distinct-count.ts';
import { dayOf } from './observation.ts';
import type { Rule } from './rule.ts';
import type { Thresholds } from './thresholds.ts';

export interface BreadthState {
  readonly day: number;
  /** The tokens of that day. */
  readonly tokens: Sketch;
  readonly isFlagged: boolean;
  /** Distinct tokens on earlier active days, the newest first. */
  readonly earlier: readonly number[];
}

/** How many active days are remembered: about three working weeks. */
const REMEMBERED_DAYS = 15;

/** What was flagged does not become usual by that: it counts as the most that is not flagged. */
function learned(state: BreadthState, thresholds: Thresholds): number {
  const last = distinctCount(state.tokens);
  return state.isFlagged ? Math.min(last, Math.floor(mostUsual(state, thresholds))) : last;
}

function begun(state: BreadthState, day: number, thresholds: Thresholds): BreadthState {
  if (state.day === day) return state;
  const last = learned(state, thresholds);
  const earlier = last === 0 ? state.earlier : [last, ...state.earlier].slice(0, REMEMBERED_DAYS);
  return { day, tokens: EMPTY_SKETCH, isFlagged: false, earlier };
}

/** What is reached on a quarter of the days: a day or two of more do not prepare for much more. */
function often(counts: readonly number[]): number {
  const falling = [...counts].sort((one, other) => other - one);
  return falling[Math.floor((counts.length - 1) / 4)] ?? 0;
}

function mostUsual({ earlier }: BreadthState, thresholds: Thresholds): number {
  const { breadthFloor, breadthFactor, breadthOfNewcomer, learningDays } = thresholds;
  if (earlier.length < Math.min(learningDays, REMEMBERED_DAYS)) return breadthOfNewcomer;
  return Math.max(breadthFloor, breadthFactor * often(earlier));
}

/**
 * An actor that touches many more different tokens in a day than it often did lately: harvesting looks
 * like this however slowly each single request comes. Flagged once a day.
 */
export const BREADTH: Rule<BreadthState> = {
  start: { day: 0, tokens: EMPTY_SKETCH, isFlagged: false, earlier: [] },
  judge(state, observation, thresholds) {
    if (observation.tokens.length === 0) return { state, isFlagged: false };
    const today = begun(state, dayOf(observation), thresholds);
    const tokens = withTexts(today.tokens, observation.tokens);
    const isOver = distinctCount(tokens) > mostUsual(today, thresholds);
    const next = { ...today, tokens, isFlagged: today.isFlagged || isOver };
    return { state: next, isFlagged: isOver && !today.isFlagged };
  },
};
