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

  afterAll(() => {
    build.remove();
    rmSync(folder, { recursive: true });
  });

  function synth(...options: string[]) {
    const cdk = ['node_modules/.bin/cdk', 'synth', '--quiet', '--output', join(folder, 'out')];
    const [command = '', ...rest] = [...OFFLINE, ...cdk, ...options];
    return spawnSync(command, rest, {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
  }

  test('makes every stack in an empty environment, and the linter has nothing to say', () => {
    const { status, stdout, stderr } = synth(...(isBuilt ? [] : ['-c', `build=${build.path}`]));
    expect(`${stdout}${stderr}`).not.toMatch(/WARNING|ERROR|warning|error/);
    expect(status).toBe(0);
    const templates = readdirSync(join(folder, 'out')).filter((name) =>
      name.endsWith('.template.json'),
    );
    const stacks = [...STACK_IDS, 'Guardrails'];
    expect(templates.sort()).toEqual(stacks.map((id) => `${id}.template.json`).sort());
    expect(stderr).toMatch(/Proofs: \d+ claims proved/);
  }, 120_000);
});
