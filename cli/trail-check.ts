import type { KeyObject } from 'node:crypto';

import { readEventId } from '../functions/vault/audit-keys.ts';
import { checkChain } from './checkpoint-chain.ts';
import type { CheckedChain, Expectations } from './checkpoint-chain.ts';
import { eventLines, placeOf } from './event-lines.ts';
import type { EventLine } from './event-lines.ts';
import { TrailFault } from './fault.ts';
import { createWindowCheck } from './window-check.ts';
import type { WindowCheck } from './window-check.ts';

export interface TrailFiles {
  /** The files with the events, one canonical text a line, in the order of the checkpoints. */
  readonly events: readonly string[];
  /** The folder with the checkpoints. */
  readonly checkpoints: string;
  readonly publicKey: KeyObject;
}

/** What a sound trail holds. */
export interface TrailReport extends Omit<CheckedChain, 'late' | 'windows'> {
  readonly events: number;
  readonly checkpoints: number;
  readonly late: number;
  readonly from: string;
  readonly until: string;
}

/** The id that an event bears; null if the line is no event at all. */
function idOf(bytes: Buffer): string | null {
  try {
    const event = JSON.parse(bytes.toString('utf8')) as { readonly sk?: unknown } | null;
    return typeof event?.sk === 'string' && readEventId(event.sk) !== null ? event.sk : null;
  } catch {
    return null;
  }
}

/** The position of the window that an event belongs to, by binary search; -1 before the first. */
function windowOf({ windows, late }: CheckedChain, id: string): number {
  const lateIn = late.get(id);
  if (lateIn !== undefined) return lateIn;
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.end ?? '') <= id) low = middle + 1;
    else high = middle;
  }
  return (windows[low]?.start ?? '') <= id ? low : -1;
}

/** Goes through the windows in order; each is finished before the next begins. */
function createWalk(chain: CheckedChain) {
  let position = 0;
  const open = (): WindowCheck | null => {
    const window = chain.windows[position];
    return window === undefined ? null : createWindowCheck(window);
  };
  let check = open();
  const finishOne = (): void => {
    check?.finish();
    position += 1;
    check = open();
  };
  return {
    take(line: EventLine): void {
      const id = idOf(line.bytes);
      if (id === null)
        throw new TrailFault('EVENT_CHANGED', `At ${placeOf(line)}: this is no event.`);
      const owner = windowOf(chain, id);
      if (owner === -1)
        throw new TrailFault('EVENT_INSERTED', `At ${placeOf(line)}: of no window.`);
      while (position < owner && check !== null) finishOne();
      if (check === null) throw new TrailFault('EVENT_UNSEALED', `At ${placeOf(line)}.`);
      if (owner < position) throw new TrailFault('EVENT_REORDERED', `At ${placeOf(line)}.`);
      check.add(id, line);
    },
    finish(): void {
      while (check !== null) finishOne();
    },
  };
}

/**
 * Checks an exported trail against its checkpoints and a public key, without any service. Events are
 * read once, window by window; memory holds the chain and the hashes of one window.
 * @throws TrailFault, the first fault
 */
export async function checkTrail(
  files: TrailFiles,
  known: Expectations,
  onBytes: (count: number) => void = () => undefined,
): Promise<TrailReport> {
  const chain = checkChain(files.checkpoints, files.publicKey, known);
  const walk = createWalk(chain);
  let events = 0;
  for await (const lines of eventLines(files.events, onBytes)) {
    for (const line of lines) walk.take(line);
    events += lines.length;
  }
  walk.finish();
  const { windows, late, ...others } = chain;
  return {
    ...others,
    events,
    checkpoints: windows.length,
    late: late.size,
    from: windows[0]?.start ?? '',
    until: windows.at(-1)?.end ?? '',
  };
}
