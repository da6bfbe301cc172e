import { markdownTable } from '../../test/support/docs.ts';

/** A text for a cell: on one line, and without what would end the cell. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
}

/** A table of texts; the first row is the header. */
export function table(rows: readonly (readonly string[])[]): string {
  return markdownTable(rows.map((row) => row.map(cell)));
}

/** A value of a setting, as JSON in code marks. */
export function code(value: unknown): string {
  return `\`${JSON.stringify(value ?? null)}\``;
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}\n`).join('');
}

/** Paragraphs, tables and lists, with an empty line between. */
export function document(...parts: readonly string[]): string {
  return `${parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
