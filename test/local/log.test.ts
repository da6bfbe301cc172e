import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { openLog } from '../../local/log.ts';

describe('the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const path = join(folder, 'logs', 'gateway.log');

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('keeps lines with their time, for its owner only', () => {
    openLog(path)('vault: ready');
    expect(readFileSync(path, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z vault: ready\n$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('loses a line that cannot be written and goes on', () => {
    const log = openLog(path);
    rmSync(dirname(path), { recursive: true });
    expect(() => {
      log('lost');
    }).not.toThrow();
    openLog(path)('kept');
    expect(readFileSync(path, 'utf8')).toMatch(/Z kept\n$/);
  });
});
