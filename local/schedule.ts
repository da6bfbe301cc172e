import type { LambdaHost } from './lambda/host.ts';

/** What a schedule invokes, and how long it rests after each run. */
export interface Scheduled {
  readonly functionName: string;
  readonly seconds: number;
}

/**
 * Invokes a function now and again and again, as a schedule does on AWS, one run at a time. A run
 * that fails is made up for by the next.
 * @returns what ends it, and waits for a run that is under way
 */
export function scheduleFunction(
  lambda: LambdaHost,
  { functionName, seconds }: Scheduled,
  log: (line: string) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const run = async (): Promise<void> => {
    try {
      await lambda.invoke(functionName, {});
    } catch (error) {
      log(`${functionName} failed: ${error instanceof Error ? error.name : 'unknown'}`);
    }
    if (!isStopped) timer = setTimeout(start, seconds * 1000);
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
