import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { configurationNamed } from '../infra/config/configurations.ts';
import { planOf } from '../infra/deployment-plan.ts';

/** Says what a deployment will do; with `--yes` it then does it. */
const { config, yes } = new Command('deploy')
  .description('Deploys all stacks of a configuration, after saying what that does')
  .requiredOption('--config <name>', 'production or sandbox')
  .option('--yes', 'deploy, and not only say what that would do', false)
  .parse()
  .opts<{ config: string; yes: boolean }>();

/** Without a terminal nobody can be asked: there the reviewers of the pipeline's environment were. */
const approval = process.stdin.isTTY ? 'broadening' : 'never';

console.log(planOf(configurationNamed(config)));
if (yes) {
  const cdk = [
    'cdk',
    'deploy',
    '--all',
    '-c',
    `config=${config}`,
    '--require-approval',
    approval,
  ];
  process.exitCode = spawnSync('npx', cdk, { stdio: 'inherit' }).status ?? 1;
} else {
  console.log('Nothing was done. Add --yes to do it.');
}
