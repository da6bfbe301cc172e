import { useState } from 'react';

/** Something that a person started and waits for. */
export interface Task<Arguments extends readonly unknown[]> {
  readonly start: (...values: Arguments) => void;
  readonly isBusy: boolean;
  /** Why the last run failed. */
  readonly failure: unknown;
  readonly forget: () => void;
}

/** Runs one at a time: starting it again while it is under way does nothing. */
export function useTask<Arguments extends readonly unknown[]>(
  run: (...values: Arguments) => Promise<void>,
): Task<Arguments> {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const runOnce = async (...values: Arguments) => {
    setBusy(true);
    setFailure(null);
    try {
      await run(...values);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    start: (...values) => {
      if (!isBusy) void runOnce(...values);
    },
    isBusy,
    failure,
    forget: () => {
      setFailure(null);
    },
  };
}
