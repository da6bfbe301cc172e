import type { Tokenized } from './tokenize-all.ts';
import type { Releases } from './verify-releases.ts';

export interface Summary {
  readonly customers: number;
  readonly tokenized: readonly Tokenized[];
  readonly tokenizeMs: number;
  readonly releases: Releases;
  readonly kmsCalls: number;
}

/** Prints counts, times and a masked sample; no value is printed. */
export function printSummary(summary: Summary): void {
  const { customers, tokenized, tokenizeMs, releases, kmsCalls } = summary;
  const perSecond = (count: number, ms: number) => `${Math.round((count / ms) * 1000)} a second`;
  printRows([
    ['Customers', String(customers), ''],
    ['Values tokenized', String(tokenized.length), perSecond(tokenized.length, tokenizeMs)],
    ['Time', `${(tokenizeMs / 1000).toFixed(1)} s`, 'batches of 48, 4 side by side'],
    [
      'PANs released',
      `${releases.same} of ${releases.asked}`,
      'came back as they went in, under a grant',
    ],
    [
      'Time',
      `${(releases.milliseconds / 1000).toFixed(1)} s`,
      perSecond(releases.asked, releases.milliseconds),
    ],
    ['KMS calls', String(kmsCalls), `for ${tokenized.length + releases.asked} values`],
  ]);
  printRows([
    ['CLASS', 'MASKED', 'TOKEN'],
    ...tokenized.slice(0, 4).map(({ dataClass, masked, token }) => [dataClass, masked, token]),
  ]);
  if (releases.same !== releases.asked) process.exitCode = 1;
}

function printRows(rows: readonly (readonly string[])[]): void {
  console.log();
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length)) + 2;
  for (const row of rows) {
    console.log(`  ${row.map((cell, column) => cell.padEnd(width(column))).join('')}`.trimEnd());
  }
}
