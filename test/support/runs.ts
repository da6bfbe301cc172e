/**
 * How many rounds a long suite makes: `--runs N` of `npm run test:kill`, or few, so that the whole
 * test run stays short.
 */
export function runs(few: number): number {
  const asked = Number(process.env.TEST_RUNS ?? few);
  if (!Number.isInteger(asked) || asked < 1) throw new Error('--runs takes a whole number');
  return asked;
}

/** All of a list with `--runs` of 2 and more; else every third, so that the whole run stays short. */
export function sampled<Item>(all: readonly Item[]): readonly Item[] {
  return runs(1) > 1 ? all : all.filter((_, at) => at % 3 === 0);
}
