import type { CpuProfile, ProfileNode } from '../../bench/inspector.ts';
import { timeByPart } from '../../bench/profile-parts.ts';

const RULES = [
  { part: 'encryption', sources: /envelope/ },
  { part: 'vault', sources: /vault/ },
];

function node(id: number, functionName: string, url: string, children: number[] = []): ProfileNode {
  return { id, callFrame: { functionName, url, lineNumber: 0, columnNumber: 0 }, children };
}

const NODES = [
  node(1, '(root)', '', [2, 5, 6, 7]),
  node(2, 'tokenize', 'vault/issue.ts', [3, 8]),
  node(3, 'seal', 'vault/envelope.ts', [4]),
  node(4, 'update', 'node:crypto'),
  node(5, '(idle)', ''),
  node(6, '(garbage collector)', ''),
  node(7, 'listen', 'node:net'),
  node(8, '(garbage collector)', ''),
];

function parts(samples: readonly number[]) {
  const profile: CpuProfile = { nodes: NODES, samples, timeDeltas: samples.map(() => 10) };
  const found = timeByPart(profile, RULES, ({ url }) => (url === '' ? null : url));
  return Object.fromEntries(found);
}

test('what Node does for a function counts for the part of that function', () => {
  expect(parts([4, 4, 3, 2])).toEqual({ encryption: 30, vault: 10 });
});

test('idle time counts for nothing, collecting garbage for itself wherever it happens', () => {
  expect(parts([5, 6, 8, 1])).toEqual({ 'garbage collection': 20 });
});

test('what no rule names is told apart', () => {
  expect(parts([7])).toEqual({ other: 10 });
});
