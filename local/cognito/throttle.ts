/** Slows down whoever fails; one per purpose. */
export interface Throttle {
  /** True while attempts under this key must be refused without being looked at. */
  locked(key: string): boolean;
  failed(key: string): void;
  succeeded(key: string): void;
}

interface Failures {
  readonly count: number;
  readonly lockedUntil: number;
}

const FREE_FAILURES = 5;
const MAX_LOCK_MS = 15 * 60 * 1000;
const FORGIVEN_AFTER_MS = 15 * 60 * 1000;

/**
 * Cognito's lock: the nth failure from the fifth on locks for 2^(n−5) seconds, at most 15 minutes;
 * a success, or 15 quiet minutes after the lock, forgives all. Attempts during a lock do not count.
 * Kept in memory, for at most `capacity` keys: beyond that the oldest failure is forgotten.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html
 * ("Lockout behavior for failed sign-in attempts")
 */
export function createThrottle(clock: () => Date, capacity = 10_000): Throttle {
  const entries = new Map<string, Failures>();
  const current = (key: string) => {
    const entry = entries.get(key);
    const forgiven = entry && clock().getTime() >= entry.lockedUntil + FORGIVEN_AFTER_MS;
    if (forgiven) entries.delete(key);
    return forgiven ? undefined : entry;
  };
  return {
    locked: (key) => (current(key)?.lockedUntil ?? 0) > clock().getTime(),
    failed: (key) => {
      const count = (current(key)?.count ?? 0) + 1;
      entries.delete(key);
      entries.set(key, { count, lockedUntil: clock().getTime() + lockMs(count) });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    succeeded: (key) => {
      entries.delete(key);
    },
  };
}

function lockMs(count: number): number {
  if (count < FREE_FAILURES) return 0;
  return Math.min(1000 * 2 ** (count - FREE_FAILURES), MAX_LOCK_MS);
}
