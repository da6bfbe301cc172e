import { GatewayError } from './gateway-error.ts';
import type { GatewayErrorCode } from './gateway-error.ts';

export interface RetryOptions {
  /** How often in all; 4 unless given, 1 for never again. */
  readonly tries?: number;
  /** What the first pause is at most; 100 unless given. Each further one may last twice as long. */
  readonly firstDelayMs?: number;
  /** What any pause is at most; 2,000 unless given. */
  readonly maxDelayMs?: number;
}

export type RetryPolicy = Required<RetryOptions>;

export const DEFAULT_RETRIES: RetryPolicy = { tries: 4, firstDelayMs: 100, maxDelayMs: 2000 };

const PASSING: readonly GatewayErrorCode[] = [
  'TEMPORARILY_UNAVAILABLE',
  'THROTTLED',
  'UNAVAILABLE',
  'UNREACHABLE',
  'TIMED_OUT',
];

/** Whether the same request may be answered otherwise a moment later. */
export function isPassing({ code }: GatewayError): boolean {
  return PASSING.includes(code);
}

/**
 * Works until it succeeds, fails for good or has been tried often enough.
 *
 * @throws what the last try threw.
 */
export async function withRetries<Result>(
  work: () => Promise<Result>,
  { tries, pause }: { readonly tries: number; readonly pause: (after: number) => Promise<void> },
): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await work();
    } catch (error) {
      if (count >= tries || !(error instanceof GatewayError) || !isPassing(error)) throw error;
      await pause(count);
    }
  }
}

/**
 * Waits before the next try, at random up to a bound that doubles: callers that failed together do not
 * come back together (AWS Architecture Blog, "Exponential Backoff And Jitter", full jitter). Ends at
 * once when `signal` does; the try after it tells.
 */
export function pauseAfter(
  count: number,
  { firstDelayMs, maxDelayMs }: RetryPolicy,
  signal?: AbortSignal,
): Promise<void> {
  const bound = Math.min(maxDelayMs, firstDelayMs * 2 ** (count - 1));
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.random() * bound);
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end);
  });
}
