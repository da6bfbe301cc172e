import { existsSync, readFileSync } from 'node:fs';

import { createTree, leafHash, rootOf } from '../functions/vault/merkle-tree.ts';
import type { Window } from './checkpoint-chain.ts';
import { placeOf } from './event-lines.ts';
import type { EventLine } from './event-lines.ts';
import { TrailFault } from './fault.ts';

/** The events of one window as they come in. */
export interface WindowCheck {
  add(id: string, line: EventLine): void;
  /** @throws TrailFault unless these were the events that were sealed */
  finish(): void;
}

const HASH_BYTES = 32;

/** The leaves as they were exported, if they are those that were sealed: they only help to point. */
function sealedLeaves({ leavesPath, root, count }: Window): Buffer[] | null {
  if (!existsSync(leavesPath)) return null;
  const bytes = readFileSync(leavesPath);
  const leaves = Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
  return leaves.length === count && rootOf(leaves).toString('hex') === root ? leaves : null;
}

interface Seen {
  readonly places: readonly (readonly [file: string, number: number])[];
  readonly leaves: Buffer;
}

function firstDifference(sealed: readonly Buffer[], { leaves }: Seen): number {
  const at = sealed.findIndex((leaf, index) => {
    const start = index * HASH_BYTES;
    return !leaf.equals(leaves.subarray(start, start + HASH_BYTES));
  });
  return at === -1 ? sealed.length : at;
}

function placeAt({ places }: Seen, at: number): string {
  const [file, number] = places[at] ?? ['the end', 0];
  return `${file}:${String(number)}`;
}

function faultOf(window: Window, seen: Seen): TrailFault {
  const difference = seen.places.length - window.count;
  const kinds = ['EVENT_REMOVED', 'EVENT_CHANGED', 'EVENT_INSERTED'] as const;
  const kind = kinds[Math.sign(difference) + 1] ?? 'EVENT_CHANGED';
  const inWindow = `In the window of checkpoint ${window.sequence}, ${window.start} to ${window.end}`;
  const counts = `${seen.places.length} events where ${window.count} were sealed`;
  const sealed = sealedLeaves(window);
  if (sealed === null) return new TrailFault(kind, `${inWindow}: ${counts}.`);
  const at = firstDifference(sealed, seen);
  const where = kind === 'EVENT_REMOVED' ? `number ${at + 1} of the window` : placeAt(seen, at);
  return new TrailFault(kind, `${inWindow}: ${counts}, first at ${where}.`);
}

/** Compares what comes in with the signed root of the window; holds 32 bytes of each event. */
export function createWindowCheck(window: Window): WindowCheck {
  const tree = createTree();
  const places: [string, number][] = [];
  const leaves: Buffer[] = [];
  let lastId = '';
  return {
    add(id, line) {
      if (id === lastId) throw new TrailFault('EVENT_DUPLICATED', `At ${placeOf(line)}.`);
      if (id < lastId) throw new TrailFault('EVENT_REORDERED', `At ${placeOf(line)}.`);
      lastId = id;
      const leaf = leafHash(line.bytes);
      tree.add(leaf);
      places.push([line.file, line.number]);
      leaves.push(leaf);
    },
    finish() {
      if (tree.size() === window.count && tree.root().toString('hex') === window.root) return;
      throw faultOf(window, { places, leaves: Buffer.concat(leaves) });
    },
  };
}
