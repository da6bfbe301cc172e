import { SourceMap } from 'node:module';

import type { CpuProfile, ProfileNode } from './inspector.ts';

/** A part of a process's work and the sources that belong to it, by file name. */
export interface PartRule {
  readonly part: string;
  readonly sources: RegExp;
}

/** Gives the file that a bundled function was written in; null where that is unknown. */
export type SourceOf = (frame: ProfileNode['callFrame']) => string | null;

const IDLE = new Set(['(idle)', '(program)', '(root)']);
const COLLECTOR = '(garbage collector)';

/** Names sources by the source maps of bundles; `maps` has them by a part of the bundle's address. */
export function sourcesBy(maps: Readonly<Record<string, string>>): SourceOf {
  const open = Object.entries(maps).map(([bundle, text]) => ({
    bundle,
    map: new SourceMap(JSON.parse(text) as never),
  }));
  return ({ url, lineNumber, columnNumber }) => {
    if (url === '') return null;
    const map = open.find(({ bundle }) => url.includes(bundle))?.map;
    const entry = map?.findEntry(lineNumber, columnNumber);
    return entry !== undefined && 'originalSource' in entry ? entry.originalSource : url;
  };
}

function parentsOf({ nodes }: CpuProfile): ReadonlyMap<number, ProfileNode> {
  return new Map(
    nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)),
  );
}

/**
 * CPU microseconds by part. A sample belongs to the innermost function whose source a rule names, so
 * what Node does for a part is that part's; the rules are tried in order. Idle time is left out.
 */
export function timeByPart(
  profile: CpuProfile,
  rules: readonly PartRule[],
  sourceOf: SourceOf,
): ReadonlyMap<string, number> {
  const parents = parentsOf(profile);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const partAt = (start: ProfileNode): string => {
    if (start.callFrame.functionName === COLLECTOR) return 'garbage collection';
    for (let at: ProfileNode | undefined = start; at !== undefined; at = parents.get(at.id)) {
      const source = sourceOf(at.callFrame);
      const rule = source === null ? undefined : rules.find(({ sources }) => sources.test(source));
      if (rule !== undefined) return rule.part;
    }
    return 'other';
  };
  const times = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const node = nodes.get(id);
    if (node === undefined || IDLE.has(node.callFrame.functionName)) return;
    const part = partAt(node);
    times.set(part, (times.get(part) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  return times;
}
