/**
 * How many rounds a long suite makes: `--runs N` of `npm run test:kill`, or few, so that the whole
 * test run stays short.
 */
export function runs(few: number): number {
  const asked = Number(process.env.TEST_RUNS ?? few);
  if (!Number.isInteger(asked) || asked < 1) throw new Error('--runs takes a whole number');
  return asked;
}
