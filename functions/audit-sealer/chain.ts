import { hashOf, readCheckpoint, writeCheckpoint } from '../vault/checkpoint.ts';
import type { Checkpoint } from '../vault/checkpoint.ts';
import { NO_PREVIOUS } from '../vault/statement.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import type { CheckpointStore } from './checkpoint-store.ts';

/** The chain of checkpoints as it is stored; what is read is believed only when it is genuine. */
export interface Chain {
  /** The newest checkpoint; null before the first. */
  head(): Checkpoint | null;
  /** What the next statement has to carry. */
  next(): { readonly sequence: number; readonly previous: string };
  /** The checkpoints whose window ends after an instant, oldest first. */
  since(instant: number): Promise<readonly Checkpoint[]>;
  /**
   * Puts the next checkpoint, or takes over the one that another sealer has put in its place.
   * @returns the checkpoint that stands there now
   * @throws CheckpointInvalid if that is none of ours or does not follow
   */
  append(checkpoint: Checkpoint): Promise<Checkpoint>;
}

/** A checkpoint in the store is damaged, forged, or out of its place. */
export class CheckpointInvalid extends Error {
  override readonly name = 'CheckpointInvalid';
}

export function checkpointTime(instant: string): number {
  return Date.parse(instant);
}

interface Needs {
  readonly store: CheckpointStore;
  readonly signer: CheckpointSigner;
}

async function load({ store, signer }: Needs, sequence: number): Promise<Checkpoint> {
  const text = await store.get(sequence);
  let checkpoint: Checkpoint;
  try {
    checkpoint = readCheckpoint(JSON.parse(text));
  } catch (error) {
    throw new CheckpointInvalid('A checkpoint cannot be read.', { cause: error });
  }
  const { statement, statementText, signature } = checkpoint;
  const isGenuine = await signer.isGenuine(statementText, signature);
  if (isGenuine && statement.sequence === sequence) return checkpoint;
  throw new CheckpointInvalid('A checkpoint is not the one that was put there.');
}

function follows(checkpoint: Checkpoint, head: Checkpoint | null): boolean {
  if (head === null) return checkpoint.statement.previous === NO_PREVIOUS;
  const { previous, windowStart } = checkpoint.statement;
  return previous === hashOf(head.statementText) && windowStart === head.statement.windowEnd;
}

/**
 * Opens the chain at its newest checkpoint. `hint` is a sequence from which on to look for it.
 * @throws CheckpointInvalid if that one is not genuine
 */
export async function openChain(needs: Needs, hint: number): Promise<Chain> {
  const newest = await needs.store.newest(hint);
  let head = newest === null ? null : await load(needs, newest);
  /** Genuine ones that were read or put, by sequence. */
  const known = new Map<number, Checkpoint>();
  const at = async (sequence: number): Promise<Checkpoint> => {
    const checkpoint = known.get(sequence) ?? (await load(needs, sequence));
    known.set(sequence, checkpoint);
    return checkpoint;
  };
  return {
    head: () => head,
    next: () =>
      head === null
        ? { sequence: 0, previous: NO_PREVIOUS }
        : { sequence: head.statement.sequence + 1, previous: hashOf(head.statementText) },
    async since(instant) {
      const found: Checkpoint[] = [];
      for (let sequence = head?.statement.sequence ?? -1; sequence >= 0; sequence -= 1) {
        const checkpoint = await at(sequence);
        if (checkpointTime(checkpoint.statement.windowEnd) <= instant) break;
        found.unshift(checkpoint);
      }
      return found;
    },
    async append(checkpoint) {
      const { sequence } = checkpoint.statement;
      const isOurs = await needs.store.put(sequence, writeCheckpoint(checkpoint));
      const standing = isOurs ? checkpoint : await load(needs, sequence);
      if (!follows(standing, head)) throw new CheckpointInvalid('A checkpoint does not follow.');
      head = standing;
      known.set(sequence, standing);
      return standing;
    },
  };
}
