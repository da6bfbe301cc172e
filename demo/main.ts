import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { SingleBar } from 'cli-progress';

import { parseCsv } from './customers.ts';
import type { Customer } from './customers.ts';
import { openGateway } from './gateway.ts';
import type { OpenGateway } from './gateway.ts';
import { countKmsCalls } from './kms-calls.ts';
import { printSummary } from './summary.ts';
import { toValues, tokenizeAll } from './tokenize-all.ts';
import { verifyReleases } from './verify-releases.ts';

// The pinned SDK runs on the Node versions that package.json names.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const INPUT = 'demo/customers.csv';
const RELEASED = 100;

/**
 * The main job on a real file: every customer's name, PAN, SSN and e-mail address becomes a token,
 * then payment staff ask for some of the PANs, with the approval that so many need, and get back what
 * went in.
 */
async function run(gateway: OpenGateway, customers: readonly Customer[]): Promise<void> {
  const values = customers.flatMap((customer) => toValues(customer));
  const bar = new SingleBar({
    format: '{bar} {value}/{total} values  {duration_formatted}',
    hideCursor: true,
  });
  const kmsBefore = await countKmsCalls(gateway);
  bar.start(values.length, 0);
  const started = performance.now();
  const tokenized = await tokenizeAll(gateway, values, (done) => {
    bar.increment(done);
  });
  const tokenizeMs = performance.now() - started;
  bar.stop();
  const releases = await verifyReleases(gateway, tokenized, RELEASED);
  const kmsCalls = (await countKmsCalls(gateway)) - kmsBefore;
  printSummary({ customers: customers.length, tokenized, tokenizeMs, releases, kmsCalls });
}

const { values: flags } = parseArgs({
  options: { 'data-dir': { type: 'string', default: '.gateway' } },
});
const gateway = await openGateway(flags['data-dir']);
try {
  await run(gateway, parseCsv(readFileSync(INPUT, 'utf8')));
} finally {
  await gateway.close();
}
