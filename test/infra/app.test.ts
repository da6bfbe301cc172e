import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIGURATIONS, configurationNamed } from '../../infra/config/configurations.ts';
import { TWO_ACCOUNTS } from '../../infra/config/two-accounts.ts';
import { stacksOf } from '../../infra/deployment-plan.ts';
import { createBuildFolder } from './build-folder.ts';

/** Without network, where the system lets an unprivileged process leave it. */
const OFFLINE = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];

describe('cdk synth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  const build = createBuildFolder();
  const isBuilt = existsSync('build/functions/vault/index.js') && existsSync('build/resolvers');

  const bundles = isBuilt ? [] : ['-c', `build=${build.path}`];

  afterAll(() => {
    build.remove();
    rmSync(folder, { recursive: true });
  });

  /** Into a folder named after the configuration. */
  function synth(config: string) {
    const cdk = ['node_modules/.bin/cdk', 'synth', '--quiet', '--output', join(folder, config)];
    const options = [...bundles, '-c', `config=${config}`];
    const [command = '', ...rest] = [...OFFLINE, ...cdk, ...options];
    return spawnSync(command, rest, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
  }

  /** What the command line runs, without its linter, which takes most of the time. */
  function runApp(config: string) {
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: object };
    const place = isBuilt ? {} : { build: build.path };
    const app = ['node', '--import', 'tsx', 'infra/app.ts'];
    const [command = '', ...rest] = [...OFFLINE, ...app];
    return spawnSync(command, rest, {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CDK_VALIDATION: 'false',
        CDK_OUTDIR: join(folder, config),
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...place, config }),
      },
    });
  }

  const stacksIn = (config: string): string[] =>
    readdirSync(join(folder, config))
      .filter((name) => name.endsWith('.template.json'))
      .map((name) => name.replace('.template.json', '').toLowerCase())
      .sort();

  test('makes every stack in an empty environment, and the linter has nothing to say', () => {
    const { status, stdout, stderr } = synth('two-accounts');
    expect(`${stdout}${stderr}`).not.toMatch(/WARNING|ERROR|warning|error/);
    expect(status).toBe(0);
    expect(stacksIn('two-accounts')).toEqual([...stacksOf(TWO_ACCOUNTS)].sort());
    expect(stderr).toMatch(/Proofs: \d+ claims proved/);
  }, 120_000);

  // Of the other, nothing is of a kind that the linter did not see.
  const others = Object.keys(CONFIGURATIONS).filter((name) => name !== 'two-accounts');

  test.each(others)(
    'proves %s, too',
    (name) => {
      const { status, stderr } = runApp(name);
      expect(stderr).toMatch(/Proofs: \d+ claims proved/);
      expect(status).toBe(0);
      expect(stacksIn(name)).toEqual([...stacksOf(configurationNamed(name))].sort());
    },
    120_000,
  );
});
