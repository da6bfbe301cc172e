import { spawnSync } from 'node:child_process';

import { mappedSuites } from './collection.ts';
import { countVerdicts } from './documents/requirements.ts';
import { parseEvidenceOptions, USAGE } from './options.ts';
import type { EvidenceOptions } from './options.ts';
import { writePack } from './pack.ts';

// The pinned SDK runs on the Node versions that package.json names.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

function fail(error: unknown, more = ''): never {
  console.error(error instanceof Error ? error.message : 'The evidence could not be gathered.');
  if (more !== '') console.error(more);
  process.exit(2);
}

function readOptions(): EvidenceOptions {
  try {
    return parseEvidenceOptions(process.argv.slice(2));
  } catch (error) {
    return fail(error, USAGE);
  }
}

/** Failures are in the results, and so in the pack. */
function runSuites(): void {
  spawnSync('npx', ['jest', '--runTestsByPath', ...mappedSuites()], { stdio: 'inherit' });
}

async function run({ out, isRun }: EvidenceOptions): Promise<void> {
  if (isRun) runSuites();
  const { norms, trail } = await writePack(out);
  const counts = countVerdicts(norms);
  console.log(`The evidence is in ${out}: see README.md there.`);
  for (const [verdict, count] of Object.entries(counts)) console.log(`  ${verdict}: ${count}`);
  const isSound = trail.fault === null;
  console.log(isSound ? '  the audit trail is sound' : '  THE AUDIT TRAIL IS NOT SOUND');
  process.exitCode = isSound && counts['test failed'] === undefined ? 0 : 1;
}

try {
  await run(readOptions());
} catch (error) {
  fail(error);
}
