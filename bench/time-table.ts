import { markdownTable } from '../test/support/docs.ts';
import type { Runs } from './gateway-load.ts';
import type { ProfiledPart } from './profile.ts';
import { formatNumber } from './rows.ts';
import { median } from './statistics.ts';

const OPERATIONS = ['tokenize', 'detokenize + plaintext'] as const;
const KINDS = ['16 at once', 'batches of 50'] as const;

/** CPU microseconds per item of each process, median over the rounds, from the kernel's own counts. */
export function processTable(runs: Runs): string {
  const columns = OPERATIONS.flatMap((operation) => KINDS.map((kind) => `${operation}, ${kind}`));
  const measured = columns.map((name) => runs.get(name) ?? []);
  const processes = [...(measured[0]?.[0]?.cpu.keys() ?? [])];
  const rows = processes.map((part) => [
    part,
    ...measured.map((all) =>
      formatNumber(median(all.map(({ cpu, items }) => ((cpu.get(part) ?? 0) * 1000) / items))),
    ),
  ]);
  return markdownTable([['Process', ...columns], ...rows]);
}

/** What each process did with its time, as shares of the process. */
export function profileTable(profiled: readonly ProfiledPart[]): string {
  const operations = [...new Set(profiled.map(({ operation }) => operation))];
  const lines = [...new Set(profiled.map(({ process, part }) => `${process}\n${part}`))];
  const rows = lines.map((line) => {
    const [process = '', part = ''] = line.split('\n');
    return [process, part, ...operations.map((operation) => cellOf(profiled, operation, line))];
  });
  return markdownTable([['Process', 'Part', ...operations], ...rows]);
}

function cellOf(profiled: readonly ProfiledPart[], operation: string, line: string): string {
  const own = profiled.filter((one) => one.operation === operation);
  const found = own.find(({ process, part }) => `${process}\n${part}` === line);
  if (found === undefined) return '';
  const whole = own
    .filter(({ process }) => process === found.process)
    .reduce((sum, { microseconds }) => sum + microseconds, 0);
  const share = Math.round((found.microseconds / whole) * 100);
  return `${share} %`;
}
