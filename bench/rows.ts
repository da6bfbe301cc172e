import { markdownTable } from '../test/support/docs.ts';

/** What design asks of a row. */
export interface Target {
  readonly text: string;
  readonly isMet: boolean;
}

/** One line of the table: a median over the rounds, beside a reference of the same run. */
export interface Row {
  readonly part: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** How many times the reference, and which it is; null for a reference itself. */
  readonly compared: { readonly ratio: number; readonly reference: string } | null;
  readonly target: Target | null;
  readonly note: string;
}

const HEAD = ['Part', 'Measured', 'Median', 'Unit', 'Ratio', 'To', 'Target', 'Result', 'Note'];

export function row(
  part: string,
  what: string,
  value: number,
  unit: string,
  more: Partial<Pick<Row, 'compared' | 'target' | 'note'>> = {},
): Row {
  return { part, what, value, unit, compared: null, target: null, note: '', ...more };
}

export function atMost(limit: number, value: number, unit: string): Target {
  return { text: `≤ ${limit} ${unit}`.trim(), isMet: value <= limit };
}

export function atLeast(limit: number, value: number, unit: string): Target {
  return { text: `≥ ${limit} ${unit}`.trim(), isMet: value >= limit };
}

/** Three significant digits, whole from 100 on, with separated thousands. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6) });
}

function cellsOf({ part, what, value, unit, compared, target, note }: Row): string[] {
  const comparison =
    compared === null ? ['', ''] : [`${formatNumber(compared.ratio)} ×`, compared.reference];
  const judged = target === null ? ['', ''] : [target.text, target.isMet ? 'met' : '**missed**'];
  return [part, what, formatNumber(value), unit, ...comparison, ...judged, note];
}

/** The table that a run prints and that `bench/results.md` holds. */
export function tableOf(rows: readonly Row[]): string {
  return markdownTable([HEAD, ...rows.map(cellsOf)]);
}
