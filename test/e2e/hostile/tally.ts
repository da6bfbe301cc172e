/** Counts by two names, printed as a table. */
export interface Tally {
  add(row: string, column: string): void;
  total(): number;
  count(row: string, column: string): number;
  rows(): string[];
  columns(): string[];
  /** Rows with their share of all, and what became of them, the most frequent first. */
  print(): string;
}

export function createTally(title: string): Tally {
  const rows = new Map<string, Map<string, number>>();
  const sum = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  const total = (): number => [...rows.values()].reduce((all, counts) => all + sum(counts), 0);
  const line = ([name, counts]: [string, Map<string, number>]): string => {
    const share = ((100 * sum(counts)) / Math.max(1, total())).toFixed(1);
    const columns = [...counts].sort(([, a], [, b]) => b - a);
    const spread = columns.map(([column, count]) => `${column} ${count}`).join(', ');
    return `  ${name.padEnd(22)} ${String(sum(counts)).padStart(6)} ${share.padStart(5)} %  ${spread}`;
  };
  return {
    add: (row, column) => {
      const counts = rows.get(row) ?? new Map<string, number>();
      rows.set(row, counts.set(column, (counts.get(column) ?? 0) + 1));
    },
    total,
    count: (row, column) => rows.get(row)?.get(column) ?? 0,
    rows: () => [...rows.keys()],
    columns: () => [...new Set([...rows.values()].flatMap((counts) => [...counts.keys()]))],
    print: () => [`${title} (${total()})`, ...[...rows].map(line)].join('\n'),
  };
}
