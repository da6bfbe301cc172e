/** How often a principal ran an operation since the start. */
export interface CallCount {
  readonly principal: string;
  readonly operation: string;
  readonly count: number;
}

/** Counts in memory; a restart begins at zero. */
export interface CallCounter {
  add(principal: string, operation: string): void;
  list(): readonly CallCount[];
}

export function createCallCounter(): CallCounter {
  const counts = new Map<string, CallCount>();
  return {
    add(principal, operation) {
      const key = `${principal} ${operation}`;
      counts.set(key, { principal, operation, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    list: () => [...counts.values()],
  };
}
