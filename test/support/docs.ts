import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Expects a document in docs/ to be what a suite measured just now. `npm run docs:matrix` and
 * `npm run docs:costs` write it instead.
 */
export function expectDocument(path: string, content: string): void {
  if (process.env.TEST_WRITES_DOCS !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(content);
}

/** A Markdown table as Prettier formats it: every column as wide as its widest cell. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...body].map(line).join('');
}
