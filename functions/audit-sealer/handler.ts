import { createSealer } from './sealer.ts';

/** What one more window may take; a run ends before Lambda ends it. */
const RESERVE_MS = 8_000;

const seal = createSealer(process.env, {
  clock: () => new Date(),
  write: (line) => {
    process.stdout.write(line);
  },
});

/** The sealer's entry point, called by a schedule. The event says nothing. */
export function handler(
  _event: unknown,
  context: { readonly getRemainingTimeInMillis: () => number },
) {
  return seal(() => context.getRemainingTimeInMillis() > RESERVE_MS);
}
