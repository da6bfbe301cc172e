import { createWatch } from './watch.ts';

/** What one more window may take; a run ends before Lambda ends it. */
const RESERVE_MS = 20_000;

const watch = createWatch(process.env, {
  clock: () => new Date(),
  write: (line) => {
    process.stdout.write(line);
  },
});

/** The watch's entry point, called by a schedule. The event says nothing. */
export function handler(
  _event: unknown,
  context: {
    readonly awsRequestId: string;
    readonly getRemainingTimeInMillis: () => number;
  },
) {
  const mayGoOn = () => context.getRemainingTimeInMillis() > RESERVE_MS;
  return watch({ requestId: context.awsRequestId, mayGoOn });
}
