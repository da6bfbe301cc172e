import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { CONFIGURATIONS } from '../infra/config/configurations.ts';

/**
 * A second opinion on the templates: AWS's cfn-lint, which is a Python program and so no dependency.
 * Without Python or its registry this says so and is done.
 */
const PACKAGE = 'cfn-lint==1.58.0';
const FOLDER = join('build', 'cfn-lint');
const LINTER = join(FOLDER, 'venv', 'bin', 'cfn-lint');

/**
 * W3005: CDK states dependencies that an attribute implies anyway. E3006: it does not know
 * `AWS::Route53Resolver::FirewallConfig` yet, which CDK's own linter does.
 */
const IGNORED = ['W3005', 'E3006'];

function install(): boolean {
  if (existsSync(LINTER)) return true;
  const steps = [
    ['python3', '-m', 'venv', join(FOLDER, 'venv')],
    [join(FOLDER, 'venv', 'bin', 'pip'), '--quiet', 'install', PACKAGE],
  ];
  return steps.every(([program = '', ...words]) => spawnSync(program, words).status === 0);
}

function synthesize(configuration: string): string {
  const out = join(FOLDER, configuration);
  rmSync(out, { recursive: true, force: true });
  const words = ['synth', '--quiet', '--output', out, '-c', `config=${configuration}`];
  const env = { ...process.env, CDK_VALIDATION: 'false' };
  const { status } = spawnSync(join('node_modules', '.bin', 'cdk'), words, {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`The configuration ${configuration} does not synthesize.`);
  return out;
}

function lint(configuration: string): boolean {
  const out = synthesize(configuration);
  const templates = readdirSync(out).filter((name) => name.endsWith('.template.json'));
  console.log(`${configuration}: ${templates.length} templates`);
  const words = ['--ignore-checks', ...IGNORED, '--', ...templates.map((name) => join(out, name))];
  return spawnSync(LINTER, words, { stdio: 'inherit' }).status === 0;
}

mkdirSync(FOLDER, { recursive: true });
if (!install()) console.log('cfn-lint cannot be installed here; nothing was checked.');
else if (!Object.keys(CONFIGURATIONS).map(lint).every(Boolean)) process.exitCode = 1;
