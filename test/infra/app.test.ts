import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuildFolder } from './build-folder.ts';
import { STACK_IDS } from './templates.ts';

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
  function synth(config: string, environment: NodeJS.ProcessEnv = {}) {
    const cdk = ['node_modules/.bin/cdk', 'synth', '--quiet', '--output', join(folder, config)];
    const options = [...bundles, '-c', `config=${config}`];
    const [command = '', ...rest] = [...OFFLINE, ...cdk, ...options];
    return spawnSync(command, rest, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder, ...environment },
    });
  }

  test('makes every stack in an empty environment, and the linter has nothing to say', () => {
    const { status, stdout, stderr } = synth('production');
    expect(`${stdout}${stderr}`).not.toMatch(/WARNING|ERROR|warning|error/);
    expect(status).toBe(0);
    const templates = readdirSync(join(folder, 'production')).filter((name) =>
      name.endsWith('.template.json'),
    );
    const stacks = [...STACK_IDS, 'Guardrails'];
    expect(templates.sort()).toEqual(stacks.map((id) => `${id}.template.json`).sort());
    expect(stderr).toMatch(/Proofs: \d+ claims proved/);
  }, 120_000);

  test('proves the sandbox, too, and has nothing to say of an organization', () => {
    // CDK's linter has looked at the other configuration; it takes most of the time.
    const unlinted = { CDK_VALIDATION: 'false' };
    const { status, stderr } = synth('sandbox', unlinted);
    expect(stderr).toMatch(/Proofs: \d+ claims proved/);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'sandbox'))).not.toContain('Guardrails.template.json');
  }, 120_000);
});
