import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TIMEOUT_MS = 120_000;

/** Runs the program itself, at its smallest, and gives the cells of the table it wrote. */
function runBench(parts: string): { text: string; rows: string[][] } {
  const out = mkdtempSync(join(tmpdir(), 'bench-'));
  const words = ['--quick', '--only', parts, '--out', out];
  const program = ['--experimental-websocket', '--import', 'tsx', 'bench/main.ts'];
  const { status, stderr } = spawnSync(process.execPath, [...program, ...words], {
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const text = readFileSync(join(out, 'results.md'), 'utf8');
  rmSync(out, { recursive: true });
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  const rows = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  return { text, rows };
}

const numberIn = (text: string | undefined) => Number(text?.replaceAll(',', ''));

test(
  'a run counts at the wire what the table of storage costs says, and two KMS calls however many items',
  () => {
    const { rows, text } = runBench('units,cold-start');
    const valueOf = (what: string) =>
      numberIn(rows.find(([, , measured]) => measured === what)?.[3]);
    expect(valueOf('tokenize random, single: write units')).toBe(500);
    expect(valueOf('tokenize deterministic, single: write units')).toBe(900);
    for (const [, , what = '', value] of rows) {
      if (what.endsWith('KMS calls')) expect([what, value]).toEqual([what, '2']);
    }
    expect(valueOf('vault bundle to handler ready')).toBeGreaterThan(0);
    expect(text).not.toMatch(/\b(411111|555555|601111|378282)\d{9,}/);
  },
  TIMEOUT_MS,
);
