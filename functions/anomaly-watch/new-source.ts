import { NO_DAYS, withDay } from './active-days.ts';
import type { ActiveDays } from './active-days.ts';
import { networkOf } from './network.ts';
import { dayOf } from './observation.ts';
import type { Rule } from './rule.ts';

export interface NewSourceState {
  readonly days: ActiveDays;
  /** Networks that the actor came from, the most recent first. */
  readonly networks: readonly string[];
}

const MAX_NETWORKS = 64;

/**
 * An actor that comes from a network (/24, or /48 of IPv6) it never came from, after it has been
 * known for a while. Each network is flagged once.
 */
export const NEW_SOURCE: Rule<NewSourceState> = {
  start: { days: NO_DAYS, networks: [] },
  judge({ days, networks }, observation, { learningDays }) {
    const network = networkOf(observation.source);
    const known = withDay(days, dayOf(observation));
    if (network === null) return { state: { days: known, networks }, isFlagged: false };
    const others = networks.filter((one) => one !== network);
    const isNew = others.length === networks.length;
    return {
      state: { days: known, networks: [network, ...others].slice(0, MAX_NETWORKS) },
      isFlagged: isNew && days.count > learningDays,
    };
  },
};
