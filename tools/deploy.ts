import { S3Client } from '@aws-sdk/client-s3';
import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { configurationNamed } from '../infra/config/configurations.ts';
import type { DeploymentConfig } from '../infra/config/deployment-config.ts';
import { planOf } from '../infra/deployment-plan.ts';
import { consoleBucketName, publisherRoleArn } from '../infra/names.ts';
import { assumedRole } from './assumed-role.ts';
import { consoleConfiguration, orderParameters, outputOf, stackIds } from './deployed-stacks.ts';
import type { StackOutputs } from './deployed-stacks.ts';
import { publishConsole } from './publish-console.ts';

const ASSEMBLY = 'cdk.out';
/** Last: it is told where the gateway is, which is known once that is deployed. */
const APPLICATION = 'Orders';
const OUTPUTS = 'build/deployed-outputs.json';

/** Without a terminal nobody can be asked: there the reviewers of the pipeline's environment were. */
const APPROVAL = process.stdin.isTTY ? 'broadening' : 'never';

function cdk(...given: readonly string[]): void {
  const { status } = spawnSync('npx', ['cdk', ...given], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** What was synthesized, and proved, is what is deployed: each stack after those that it needs. */
function deployStacks(ids: readonly string[], ...more: readonly string[]): StackOutputs {
  const given = ['--require-approval', APPROVAL, '--outputs-file', OUTPUTS, ...more];
  cdk('deploy', '--app', ASSEMBLY, ...ids, ...given);
  return JSON.parse(readFileSync(OUTPUTS, 'utf8')) as StackOutputs;
}

async function deployConsole(
  config: DeploymentConfig,
  outputs: StackOutputs,
  keyFile: string | undefined,
): Promise<void> {
  if (config.console === undefined) return;
  const { region } = config;
  const key = keyFile === undefined ? undefined : readFileSync(keyFile, 'utf8');
  const files = await publishConsole(
    new S3Client({ region, credentials: assumedRole(publisherRoleArn(config), region) }),
    {
      bucket: consoleBucketName(config),
      folder: 'build/console',
      configuration: consoleConfiguration(outputs, config, key),
    },
  );
  console.log(`${files} files make the page ${outputOf(outputs, config, 'console', 'ConsoleUrl')}`);
}

/** Says what a deployment will do; with `--yes` it then does it. */
const given = new Command('deploy')
  .description('Deploys all stacks of a configuration, after saying what that does')
  .requiredOption('--config <name>', 'one of infra/config/configurations.ts')
  .option(
    '--checkpoint-key <file>',
    'public key of the checkpoints, PEM, for the page to verify by',
  )
  .option('--yes', 'deploy, and not only say what that would do', false)
  .parse()
  .opts<{ config: string; checkpointKey?: string; yes: boolean }>();

const config = configurationNamed(given.config);
console.log(planOf(config));
if (given.yes) {
  cdk('synth', '--quiet', '--output', ASSEMBLY, '-c', `config=${given.config}`);
  const ids = stackIds(ASSEMBLY);
  const outputs = deployStacks(ids.filter((id) => id !== APPLICATION));
  if (ids.includes(APPLICATION)) {
    deployStacks([APPLICATION], '--exclusively', ...orderParameters(outputs, config));
  }
  await deployConsole(config, outputs, given.checkpointKey);
} else {
  console.log('Nothing was done. Add --yes to do it.');
}
