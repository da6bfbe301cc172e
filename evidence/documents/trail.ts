import type { TrailEvidence } from '../trail.ts';
import { bullets, document, table } from './markdown.ts';

function verdictOf({ report, fault }: TrailEvidence): string {
  if (report === null) return `**Not sound**: ${fault ?? 'not checked'}`;
  const { events, checkpoints, from, until, head, late, flagged, missing } = report;
  return bullets([
    `**Sound**: ${events} events in ${checkpoints} windows, from ${from} until ${until}`,
    `head ${head}`,
    `late ${late}, attempts without outcome ${flagged}, sealed events changed or gone ${missing}`,
  ]);
}

/** What was done, what the check of its trail said, and what it says of altered copies. */
export function trailDocument(trail: TrailEvidence): string {
  return document(
    '# Audit verification',
    'A vault of its own did all that it can do, for callers who may and who may not; its trail was sealed, exported into `trail/` and checked with the public key alone. The services are those of loopback, the sealer’s clock was some minutes ahead. **Not yet verified on AWS.**',
    verdictOf(trail),
    'Check it yourself, with the folder of this file for `PACK`:',
    '```sh\nnpm run verify -- --events PACK/trail/events --checkpoints PACK/trail/checkpoints \\\n  --public-key PACK/trail/checkpoint-key.pem\n```',
    'The key in `trail/` is of that one run. Whoever checks the trail of a deployment takes its key from the operator, once.',
    '## Copies that were altered',
    table([
      ['What was done', 'What the check found'],
      ...trail.alterations.map(({ done, found }) => [done, found]),
    ]),
    '## Outcomes in the trail',
    table([
      ['Operation', 'Code', 'Outcomes'],
      ...trail.outcomes.map(({ operation, code, outcomes }) => [operation, code, String(outcomes)]),
    ]),
  );
}
