import type { LambdaHost } from './lambda/host.ts';

/** Often enough that a closed window does not wait; a run without one asks one question. */
const PAUSE_MS = 30_000;

/**
 * Runs the sealer now and every 30 s, as a schedule does on AWS, one run at a time. A run that fails
 * is made up for by the next.
 * @returns what ends it, and waits for a run that is under way
 */
export function scheduleSealing(
  lambda: LambdaHost,
  log: (line: string) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const run = async (): Promise<void> => {
    try {
      await lambda.invoke('audit-sealer', {});
    } catch (error) {
      log(`audit-sealer failed: ${error instanceof Error ? error.name : 'unknown'}`);
    }
    if (!isStopped) timer = setTimeout(start, PAUSE_MS);
  };
  let running = Promise.resolve();
  const start = (): void => {
    running = run();
  };
  start();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
