import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const BASE_MS = 20;

/** How often the vault repeats what DynamoDB left undone, on top of the SDK's own retries. */
export const MAX_ROUNDS = 6;

/** Waits a random time of up to 20 ms × 2^round, so that rivals do not meet again. */
export async function pause(round: number): Promise<void> {
  await sleep(randomInt(1, BASE_MS * 2 ** round + 1));
}
