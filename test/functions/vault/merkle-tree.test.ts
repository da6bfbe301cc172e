import { createHash } from 'node:crypto';

import {
  createTree,
  leafHash,
  nodeHash,
  pathOf,
  rootFrom,
  rootOf,
} from '../../../functions/vault/merkle-tree.ts';

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** MTH as RFC 6962 §2.1 defines it, word for word. */
function definedRoot(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return hash(Buffer.alloc(0));
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return hash(Buffer.concat([Buffer.of(0), only]));
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  const halves = [entries.slice(0, k), entries.slice(k)].map(definedRoot);
  return hash(Buffer.concat([Buffer.of(1), ...halves]));
}

const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => Buffer.from(`entry ${String(at)}`));

describe('the Merkle tree', () => {
  /** Of certificate-transparency-go's tests: the inputs and the roots over the first n of them. */
  const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'];
  const ROOTS: readonly (readonly [number, string])[] = [
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ];

  test.each(ROOTS)('has the known root over %i entries', (count, root) => {
    const leaves = INPUTS.slice(0, count).map((hex) => leafHash(Buffer.from(hex, 'hex')));
    expect(rootOf(leaves).toString('hex')).toBe(root);
  });

  test('has the root that RFC 6962 defines, at every size', () => {
    const entries = entriesOf(70);
    const tree = createTree();
    entries.forEach((entry, at) => {
      expect(tree.root()).toEqual(definedRoot(entries.slice(0, at)));
      tree.add(leafHash(entry));
    });
    expect(tree.size()).toBe(70);
  });

  test.each([1, 2, 3, 7, 8, 33, 64])(
    'proves each of %i leaves, and none in another place',
    (count) => {
      const leaves = entriesOf(count).map((entry) => leafHash(entry));
      const root = rootOf(leaves);
      leaves.forEach((leaf, at) => {
        const path = pathOf(leaves, at);
        expect(rootFrom(leaf, path)).toEqual(root);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
        const other = leafHash(Buffer.from('another'));
        expect(rootFrom(other, path)).not.toEqual(root);
      });
    },
  );

  test('takes no node for a leaf', () => {
    const [a, b] = [leafHash('a'), leafHash('b')];
    expect(leafHash(Buffer.concat([a, b]))).not.toEqual(nodeHash(a, b));
  });

  test('joins the paths of a chunk and of what is above it', () => {
    const leaves = entriesOf(2500).map((entry) => leafHash(entry));
    const chunks = [0, 1024, 2048].map((start) => leaves.slice(start, start + 1024));
    const branches = chunks.map(rootOf);
    for (const at of [0, 1023, 1024, 2047, 2048, 2499]) {
      const chunk = Math.floor(at / 1024);
      const path = [...pathOf(chunks[chunk] ?? [], at % 1024), ...pathOf(branches, chunk)];
      expect(path).toEqual(pathOf(leaves, at));
    }
  });
});
