import { Command } from 'commander';

import type { ExportOptions } from './export.ts';
import { readTime } from './time-option.ts';

/** Loaded only by who exports: `verify` needs no client of AWS and starts in half the time. */
async function run(options: ExportOptions): Promise<void> {
  const { runExport } = await import('./export.ts');
  await runExport(options);
}

export function exportCommand(): Command {
  return new Command('export')
    .description('Writes the sealed audit trail and its checkpoints into a folder, for `verify`.')
    .requiredOption('--out <folder>', 'where to write `events/` and `checkpoints/`')
    .option('--from <time>', 'windows that end after this; all if absent', readTime)
    .option('--to <time>', 'windows that start before this; all if absent', readTime)
    .option('--late-minutes <number>', 'how far back the sealer looks for late events', Number, 10)
    .option('--data-dir <folder>', 'the data directory of a gateway that runs', '.gateway')
    .option('--audit-table <name>', 'of a deployment: the audit table')
    .option('--checkpoint-table <name>', 'of a deployment: the checkpoint table; helps to point')
    .option('--bucket <name>', 'of a deployment: the bucket of the checkpoints')
    .action(run);
}
