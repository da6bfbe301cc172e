import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { searchFiles, searchText } from './canary.ts';

const PAN = '4242424242424242';
const CANARIES = { pan: PAN, name: 'Zoë Canary-O\'Hara "Z"' };

const planted: [string, Buffer][] = [
  ['plain', Buffer.from(`{"x":"${PAN}"}`)],
  ['among binary', Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(PAN), Buffer.alloc(9)])],
  ['hex', Buffer.from(Buffer.from(PAN).toString('hex'))],
  ['upper-case hex', Buffer.from(Buffer.from(PAN).toString('hex').toUpperCase())],
  ...[0, 1, 2].map((offset): [string, Buffer] => [
    `base64 from byte ${offset} on`,
    Buffer.from(Buffer.from(`${'x'.repeat(offset)}${PAN}tail`).toString('base64')),
  ]),
  ['utf-16', Buffer.from(PAN, 'utf16le')],
  ['utf-16, big end first', Buffer.from(PAN, 'utf16le').swap16()],
  ['url', Buffer.from(encodeURIComponent(CANARIES.name))],
  ['every byte percent-encoded', Buffer.from(PAN.replaceAll(/\d/g, (digit) => `%3${digit}`))],
  ['with separators', Buffer.from('4242 4242-4242.4242')],
  ['as a JSON text', Buffer.from(JSON.stringify({ name: CANARIES.name }))],
];

describe('the canary search', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'canary-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(planted)('finds a planted value: %s', (_, content) => {
    writeFileSync(join(folder, 'file'), content);
    expect(searchFiles(folder, CANARIES)).not.toEqual([]);
  });

  test('finds nothing where nothing was planted', () => {
    writeFileSync(join(folder, 'file'), gzipSync('nothing of interest '.repeat(100)));
    expect(searchFiles(folder, CANARIES)).toEqual([]);
  });

  test('names the canary and the place, not the value', () => {
    const found = searchText(`log line ${PAN}`, 'a log', CANARIES);
    expect(found[0]).toEqual({ canary: 'pan', encoding: 'utf-8', place: 'a log' });
    expect(JSON.stringify(found)).not.toContain(PAN);
  });
});
