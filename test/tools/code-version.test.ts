import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCodeVersion } from '../../tools/code-version.ts';

describe('the version of the code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'version-'));
  const write = (path: string, content: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
    return readCodeVersion(folder).digest;
  };
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('is another one when a file is changed, added, renamed or removed', () => {
    write('.gitignore', 'build/\n*.log\n');
    const first = write('vault/token.ts', 'a');
    const changed = write('vault/token.ts', 'b');
    const added = write('vault/record.ts', 'b');
    rmSync(join(folder, 'vault', 'token.ts'));
    const removed = readCodeVersion(folder).digest;
    expect(new Set([first, changed, added, removed]).size).toBe(4);
    rmSync(join(folder, 'vault', 'record.ts'));
    expect(write('vault/token.ts', 'a')).toBe(first);
  });

  test('does not depend on what Git ignores', () => {
    const before = readCodeVersion(folder).digest;
    expect(write('build/made.js', 'x')).toBe(before);
    expect(write('vault/build/made.js', 'x')).toBe(before);
    expect(write('debug.log', 'x')).toBe(before);
  });

  test('names the commit, or says that there is none', () => {
    expect(readCodeVersion(folder).revision).toBe('unknown');
    const git = (...words: string[]) =>
      spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
        cwd: folder,
      });
    git('init');
    git('add', '.');
    git('commit', '-m', 'Begin');
    expect(readCodeVersion(folder).revision).toMatch(/^[0-9a-f]{40}$/);
  });
});
