import { createHash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 §2.1 over SHA-256. Leaves and nodes are hashed in different domains,
 * so that no node is ever taken for a leaf.
 */

/** One step from a leaf to the root: the hash beside, and on which side of ours it stands. */
export interface PathStep {
  readonly side: 'LEFT' | 'RIGHT';
  readonly hash: Buffer;
}

/** A tree that grows leaf by leaf and holds one hash per level. */
export interface GrowingTree {
  /** Adds the hash of a leaf. */
  add(leaf: Buffer): void;
  size(): number;
  /** The root over all leaves so far. */
  root(): Buffer;
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The hash of an event: of its canonical text in UTF-8. */
export function leafHash(text: string | Buffer): Buffer {
  return createHash('sha256').update(LEAF).update(text).digest();
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

function emptyRoot(): Buffer {
  return createHash('sha256').digest();
}

interface Subtree {
  readonly size: number;
  readonly hash: Buffer;
}

export function createTree(): GrowingTree {
  /** Perfect subtrees, the largest first, as the bits of the size. */
  const subtrees: Subtree[] = [];
  let count = 0;
  return {
    add(leaf) {
      count += 1;
      let grown: Subtree = { size: 1, hash: leaf };
      for (let last = subtrees.at(-1); last?.size === grown.size; last = subtrees.at(-1)) {
        subtrees.pop();
        grown = { size: 2 * grown.size, hash: nodeHash(last.hash, grown.hash) };
      }
      subtrees.push(grown);
    },
    size: () => count,
    root() {
      const [last, ...others] = subtrees.map(({ hash }) => hash).reverse();
      if (last === undefined) return emptyRoot();
      return others.reduce((right, left) => nodeHash(left, right), last);
    },
  };
}

/** The root over the hashes of leaves. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = createTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** The largest power of two that is smaller than `count`, which is at least 2. */
function splitOf(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

/** What proves that the leaf at `index` is in the tree, from the leaf upwards. */
export function pathOf(leaves: readonly Buffer[], index: number): PathStep[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...pathOf(left, index), { side: 'RIGHT', hash: rootOf(right) }]
    : [...pathOf(right, index - split), { side: 'LEFT', hash: rootOf(left) }];
}

/** The root that a leaf and its path lead to. */
export function rootFrom(leaf: Buffer, path: readonly PathStep[]): Buffer {
  return path.reduce(
    (hash, step) => (step.side === 'LEFT' ? nodeHash(step.hash, hash) : nodeHash(hash, step.hash)),
    leaf,
  );
}
