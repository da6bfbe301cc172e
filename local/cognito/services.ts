import type { Challenges } from './challenges.ts';
import type { Outbox } from './outbox.ts';
import type { Input } from './request.ts';
import type { PoolStore } from './state.ts';
import type { Throttle } from './throttle.ts';

/** What the operations work with. Each one's type names the members that it touches. */
export interface CognitoServices {
  readonly store: PoolStore;
  readonly clock: () => Date;
  readonly region: string;
  readonly challenges: Challenges;
  readonly outbox: Outbox;
  /** Failed passwords and codes of sign-ins. */
  readonly signInThrottle: Throttle;
  /** Requests for, and failed answers with, reset codes. */
  readonly resetThrottle: Throttle;
}

/** What an operation answers is sent as JSON. */
export type Operation = (input: Input) => unknown;
