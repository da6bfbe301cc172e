import type { GatewayError } from './gateway-error.ts';
import { isPassing } from './retry.ts';

/** What came of one item of a batch. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: GatewayError };

/** The gateway's own bound (`BATCH_TOO_LARGE`). */
export const MAX_ITEMS = 50;

export interface ChunkLimits {
  readonly maxItems: number;
  /** Of the items in UTF-8 JSON, with a comma each. */
  readonly maxBytes: number;
}

/** Splits items in their order; one that is too large alone stays alone, for the gateway to judge. */
export function inChunks<Item>(
  items: readonly Item[],
  { maxItems, maxBytes }: ChunkLimits,
): Item[][] {
  const chunks: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = new TextEncoder().encode(JSON.stringify(item)).length + 1;
    const last = chunks.at(-1);
    if (last === undefined || last.length === maxItems || bytes > room) {
      chunks.push([item]);
      room = maxBytes - bytes;
    } else {
      last.push(item);
      room -= bytes;
    }
  }
  return chunks;
}

/** Works on all, at most `concurrency` at a time, and answers in their order. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  });
  await Promise.all(workers);
  return results;
}

/**
 * Settles a chunk: what fails for a moment is tried again, without those that did not. `once` answers
 * an outcome for each item and never throws.
 */
export async function settle<Item, Value>(
  chunk: readonly Item[],
  once: (items: readonly Item[]) => Promise<readonly Outcome<Value>[]>,
  { tries, pause }: { readonly tries: number; readonly pause: (after: number) => Promise<void> },
): Promise<Outcome<Value>[]> {
  const outcomes = [...(await once(chunk))];
  for (let count = 1; count < tries; count += 1) {
    const open = outcomes.flatMap((outcome, index) =>
      !outcome.ok && isPassing(outcome.error) ? [index] : [],
    );
    if (open.length === 0) break;
    await pause(count);
    const renewed = await once(open.flatMap((index) => chunk.slice(index, index + 1)));
    for (const [at, index] of open.entries())
      outcomes.splice(index, 1, ...renewed.slice(at, at + 1));
  }
  return outcomes;
}
