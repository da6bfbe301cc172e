import { Command } from 'commander';
import { SingleBar } from 'cli-progress';

import { readPublicKey } from './checkpoint-chain.ts';
import type { Expectations } from './checkpoint-chain.ts';
import { eventFiles, totalBytes } from './event-lines.ts';
import { TrailFault } from './fault.ts';
import { readTime } from './time-option.ts';
import { checkTrail } from './trail-check.ts';
import type { TrailReport } from './trail-check.ts';

interface VerifyOptions {
  readonly events: string;
  readonly checkpoints: string;
  readonly publicKey: string;
  readonly expectFrom?: Date;
  readonly expectUntil?: Date;
  readonly head?: string;
}

const HELP = `
The public key is the public half of the checkpoint key, PEM or DER:

  on AWS       aws kms get-public-key --key-id KEY_ID --query PublicKey --output text \\
                 | base64 --decode > checkpoint-key.der
  on loopback  checkpoint-key.pem in the data directory, .gateway/ unless --data-dir said otherwise

Take it from the operator once and keep it: a trail cannot vouch for its own key. Whether the newest
checkpoints were removed only an expectation can tell: --expect-until, or the --head of an earlier
check. The exit code is 0 for a sound trail, 1 for a fault, 2 if nothing could be checked.`;

function expectations({ expectFrom, expectUntil, head }: VerifyOptions): Expectations {
  return {
    ...(expectFrom === undefined ? {} : { from: expectFrom }),
    ...(expectUntil === undefined ? {} : { until: expectUntil }),
    ...(head === undefined ? {} : { head }),
  };
}

function printReport(report: TrailReport, options: VerifyOptions): void {
  const { events, checkpoints, from, until, late, flagged, missing, head } = report;
  console.log(`The trail is sound: ${events} events in ${checkpoints} windows.`);
  console.log(`  from     ${from}`);
  console.log(`  until    ${until}`);
  console.log(`  head     ${head}`);
  console.log(`  late     ${late}`);
  console.log(`  flagged  ${flagged}  attempts without outcome: possibly done`);
  if (missing > 0)
    console.log(`  missing  ${missing}  the sealer found sealed events changed or gone`);
  if (options.expectUntil === undefined && options.head === undefined) {
    console.log(`Whether anything was sealed after ${until} is not known: see --expect-until.`);
  }
}

async function verify(options: VerifyOptions): Promise<number> {
  const publicKey = readPublicKey(options.publicKey);
  const events = eventFiles(options.events);
  const bar = new SingleBar({
    format: '{bar} {percentage} %  {duration_formatted}',
    hideCursor: true,
    noTTYOutput: false,
  });
  bar.start(Math.max(1, totalBytes(events)), 0);
  try {
    const files = { events, checkpoints: options.checkpoints, publicKey };
    const report = await checkTrail(files, expectations(options), (count) => {
      bar.increment(count);
    });
    bar.stop();
    printReport(report, options);
    return 0;
  } catch (error) {
    bar.stop();
    if (!(error instanceof TrailFault)) throw error;
    console.error(`NOT SOUND. ${error.message}`);
    return 1;
  }
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Checks an exported audit trail offline, and names the first fault.')
    .requiredOption('--events <path>', 'the exported events: a file of JSON lines, or a folder')
    .requiredOption('--checkpoints <folder>', 'the exported checkpoints')
    .requiredOption('--public-key <file>', 'the public half of the checkpoint key')
    .option(
      '--expect-from <time>',
      'the trail reaches back to here; else to its beginning',
      readTime,
    )
    .option('--expect-until <time>', 'the trail is sealed up to here at least', readTime)
    .option('--head <hash>', 'this checkpoint, of an earlier check, is in the chain')
    .addHelpText('after', HELP)
    .action(async (options: VerifyOptions) => {
      process.exitCode = await verify(options);
    });
}
