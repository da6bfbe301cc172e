/** Runs work when its turn comes: so many at once, the others in the order of their arrival. */
export interface Turns {
  take<Result>(work: () => Promise<Result>): Promise<Result>;
  /** What runs or waits. */
  count(): number;
}

export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running < atOnce) running += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        // The turn is handed on, not given back: nobody who comes now may step in between.
        if (next === undefined) running -= 1;
        else next();
      }
    },
    count: () => running + waiting.length,
  };
}
